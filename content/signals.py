"""What other apps may hear. Sent after the commit, with plain values only."""

from django.dispatch import Signal

# plan_id: the official text of this plan is another one now.
plan_text_changed = Signal()
