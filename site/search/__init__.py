"""Finds what people ask for, in Chinese."""
