"""Writes down which links stand on the live pages, and what is wrong with those inside this site."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page, ReferenceIndex

from content.models import LinkCheck, PageLink
from content.reports.hrefs import hrefs_of, inside_of, outside_of
from content.reports.inside import NOT_PUBLIC, NOWHERE, Inside, own_hosts
from core import clock

# What every page has says where it stands, not where it points to.
_FRAME = {field.name for field in Page._meta.get_fields()} - {"seo_title", "search_description"}
BATCH = 200

Wanted = dict[tuple[int, str], str]


def gather_links() -> int:
    """Bring the list of links in line with the live pages; how many there are. Safe to repeat."""
    hosts, inside = own_hosts(), Inside()
    paths: Wanted = {}
    outside: set[tuple[int, str]] = set()
    for page in Page.objects.live().order_by("pk").specific().iterator(chunk_size=BATCH):
        for href in hrefs_of(_own_fields(page)):
            if path := inside_of(href, hosts):
                paths[page.pk, path] = inside.fault(path)
            elif url := outside_of(href, hosts):
                outside.add((page.pk, url))
    paths.update(_chosen_pages())
    with transaction.atomic():
        _store_paths(paths)
        _store_outside(outside)
    return len(paths) + len(outside)


def _own_fields(page: Page) -> dict[str, object]:
    return {name: value for name, value in page.serializable_data().items() if name not in _FRAME}


def _chosen_pages() -> Iterator[tuple[tuple[int, str], str]]:
    """Pages that editors chose, in text or fields, and that readers cannot open (any more)."""
    kind = ContentType.objects.get_for_model(Page)
    pairs = ReferenceIndex.objects.filter(base_content_type=kind, to_content_type=kind)
    live = dict(Page.objects.values_list("pk", "live"))
    for source, target in set(pairs.values_list("object_id", "to_object_id")):
        if live.get(int(source)) and not live.get(int(target)):
            # Its number only: the title of a draft is not for everybody who reads reports.
            yield (int(source), f"页面编号 {target}"), NOT_PUBLIC if int(target) in live else NOWHERE


def _store_paths(wanted: Wanted) -> None:
    rows = {(row.page_id, row.path): row for row in PageLink.objects.filter(outside=None)}
    PageLink.objects.filter(pk__in=[row.pk for key, row in rows.items() if key not in wanted]).delete()
    PageLink.objects.bulk_create(
        [
            PageLink(page_id=page, path=path, fault=fault)
            for (page, path), fault in sorted(wanted.items())
            if (page, path) not in rows
        ],
        batch_size=BATCH,
    )
    changed = [row for key, row in rows.items() if key in wanted and row.fault != wanted[key]]
    for row in changed:
        row.fault = wanted[row.page_id, row.path]
    PageLink.objects.bulk_update(changed, ["fault"], batch_size=BATCH)


def _store_outside(wanted: set[tuple[int, str]]) -> None:
    urls = {url for _, url in wanted}
    known = dict(LinkCheck.objects.values_list("url", "pk"))
    now = clock.now()
    LinkCheck.objects.filter(pk__in=[pk for url, pk in known.items() if url not in urls]).delete()
    LinkCheck.objects.bulk_create(
        [
            LinkCheck(url=url, host=(urlsplit(url).hostname or "")[:255], due_at=now)
            for url in sorted(urls - set(known))
        ],
        batch_size=BATCH,
    )
    numbers = dict(LinkCheck.objects.values_list("url", "pk"))
    want = {(page, numbers[url]) for page, url in wanted}
    rows = {(row.page_id, row.outside_id): row.pk for row in PageLink.objects.exclude(outside=None)}
    PageLink.objects.filter(pk__in=[pk for key, pk in rows.items() if key not in want]).delete()
    PageLink.objects.bulk_create(
        [PageLink(page_id=page, outside_id=check) for page, check in sorted(want - set(rows))],
        batch_size=BATCH,
    )
