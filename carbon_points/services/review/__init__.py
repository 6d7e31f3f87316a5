"""Deciding on photos and bills: who may, what follows, the blind second look and its settlement."""

from carbon_points.services.review.decisions import decide, undo_decision
from carbon_points.services.review.desk import next_for, opened_at, skip
from carbon_points.services.review.settlement import settle

__all__ = ["decide", "next_for", "opened_at", "settle", "skip", "undo_decision"]
