"""Shapes of what staff send."""
