"""All settings; what differs between machines comes from environment variables (see .env.example)."""

import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

from config import env
from config.city import load_city

ROOT = Path(__file__).resolve().parent.parent.parent
DATA_DIR = env.folder("DATA_DIR", ROOT / "var")
CITY = load_city(Path(env.text("CITY_DIR") or ROOT / "site" / "cities" / "leiyang"))

DEBUG = env.flag("DEBUG")
# Shows the SMS code on the page and offers the demo accounts; never on where real residents sign in.
DEMO = env.flag("DEMO")


def _secret_key() -> str:
    """The key from the environment, or one made once for this data folder."""
    if key := env.text("SECRET_KEY"):
        return key
    file = DATA_DIR / "secret_key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(64), encoding="utf-8")
    return file.read_text(encoding="utf-8")


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.items("CSRF_TRUSTED_ORIGINS")
SITE_URL = env.text("SITE_URL", f"http://localhost:{env.number('PORT', 8000)}")
HTTPS = env.flag("HTTPS")

INSTALLED_APPS = [
    "search",
    "feedback",
    "content",
    "indicators",
    "campaigns",
    "campaigns.contests",
    "carbon_points",
    "media",
    "messaging",
    "accounts",
    "core",
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    # wagtail.users, narrowed to staff.
    "accounts.staff_apps.StaffAppConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.usersessions",
    "channels",
    "django_htmx",
    "ninja",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "core.middleware.security_headers",
    "core.api.problem_documents",
    "core.middleware.refuse_large_bodies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.api.refuse_other_bodies",
    "core.middleware.refuse_unreadable_input",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.RateLimitMiddleware",
    "carbon_points.middleware.note_devices",
    "core.middleware.RefusalMiddleware",
    "content.review.guard.DraftGuard",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.page_frame",
                "content.context.footer",
            ],
        },
    }
]

# --- Where data live ---------------------------------------------------------------------------------------

DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE and WAL: 0 of 2,400 transactions failed, against 2,146 with the defaults. FULL: a log that was
    # acknowledged survives a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.number("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

