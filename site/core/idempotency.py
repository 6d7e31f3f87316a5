"""The same request twice does the work once: answers are kept by the key that the caller chose."""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from ninja.responses import Status
from pydantic import BaseModel

from core import clock
from core.models import StoredAnswer
from core.problems import problem
from core.refusals import Refused

HEADER = "Idempotency-Key"
KEEP = timedelta(days=7)
# Refusals that say "later": a retry under the same key must be allowed to succeed.
PASSING = {429, 503}
_KEY = re.compile(r"[\x21-\x7e]{1,255}", re.ASCII)
JSON = "application/json; charset=utf-8"
PROBLEM = "application/problem+json; charset=utf-8"
# Work is named by the caller's key: a replay after its answer was forgotten still does nothing.
_NAMESPACE = UUID("5b0c1f0e-5f8e-4d0c-9a53-0f6f6a4f1c2d")

View = Callable[..., Any]


class KeyUnreadable(Refused):
    """The header is no key."""

    code = "idempotency_key_invalid"
    status = 422


class KeyReused(Refused):
    """Another request was sent under this key."""

    code = "idempotency_key_reused"
    status = 422


class StillUnderWay(Refused):
    """The first request under this key has not ended."""

    code = "idempotency_in_flight"
    status = 409


@dataclass(frozen=True, slots=True)
class RequestKey:
    """A caller's key with the request it stands for."""

    person_id: int
    route: str
    key: str
    body_sha256: str

    @property
    def uuid(self) -> UUID:
        """A name for the work itself, the same for every replay of the key."""
        return uuid5(_NAMESPACE, f"{self.person_id} {self.route} {self.key}")


def idempotent(view: View) -> View:
    """Decorate an API view that creates something. The caller's `Idempotency-Key` header is optional.

    The view finds `request.work_key`, a UUID that is the same for every replay. The answer is stored in the
    transaction of the work: a concurrent twin waits for it and gets the same. A Refused is stored too; an
    error of the server undoes everything and is not stored.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = _key_of(request)
        request.work_key = asked.uuid if asked else uuid4()  # type: ignore[attr-defined]
        if asked is None:
            return _respond(view(request, *args, **kwargs))
        if known := _told_before(asked):
            return known
        try:
            with transaction.atomic():
                row = _claim(asked)
                response = _run(view, request, *args, **kwargs)
                row.status = response.status_code
                row.body = response.content.decode()
                row.save(update_fields=["status", "body"])
                return response
        except _Claimed:
            # The twin has committed by now: the insert waited for it.
            if known := _told_before(asked):
                return known
            raise StillUnderWay("同一个请求还在处理，请稍后用相同的 Idempotency-Key 再试。") from None

    return answer


def remembered(view: View) -> View:
    """The same for a view whose work happens once by its content and is too slow for a transaction.

    Only the answer is kept, when the work is done; twins that ran at once get the one that was kept first.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = _key_of(request)
        if asked is None:
            return _respond(view(request, *args, **kwargs))
        if known := _told_before(asked):
            return known
        response = _answered(view, request, *args, **kwargs)
        try:
            with transaction.atomic():
                row = _claim(asked)
                row.status, row.body = response.status_code, response.content.decode()
                row.save(update_fields=["status", "body"])
        except _Claimed:
            return _told_before(asked) or response
        return response

    return answer


def forget_old_answers() -> int:
    """Delete answers older than a week; what was done stays done, and done once."""
    return StoredAnswer.objects.filter(created_at__lt=clock.now() - KEEP).delete()[0]


class _Claimed(Exception):
    """Somebody else has inserted this key."""


def _key_of(request: HttpRequest) -> RequestKey | None:
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not _KEY.fullmatch(key):
        raise KeyUnreadable(f"{HEADER} 要用1到255个可见的英文字符，建议使用UUID。")
    return RequestKey(
        person_id=int(request.user.pk or 0),
        # A view whose path holds a secret names its route itself.
        route=getattr(request, "idempotent_route", f"{request.method} {request.path}")[:120],
        key=key,
        body_sha256=_fingerprint(request),
    )


def _fingerprint(request: HttpRequest) -> str:
    """SHA-256 of what was sent. A form with files is cut up differently at each try: its parts count."""
    if request.content_type != "multipart/form-data":
        return hashlib.sha256(request.body).hexdigest()
    digest = hashlib.sha256(json.dumps(sorted(request.POST.lists())).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(name.encode() + hashlib.sha256(file.read()).digest())
            file.seek(0)
    return digest.hexdigest()


def _told_before(asked: RequestKey) -> HttpResponse | None:
    row = StoredAnswer.objects.filter(person_id=asked.person_id, route=asked.route, key=asked.key).first()
    if row is None:
        return None
    if row.body_sha256 != asked.body_sha256:
        raise KeyReused(f"这个 {HEADER} 已经用于另一个请求；新的请求请换一个新的值。")
    response = HttpResponse(row.body, status=row.status, content_type=PROBLEM if row.status >= 400 else JSON)
    response["Idempotent-Replayed"] = "true"
    return response


def _claim(asked: RequestKey) -> StoredAnswer:
    try:
        with transaction.atomic():
            return StoredAnswer.objects.create(
                person_id=asked.person_id, route=asked.route, key=asked.key, body_sha256=asked.body_sha256
            )
    except IntegrityError:
        raise _Claimed from None


def _run(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """The view's answer, a refusal included; whatever a refused view wrote is undone."""

    def undoable(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            return _respond(view(request, *args, **kwargs))

    return _answered(undoable, request, *args, **kwargs)


def _answered(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """The view's answer, or its refusal as a document; one that only says "later" is raised."""
    try:
        return _respond(view(request, *args, **kwargs))
    except Refused as refused:
        if refused.status in PASSING:
            raise
        return problem(refused.status, "请求被拒绝", refused.message, refused.code)


def _respond(result: Any) -> HttpResponse:
    """A ninja result as a finished answer, so that it can be kept byte by byte."""
    if isinstance(result, HttpResponse):
        return result
    status, value = (result.status_code, result.value) if isinstance(result, Status) else (200, result)
    document = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    body = json.dumps(document, ensure_ascii=False)
    return HttpResponse(body, status=status, content_type=JSON)
