"""Participation indicators of the nationwide action: defined here, computed from what was recorded."""
