"""Complaints and suggestions: a ticket for each, and an answer."""
