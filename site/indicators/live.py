"""Tells every process that serves sockets that the city's number has changed."""

import logging

from core import loop

GROUP = "city-number"
log = logging.getLogger(__name__)


def announce() -> None:
    """Say that there is something new; the numbers themselves are read where they are shown.

    A lost word is no harm: each process looks by itself every few seconds.
    """
    try:
        loop.broadcast(GROUP, {"type": "city.number"})
    except Exception:
        log.exception("open windows could not be told of the new number")
