"""load_content: the city's first columns, pages, theme days and public-service ads."""

from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Page

from content.models import (
    ArticlePage,
    CampaignIndexPage,
    CampaignPage,
    CaseIndexPage,
    CasePage,
    ContestIndexPage,
    ContestPage,
    CreationIndexPage,
    CreationPage,
    EnterprisePage,
    GuideIndexPage,
    GuidePage,
    HomePage,
    InfoIndexPage,
    InfoPage,
    MaterialIndexPage,
    MaterialPage,
    NewsIndexPage,
    PublicServiceAd,
    ThemeDay,
    ThemeDayIndexPage,
    ThemeDayYear,
    TrainingIndexPage,
    TrainingSessionPage,
)
from content.seeds import Seed, Seeds, read_seeds
from content.services.departments import ensure_departments
from content.services.home import ensure_home_page
from content.services.seed_memory import digest, remember, traces
from content.services.seed_pictures import ensure_pictures
from content.services.seed_store import ContentReport, SeedStore
from content.services.seed_values import Rows, page_values, rows_there

FOLDER = "content"
COLUMNS: dict[str, type[Page]] = {
    "campaigns": CampaignIndexPage,
    "guides": GuideIndexPage,
    "news": NewsIndexPage,
    "cases": CaseIndexPage,
    "theme-days": ThemeDayIndexPage,
    "creation": CreationIndexPage,
    "contests": ContestIndexPage,
    "materials": MaterialIndexPage,
    "enterprise": EnterprisePage,
    "training": TrainingIndexPage,
    "info": InfoIndexPage,
}
PAGES: dict[str, type[Page]] = {
    "guides": GuidePage,
    "news": ArticlePage,
    "enterprise": ArticlePage,
    "cases": CasePage,
    "materials": MaterialPage,
    "training": TrainingSessionPage,
    "creation": CreationPage,
    "info": InfoPage,
    "campaigns": CampaignPage,
    "contests": ContestPage,
}
MODELS: dict[str, Any] = PAGES | {"theme-days": ThemeDay, "ads": PublicServiceAd}


@transaction.atomic
def load_content(*, folder: Path, publish: bool = False) -> ContentReport:
    """Load the folder `content` of a city. Safe to repeat; never overwrites an editor.

    Columns are published, for they say nothing by themselves. Pages, theme days and ads are drafts that go
    through the three reviews; `publish` publishes them, for a demo and for tests. Raises SeedRefused.
    """
    seeds = read_seeds(folder / FOLDER)
    # Two machines that start together: the second waits, and finds everything there.
    home = HomePage.objects.select_for_update().get(pk=ensure_home_page().pk)
    store = SeedStore(traces(), publish)
    ensure_departments()
    columns = _ensure_columns(seeds, home, store)
    rows = rows_there()
    rows.pictures = ensure_pictures(seeds.pictures, store.before)
    for seed in seeds.theme_days:
        _write_record(seed, ThemeDay, _theme_day(seed), store)
    rows.theme_days = rows_there().theme_days
    for kind, pages in seeds.pages.items():
        for seed in pages:
            _write_page(kind, seed, columns.get(kind), rows, store)
    rows.pages = {key: trace.pk for key, trace in traces().items()}
    for seed in seeds.ads:
        _write_record(seed, PublicServiceAd, _ad(seed, rows), store)
    if publish:
        _publish_drafts(store)
    return store.report


def _ensure_columns(seeds: Seeds, home: HomePage, store: SeedStore) -> dict[str, Page]:
    """Made once, in the order of the file; what editors changed or deleted stays so."""
    columns: dict[str, Page] = {}
    for name, seed in seeds.columns.items():
        column = COLUMNS[name].objects.first()
        if column is None and seed.key not in store.before:
            words = {key: value for key, value in seed.words.items() if value is not None}
            column = COLUMNS[name](**words)
            home.add_child(instance=column)
            column.save_revision().publish()
            remember(column, key=seed.key, words=digest(seed.words), held="")
        if column is not None:
            columns[name] = column
    return columns


def _write_page(kind: str, seed: Seed, column: Page | None, rows: Rows, store: SeedStore) -> None:
    if column is None or not store.is_news(seed):
        return
    values = page_values(kind, seed, rows)
    if seed.key in store.before:
        store.update(seed, PAGES[kind], values)
    else:
        store.make_page(seed, column, PAGES[kind](), values)


def _write_record(seed: Seed, model: Any, values: dict[str, Any], store: SeedStore) -> None:
    if not store.is_news(seed):
        return
    if seed.key in store.before:
        store.update(seed, model, values)
    else:
        store.make_record(seed, model(), values)


def _theme_day(seed: Seed) -> dict[str, Any]:
    years = [ThemeDayYear(**row) for row in seed.words["years"]]
    plain = {name: value for name, value in seed.words.items() if name != "years"}
    plain["days"] = plain["days"] or 1
    return plain | {"slug": seed.slug, "years": years}


def _ad(seed: Seed, rows: Rows) -> dict[str, Any]:
    words = seed.words
    return {name: words[name] for name in ("title", "text", "slot", "issuer", "is_sample")} | {
        "picture_id": rows.pictures.get(words["picture"]),
        "link_page_id": rows.pages.get(words["link"]),
    }


def _publish_drafts(store: SeedStore) -> None:
    """What an earlier load left as a draft that nobody has touched and nobody has ever published."""
    known: dict[Any, list[int]] = {}
    for key, trace in store.before.items():
        if (model := MODELS.get(key.split("/")[0])) is not None:
            known.setdefault(model, []).append(trace.pk)
    for model, keys in known.items():
        for found in model._default_manager.filter(pk__in=keys, live=False, first_published_at=None):
            revision = found.latest_revision
            if revision is not None and revision.user_id is None:
                revision.publish()
                store.report.published += 1
