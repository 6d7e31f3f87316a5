"""Reading what was written down about links."""

from django.db.models import Case, IntegerField, QuerySet, Value, When

from content.models import LinkCheck, PageLink

_State = LinkCheck.State
_WORST_FIRST = (_State.BROKEN, _State.UNSURE, _State.REFUSED, _State.WAITING)


def broken_inside() -> QuerySet[PageLink]:
    """Links within this site that lead nowhere, page by page."""
    return PageLink.objects.exclude(fault="").select_related("page").order_by("page__path", "path")


def outside_links() -> QuerySet[LinkCheck]:
    """Addresses of other sites with the pages that use them; the dead ones first."""
    order = [When(state=state, then=Value(rank)) for rank, state in enumerate(_WORST_FIRST)]
    rank = Case(*order, default=Value(len(order)), output_field=IntegerField())
    return LinkCheck.objects.annotate(rank=rank).prefetch_related("uses__page").order_by("rank", "url")


def dead_links_count() -> int:
    """How many dead links stand on live pages; two queries."""
    broken = PageLink.objects.filter(outside__state=LinkCheck.State.BROKEN)
    return PageLink.objects.exclude(fault="").count() + broken.count()
