"""Where a link may lead."""

from urllib.parse import urlsplit

from django.utils.http import url_has_allowed_host_and_scheme


def is_own_path(target: str) -> bool:
    """A bare path of this site: url_has_allowed_host_and_scheme also lets our own absolute address pass."""
    return (
        target.startswith("/")
        and not urlsplit(target).netloc
        and url_has_allowed_host_and_scheme(target, None)
    )
