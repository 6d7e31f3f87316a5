"""What the views of this app are asked with."""

from accounts.requests import PageRequest, ResidentRequest

__all__ = ["PageRequest", "ResidentRequest"]
