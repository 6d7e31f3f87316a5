"""Screens for staff in the admin."""