REDIS_URL = env.text("REDIS_URL")
if REDIS_URL:
    CACHES: dict[str, Any] = {"default": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": REDIS_URL}}
    CHANNEL_LAYERS: dict[str, Any] = {
        "default": {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            # redis-py 8 gives up reading after 5 s, just as long as the layer waits: idle sockets would die.
            "CONFIG": {
                "hosts": [
                    {
                        "address": REDIS_URL,
                        "socket_timeout": 20,
                        "socket_connect_timeout": 3,
                        "health_check_interval": 30,
                    }
                ]
            },
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = DATA_DIR / "uploads"
MEDIA_URL = "/uploads/"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
# vendor/ is copied there from the npm packages at set-up.
(ROOT / "var" / "static_build").mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [ROOT / "site" / "static", ROOT / "var" / "static_build"]
STATIC_MANIFEST = env.flag("STATIC_MANIFEST")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_MANIFEST
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not STATIC_MANIFEST

# Posters are drawn with it; one font of one's own serves for both weights.
_font = env.text("POSTER_FONT")
POSTER_FONTS = {
    weight: Path(_font) if _font else ROOT / "var" / "fonts" / f"NotoSansHans-{weight}.otf"
    for weight in ("Regular", "Bold")
}

# --- Language and time -------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = WAGTAILADMIN_PERMITTED_LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", "简体中文")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
# Words that the catalogues of Wagtail and Django lack; compiled from site/locale at set-up.
LOCALE_PATHS = [ROOT / "var" / "locale"]

# --- People ------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/accounts/continue/"
LOGOUT_REDIRECT_URL = "/"
PHONE_PEPPER = env.text("PHONE_PEPPER") or SECRET_KEY
SMS_BACKEND = env.text("SMS_BACKEND", "accounts.sms.FileBackend")
# City-wide ceiling of SMS codes a day; a burst beyond it stops sending and is logged.
SMS_DAILY_BUDGET = env.number("SMS_DAILY_BUDGET", 20000)
# The same for other texts, such as reminders: apart, so that they never keep anybody from signing in.
SMS_TEXTS_DAILY_BUDGET = env.number("SMS_TEXTS_DAILY_BUDGET", 10000)

# --- Security ----------------------------------------------------------------------------------------------

SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_FAILURE_VIEW = "core.views.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# The largest body of any request; deploy/nginx.conf says the same.
MAX_BODY_SIZE = 12 * 1024 * 1024
# Uploads stay in memory: a photo with its place in it is never written to a disk, not even for a moment.
FILE_UPLOAD_MAX_MEMORY_SIZE = MAX_BODY_SIZE
DATA_UPLOAD_MAX_NUMBER_FILES = 20
# Under /api/ these take a file as multipart/form-data; all others take JSON.
API_TAKING_FILES = {"/api/v1/photos"}
# How many proxies of ours stand in front; a forged X-Forwarded-For beyond them is ignored.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 0)
# Open windows of the live number: in one process, and from one address (behind one router sit many people).
LIVE_SOCKETS = env.number("LIVE_SOCKETS", 5000)
LIVE_SOCKETS_PER_ADDRESS = env.number("LIVE_SOCKETS_PER_ADDRESS", 10)

# --- Wagtail -----------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = CITY.site_name
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# 三审: three different people publish by approving, and nobody holds the right to publish. Superusers could
# still press Wagtail's own button, so they are for IT only; the signature line then says who did.
WAGTAIL_FINISH_WORKFLOW_ACTION = "content.review.finish.publish_after_three_reviews"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# Upstream's backend takes a whole Chinese clause for one word; ours serves the site and the admin alike.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backend"}}
# A day is a day of the city for everybody, also in the admin.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# Resets go by mail, and nobody here has a mail address: an administrator sets a new password.
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
# Own models from the first migration: changing them later would be a move of every picture.
WAGTAILIMAGES_IMAGE_MODEL = "media.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "media.forms.PictureForm"
WAGTAILDOCS_DOCUMENT_MODEL = "media.Paper"
WAGTAILREDIRECTS_AUTO_CREATE = True
# Asks the addresses outside to which pages point whether they are there; a demonstration leaves others alone.
CHECK_LINKS = env.flag("CHECK_LINKS", not DEMO)

# --- Work after a request ----------------------------------------------------------------------------------

CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900}
# "embedded": threads of the server process take due jobs; "celery": they are sent to workers.
JOBS_MODE = env.text("JOBS_MODE", "embedded")
# Seconds between two writings of what was counted in memory (content.readings).
READINGS_EVERY = 30.0
CELERY_BEAT_SCHEDULE = {
    # The only list of recurring work; the embedded runner keeps the same times.
    "forget-codes": {"task": "accounts.tasks.purge", "schedule": 3600.0},
    "forget-messages": {"task": "messaging.tasks.purge", "schedule": 3600.0},
    "forget-answers": {"task": "core.tasks.forget", "schedule": 3600.0},
    "sweep-due-jobs": {"task": "core.tasks.sweep", "schedule": 30.0},
    "publish-due": {"task": "content.tasks.publish_due", "schedule": 60.0},
    "look-after-links": {"task": "content.tasks.schedule_link_work", "schedule": 60.0},
    "fold-totals": {"task": "indicators.tasks.fold_totals", "schedule": 1.0},
    "make-due-reports": {"task": "indicators.tasks.make_due_reports", "schedule": 3600.0},
    "publish-releases": {"task": "indicators.tasks.publish_releases", "schedule": 3600.0},
    "remind-of-official-values": {"task": "indicators.tasks.remind_of_values", "schedule": 86400.0},
    "measure-quality": {"task": "indicators.tasks.measure_quality", "schedule": 21600.0},
    "keep-partitions": {"task": "indicators.tasks.keep_partitions", "schedule": 86400.0},
    "expire-points": {"task": "carbon_points.tasks.schedule_expiry", "schedule": 3600.0},
    "expire-vouchers": {"task": "carbon_points.tasks.expire_vouchers", "schedule": 3600.0},
    "forget-partner-signatures": {"task": "carbon_points.tasks.forget_signatures", "schedule": 600.0},
    "purge-evidence": {"task": "media.tasks.purge_evidence", "schedule": 3600.0},
    "look-for-anomalies": {"task": "carbon_points.tasks.look_for_anomalies", "schedule": 1800.0},
    "refresh-boards": {"task": "carbon_points.tasks.refresh_boards", "schedule": 600.0},
    "forget-lookups": {"task": "carbon_points.tasks.forget_lookups", "schedule": 3600.0},
    "close-campaign-sessions": {"task": "campaigns.tasks.close_sessions", "schedule": 3600.0},
    "remind-of-sessions": {"task": "campaigns.tasks.schedule_reminders", "schedule": 60.0},
    "forget-people-of-campaigns": {"task": "campaigns.tasks.forget_people", "schedule": 3600.0},
    "count-challenges": {"task": "campaigns.tasks.count_challenges", "schedule": 300.0},
    "advance-contests": {"task": "contests.tasks.advance", "schedule": 300.0},
    "forget-contest-files": {"task": "contests.tasks.forget", "schedule": 3600.0},
    "purge-walls": {"task": "campaigns.tasks.purge_wall", "schedule": 600.0},
    "remind-of-tickets": {"task": "feedback.tasks.remind", "schedule": 3600.0},
    "forget-tickets": {"task": "feedback.tasks.purge", "schedule": 3600.0},
    "forget-search-terms": {"task": "search.tasks.forget", "schedule": 3600.0},
    "verify-ledger": {"task": "carbon_points.tasks.schedule_night", "schedule": 3600.0},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}

from config.settings_allauth import *  # noqa: E402, F403
