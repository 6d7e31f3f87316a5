"""What other apps may hear. Sent after the commit, with plain values only."""

from django.dispatch import Signal

# log_id, action_code, area_code ("" without an area), milligrams, points; negative numbers for an undo.
action_logged = Signal()

# The catalogue of actions was loaded and something in it changed; no values.
catalogue_loaded = Signal()
