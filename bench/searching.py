"""What a search costs at 5,000 pages: the 84 judged questions, against a bare full-text query by psycopg.

Started by bench/measure.py, which brings the database. The pages are made of sentences of the
city's own guides, shuffled, so words are as frequent as they are there.
"""

import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterable

import django

django.setup()

import psycopg  # noqa: E402
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from wagtail.models import Page  # noqa: E402

from content.models import ArticlePage, NewsIndexPage  # noqa: E402
from search import postgres, questions  # noqa: E402
from search.entries import TABLE  # noqa: E402
from search.selectors.hits import find  # noqa: E402
from search.selectors.results import results_of  # noqa: E402
from search.texts import texts_of  # noqa: E402
from search.words import vocabulary  # noqa: E402
from tests.search.judging import QUESTIONS  # noqa: E402

PAGES = 5000
SENTENCES = 18
ROUNDS = 3
ON_SCREEN = 20
# The least that any search must do: the matches of the index, ranked.
ANCHOR = f"""
SELECT object_id FROM {TABLE} WHERE (title || body) @@ %(wanted)s::tsquery
ORDER BY ts_rank(title || body, %(wanted)s::tsquery) DESC LIMIT {ON_SCREEN}
"""


def main() -> None:
    """Make the pages, then measure and print."""
    call_command("load_content", publish=True, verbosity=0)
    make_pages(PAGES - Page.objects.count())
    started = time.monotonic()
    call_command("update_index", verbosity=0)
    built = time.monotonic() - started
    started = time.monotonic()
    call_command("update_index", verbosity=0)
    print(f"\nindex of {Page.objects.count():,} pages: built in {built:.0f} s", end="")
    print(f", looked through when nothing changed in {time.monotonic() - started:.0f} s")
    page = ArticlePage.objects.last()
    print(f"  saving one page: {statistics.median(times(lambda _: page.save(), [''] * 20)):.0f} ms")

    asked = [question["q"] for question in QUESTIONS] * ROUNDS
    client = Client(headers={"host": "localhost"})
    rows = {
        "bare query by psycopg": times(bare(), asked),
        "matches that anybody may see": times(find, asked),
        "and the 20 of a screen, marked": times(screen, asked),
        "the whole page, uncounted": times(lambda q: client.head("/search/", {"q": q}), asked),
    }
    anchor = percentile(rows["bare query by psycopg"], 95)
    print(f"milliseconds a question, {len(QUESTIONS)} questions     p50       p95     ratio of p95")
    for name, found in rows.items():
        p50, p95 = percentile(found, 50), percentile(found, 95)
        print(f"  {name:34}{p50:10.1f}{p95:10.1f}{p95 / anchor:10.2f}", flush=True)


def make_pages(number: int) -> None:
    """Articles below the news, written straight into the tables and indexed later all at once."""
    dice = random.Random(5)
    texts = [texts_of(page.specific).prose for page in Page.objects.live()]
    sentences = [
        one for text in texts for one in re.split(r"(?<=[。；！？])|\s+", text) if 6 < len(one) < 120
    ]
    titles = list(Page.objects.live().values_list("title", flat=True))
    news = NewsIndexPage.objects.get()
    common = {"depth": news.depth + 1, "live": True, "locale_id": news.locale_id}
    first = news.numchild + 1
    articles = []
    for place in range(first, first + number):
        body = [("paragraph", f"<p>{''.join(dice.sample(sentences, SENTENCES))}</p>")]
        article = ArticlePage(
            title=f"{dice.choice(titles)}（{place}）",
            slug=f"bench-{place}",
            path=ArticlePage._get_path(news.path, news.depth + 1, place),
            content_type=ContentType.objects.get_for_model(ArticlePage),
            body=body,
            **common,
        )
        article.draft_title = article.title
        article.set_url_path(news)
        articles.append(article)
    names = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    with transaction.atomic():
        bases = Page.objects.bulk_create(
            Page(**{name: getattr(article, name) for name in names}) for article in articles
        )
        for base, article in zip(bases, articles, strict=True):
            article.pk = article.page_ptr_id = base.pk
            article.save_base(raw=True, force_insert=True)
        Page.objects.filter(pk=news.pk).update(numchild=first + number - 1)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def bare() -> Callable[[str], object]:
    """A search without us."""
    found = connection.settings_dict
    straight = psycopg.connect(
        host=found["HOST"],
        port=found["PORT"],
        dbname=found["NAME"],
        user=found["USER"],
        password=found["PASSWORD"],
        autocommit=True,
    )

    def ask(question: str) -> object:
        wanted = questions.read(question, vocabulary())
        query = postgres.written(wanted.loose) if wanted.loose else ""
        return straight.execute(ANCHOR, {"wanted": query}).fetchall()

    return ask


def screen(question: str) -> object:
    """The first screen of results."""
    findings = find(question)
    return results_of(findings.hits[:ON_SCREEN], findings.marks)


def times(work: Callable[[str], object], asked: Iterable[str]) -> list[float]:
    """Milliseconds of each, after one that does not count."""
    asked = list(asked)
    work(asked[0])
    found = []
    for question in asked:
        started = time.perf_counter()
        work(question)
        found.append((time.perf_counter() - started) * 1000)
    return found


def percentile(found: list[float], share: int) -> float:
    """The value below which so many in a hundred lie."""
    return statistics.quantiles(found, n=100)[share - 1]


if __name__ == "__main__":
    if connection.vendor != "postgresql":
        sys.exit("This measures PostgreSQL: set DATABASE_URL.")
    main()
