"""Files obey 三审 too: one is public by what shows it, and is not exchanged under a public page."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest
from wagtail.models import DraftStateMixin, Page, ReferenceIndex

from core.refusals import Refused


def is_public(file: Any) -> bool:
    """Whether anything that is public shows this picture or document."""
    found: dict[int, set[str]] = {}
    references = ReferenceIndex.get_references_to(file)
    for kind, key in references.values_list("base_content_type", "object_id").distinct():
        found.setdefault(kind, set()).add(key)
    return any(_any_public(ContentType.objects.get_for_id(kind), keys) for kind, keys in found.items())


def refuse_exchange(file: Any) -> None:
    """A new file under an old name would change what three people approved. Raises Refused."""
    if file.pk and not file.file._committed and is_public(file):
        raise Refused(
            "这个文件正在公开页面上使用，不能直接换掉。请另传一个新文件，在页面里换上，再送三审。",
            code="file_in_use",
        )


def serve_public_documents(document: Any, request: HttpRequest) -> None:
    """A document of a draft is for the staff; for everybody else it is not there yet."""
    if not request.user.has_perm("wagtailadmin.access_admin") and not is_public(document):
        raise Http404


def _any_public(kind: ContentType, keys: set[str]) -> bool:
    model: Any = kind.model_class()
    if model is None:
        return False
    if issubclass(model, (Page, DraftStateMixin)):
        return bool(model.objects.filter(pk__in=keys, live=True).exists())
    # What has no drafts is public as it is.
    return True
