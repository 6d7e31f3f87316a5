"""Session tokens of the app client: a token is a session key, and only what looks like one is looked up."""

import re

from allauth.headless.tokens.strategies.sessions import SessionTokenStrategy
from django.contrib.sessions.backends.base import SessionBase

_SESSION_KEY = re.compile(r"[a-z0-9]{32}")


class SessionTokens(SessionTokenStrategy):
    """allauth's session tokens, deaf to anything that a database would choke on."""

    def lookup_session(self, session_token: str) -> SessionBase | None:
        """The session of a token; None when there is none."""
        if not _SESSION_KEY.fullmatch(session_token):
            return None
        session: SessionBase | None = super().lookup_session(session_token)
        return session
