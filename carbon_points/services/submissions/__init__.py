"""Handing in a photo or a bill, and taking it back before it is decided."""

from carbon_points.services.submissions.bill import submit_bill
from carbon_points.services.submissions.photo import submit_photo
from carbon_points.services.submissions.withdrawal import forget_submissions_of, withdraw

__all__ = ["forget_submissions_of", "submit_bill", "submit_photo", "withdraw"]
