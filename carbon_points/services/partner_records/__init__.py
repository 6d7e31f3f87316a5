"""What partners report: one record at a time becomes a log, or is refused with its reason."""

from carbon_points.services.partner_records.reverse import reverse_record
from carbon_points.services.partner_records.take import Outcome, take_record

__all__ = ["Outcome", "reverse_record", "take_record"]
