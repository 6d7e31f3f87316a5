"""Writes of search: the index and the terms."""
