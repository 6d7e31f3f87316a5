"""The campaigns' API."""
