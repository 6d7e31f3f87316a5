"""What other apps may hear. Sent after the commit, with plain values only."""

from django.dispatch import Signal

# Somebody came, or that was taken back: campaign_id, session_id, check_in_id, places (then negative).
checked_in = Signal()
