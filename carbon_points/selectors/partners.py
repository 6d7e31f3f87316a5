"""Partners, their scopes and words, and who has agreed to what."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from accounts.models import User
from accounts.texts import Notice
from carbon_points.models import Action, ActionLog, Partner, PartnerKey, PartnerLink, PartnerScope
from carbon_points.rules.partners import EARLIEST
from core import clock
from core.converters import LARGEST_ID
from core.refusals import NotFound

# Of the sentences below; a change of them is a new version.
TERMS_VERSION = "partner-1"


@dataclass(frozen=True, slots=True)
class Reach:
    """What a key may report within one scope: its actions by their codes."""

    scope: PartnerScope
    actions: Mapping[str, Action]


@dataclass(frozen=True, slots=True)
class Terms:
    """The words that a resident reads before agreeing, sentence by sentence, and their fingerprint."""

    lines: tuple[str, ...]
    sha256: str
    version: str = TERMS_VERSION

    @property
    def text(self) -> str:
        """All sentences, one a line."""
        return "\n".join(self.lines)

    def notice(self, title: str) -> Notice:
        """The same for the record of consents."""
        return Notice(title=title, version=self.version, updated_on=None, sha256=self.sha256, html="")  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """A scope as a resident sees it; `link` is their own that stands."""

    scope: PartnerScope
    terms: Terms
    link: PartnerLink | None


def key_named(key_id: str, now: datetime) -> PartnerKey | None:
    """A key that is in force, of a partner that is switched on. One query."""
    key = PartnerKey.objects.select_related("partner").filter(key_id=key_id).first()
    if key is None or key.revoked_at is not None or not key.partner.is_active:
        return None
    return None if key.valid_to is not None and key.valid_to <= now else key


def reach_of(key: PartnerKey) -> dict[str, Reach]:
    """What a key may report, by the codes of its scopes. Two queries."""
    scopes = PartnerScope.objects.filter(keys=key, partner=key.partner_id).prefetch_related("actions")
    return {
        scope.code: Reach(scope, {action.code: action for action in scope.actions.all()})
        for scope in scopes.order_by("code")
    }


def consent_detail(scope: PartnerScope) -> str:
    """What a consent of the purpose partner_data names: <partner>:<scope>."""
    return f"{scope.partner.code}:{scope.code}"


def terms_of(scope: PartnerScope) -> Terms:
    """The words of a scope as they are now."""
    lines = (
        f"{scope.partner.name}向{settings.CITY.site_name}提供：{scope.transferred or scope.name}。",
        f"用途：{scope.purpose.rstrip('。')}。",
        f"包括您同意之前{EARLIEST.days}天内的记录。您填写的{scope.subject_label}只用来对应记录，"
        "我们只保存它的加密摘要和最后四位。",
        "同一件事只计一次：合作方的记录到了，会代替您自己记的同一件事。",
        "随时可以停止：打开“我的”里的“合作方数据”，按“停止”马上生效，之后送来的记录一律不收；以前的记录保留。",
    )
    return Terms(lines=lines, sha256=hashlib.sha256("\n".join(lines).encode()).hexdigest())


def scope_rows(user: User) -> list[ScopeRow]:
    """Scopes that residents can agree to, and those that this person has agreed to. Two queries."""
    links = _links_of(user)
    scopes = PartnerScope.objects.select_related("partner").order_by("partner__code", "code")
    return [
        ScopeRow(scope, terms_of(scope), links.get(scope.pk))
        for scope in scopes
        if scope.pk in links or (scope.is_open and scope.partner.is_active)
    ]


def scope_row(user: User, scope_id: int) -> ScopeRow:
    """One of them. Raises NotFound."""
    found = [row for row in scope_rows(user) if row.scope.pk == scope_id] if scope_id <= LARGEST_ID else []
    if not found:
        raise NotFound("没有找到这项合作方数据，可能已经停止开放。")
    return found[0]


def _links_of(user: User) -> dict[int, PartnerLink]:
    return {link.scope_id: link for link in PartnerLink.objects.filter(resident=user, ended_at=None)}


def partners_listed() -> "QuerySet[Partner]":
    """All partners for staff, with how many keys and standing agreements each has. One query."""
    standing = Count("scopes__links", filter=Q(scopes__links__ended_at=None), distinct=True)
    return Partner.objects.annotate(keys_made=Count("keys", distinct=True), links=standing).order_by("code")


def actions_for_partners() -> "QuerySet[Action]":
    """Actions that take partners' data. Proofs stand in a list, which not every database searches."""
    taking = [
        pk
        for pk, evidence in Action.objects.values_list("pk", "evidence")
        if ActionLog.Evidence.PARTNER in evidence
    ]
    return Action.objects.filter(pk__in=taking).order_by("code")


def scopes_of(partner: Partner) -> "QuerySet[PartnerScope]":
    """A partner's scopes with their actions. Two queries."""
    return partner.scopes.prefetch_related("actions").order_by("code")


def keys_of(partner: Partner) -> list[tuple[PartnerKey, bool]]:
    """A partner's keys, latest first, each with whether it signs now. Two queries."""
    now = clock.now()
    return [
        (key, key.revoked_at is None and (key.valid_to is None or key.valid_to > now))
        for key in partner.keys.prefetch_related("scopes").order_by("-pk")
    ]
