"""Settings of django-allauth, and of the sign-in by phone and code that stands on it."""

from config import env

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"phone"}
ACCOUNT_SIGNUP_FIELDS = ["phone*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# Lifetime, tries and messages are limited in accounts.rules and counted in the database; allauth's own
# counts live in the session and the cache, where parallel requests and processes outrun them.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 300
ACCOUNT_LOGIN_TIMEOUT = 900
# None asks for a tick; True keeps people signed in for SESSION_COOKIE_AGE.
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}

HEADLESS_ONLY = False
HEADLESS_CLIENTS = ("app",)
HEADLESS_ADAPTER = "accounts.adapters.HeadlessAdapter"
HEADLESS_TOKEN_STRATEGY = "accounts.tokens.SessionTokens"

# Text messages an hour to one network (/24 or /64). Mobile carriers put many people behind one address:
# raise it for a campaign, after looking at what is being sent.
SMS_HOURLY_PER_NETWORK = env.number("SMS_HOURLY_PER_NETWORK", 30)
