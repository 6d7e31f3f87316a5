"""The only writers of contests: one verb, one transaction."""
