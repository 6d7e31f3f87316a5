"""Standards, contests, entries, judging, results."""

from campaigns.contests.models.contests import Conflict, Contest, Level, PanelMember
from campaigns.contests.models.desk import DeskMessage
from campaigns.contests.models.entries import Answer, Entry, EntryEvent, EntryFile, Upload
from campaigns.contests.models.judging import Assignment, Finding, JudgingEvent, Mark, Visit
from campaigns.contests.models.results import Like, Objection, Recheck, Result, Title
from campaigns.contests.models.standards import Criterion, Kind, Standard

__all__ = [
    "Answer",
    "Assignment",
    "Conflict",
    "Contest",
    "Criterion",
    "DeskMessage",
    "Entry",
    "EntryEvent",
    "EntryFile",
    "Finding",
    "JudgingEvent",
    "Kind",
    "Level",
    "Like",
    "Mark",
    "Objection",
    "PanelMember",
    "Recheck",
    "Result",
    "Standard",
    "Title",
    "Upload",
    "Visit",
]
