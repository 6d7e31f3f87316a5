"""Actions, logs, points: what residents do and what it is worth."""
