"""The only writers of this app: one verb, one transaction each."""
