"""The catalogue of actions, the ledger of points, the logs that join them, and what stands around them."""

from carbon_points.models.anomalies import Anomaly, DeviceSighting
from carbon_points.models.catalogue import Action, Factor, Method
from carbon_points.models.counters import Counter, CounterEntry
from carbon_points.models.desk import DeskCode, Lookup
from carbon_points.models.evidence import (
    Appeal,
    Bill,
    Decision,
    ReasonTemplate,
    SecondLook,
    Submission,
    SubmissionPhoto,
)
from carbon_points.models.grants import Grant
from carbon_points.models.habits import BadgeAward, BoardRow, HabitChoice, Team, TeamMember
from carbon_points.models.ledger import Account, Seal, Transfer
from carbon_points.models.logs import ActionLog
from carbon_points.models.partners import (
    Claim,
    HelperLog,
    Partner,
    PartnerKey,
    PartnerLink,
    PartnerRecord,
    PartnerScope,
    PartnerTerms,
    SeenSignature,
)
from carbon_points.models.places import Place, PlaceScan
from carbon_points.models.policies import Policy
from carbon_points.models.rewards import (
    BudgetLine,
    BudgetMonth,
    Cause,
    Donation,
    Reward,
    Settlement,
    StockAlert,
    StockChange,
    Voucher,
    VoucherEvent,
    WrongCode,
)

__all__ = [
    "Account",
    "Action",
    "ActionLog",
    "Anomaly",
    "Appeal",
    "BadgeAward",
    "Bill",
    "BoardRow",
    "BudgetLine",
    "BudgetMonth",
    "Cause",
    "Claim",
    "Counter",
    "CounterEntry",
    "Decision",
    "DeskCode",
    "DeviceSighting",
    "Donation",
    "Factor",
    "Grant",
    "HabitChoice",
    "HelperLog",
    "Lookup",
    "Method",
    "Partner",
    "PartnerKey",
    "PartnerLink",
    "PartnerRecord",
    "PartnerScope",
    "PartnerTerms",
    "Place",
    "PlaceScan",
    "Policy",
    "ReasonTemplate",
    "Reward",
    "Seal",
    "SecondLook",
    "SeenSignature",
    "Settlement",
    "StockAlert",
    "StockChange",
    "Submission",
    "SubmissionPhoto",
    "Team",
    "TeamMember",
    "Transfer",
    "Voucher",
    "VoucherEvent",
    "WrongCode",
]
