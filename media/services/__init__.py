"""The only writers of evidence photos."""
