"""The only writers of campaigns."""
