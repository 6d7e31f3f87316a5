"""What is public of a campaign, who registered, who came, and what people did from home."""

from campaigns.models.attendance import Certificate, CheckIn, Feedback
from campaigns.models.campaigns import Audience, Campaign, Question, Session
from campaigns.models.online import ChallengeEntry, Pledge, QuizEntry, QuizQuestion, WallPhoto
from campaigns.models.registrations import STANDING, OrganiserMessage, Pause, Registration

__all__ = [
    "STANDING",
    "Audience",
    "Campaign",
    "Certificate",
    "ChallengeEntry",
    "CheckIn",
    "Feedback",
    "OrganiserMessage",
    "Pause",
    "Pledge",
    "Question",
    "QuizEntry",
    "QuizQuestion",
    "Registration",
    "Session",
    "WallPhoto",
]
