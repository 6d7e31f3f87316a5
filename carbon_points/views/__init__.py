"""Pages of actions, records, points and methods."""
