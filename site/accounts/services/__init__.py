"""The only writers of the accounts tables."""
