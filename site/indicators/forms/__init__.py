"""Forms of the staff's statistics."""
