"""The tables of the accounts app."""

from accounts.models.areas import Area
from accounts.models.consents import Consent
from accounts.models.households import Household, HouseholdMember, JoinTries
from accounts.models.organisation_requests import OrganisationRequest
from accounts.models.organisations import Organisation, OrganisationInvitation, OrganisationMember
from accounts.models.sign_in import PendingAction, PhoneCode, SmsCounter, SmsSent, SmsText
from accounts.models.users import User, UserManager, random_username

__all__ = [
    "Area",
    "Consent",
    "Household",
    "HouseholdMember",
    "JoinTries",
    "Organisation",
    "OrganisationInvitation",
    "OrganisationMember",
    "OrganisationRequest",
    "PendingAction",
    "PhoneCode",
    "SmsCounter",
    "SmsSent",
    "SmsText",
    "User",
    "UserManager",
    "random_username",
]
