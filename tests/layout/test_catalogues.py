"""The words of the admin: nothing is left in English, nothing lost that a sentence must carry."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import build_catalogues
import django
import polib
import pytest
from django.apps import apps
from django.utils.translation import trans_real

from tests.layout.tree import ROOT

SOURCES = ROOT / "site" / "locale" / "zh_Hans" / "LC_MESSAGES"
DOMAINS = ("django", "djangojs")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdr](?![A-Za-z])|\{\w*\}")
TAG = re.compile(r"<[^>]+>")
# The same in Chinese: names, units and signs.
UNCHANGED = {
    "URL", "ID", "IPv4", "IPv6", "WebAuthn",
    "%s KB", "%s MB", "%s GB", "%s TB", "%s PB",
    "…", ":", ":?.!", "%(range_start)s - %(range_end)s",
}  # fmt: skip


@cache
def catalogue(domain: str) -> trans_real.DjangoTranslation:
    """What is in force, ours laid over what the packages bring."""
    return trans_real.DjangoTranslation("zh-hans", domain=domain)


def entries(domain: str) -> Iterator[polib.POEntry]:
    """What the installed apps, and Django itself, may say."""
    folders = [Path(app.path) for app in apps.get_app_configs()]
    for folder in [*folders, Path(django.__file__).parent / "conf"]:
        file = folder / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
        if file.exists():
            yield from (entry for entry in polib.pofile(file) if not entry.obsolete)


def said(entry: polib.POEntry, domain: str) -> tuple[str, str]:
    """The English of an entry and what a reader gets for it."""
    words = catalogue(domain)
    if entry.msgid_plural:
        chosen = (
            words.npgettext(entry.msgctxt, entry.msgid, entry.msgid_plural, 2)
            if entry.msgctxt
            else words.ngettext(entry.msgid, entry.msgid_plural, 2)
        )
        return entry.msgid_plural, chosen
    one = words.pgettext(entry.msgctxt, entry.msgid) if entry.msgctxt else words.gettext(entry.msgid)
    return entry.msgid, one


@pytest.fixture(scope="module", params=DOMAINS)
def sentences(request: pytest.FixtureRequest) -> list[tuple[str, str]]:
    """Every sentence of a domain in English and as it is shown."""
    return [said(entry, request.param) for entry in entries(request.param)]


def test_every_word_of_the_installed_apps_is_chinese(sentences: list[tuple[str, str]]) -> None:
    assert [english for english, shown in sentences if shown == english and english not in UNCHANGED] == []
    assert len(sentences) > 50


def test_every_sentence_carries_the_same_values(sentences: list[tuple[str, str]]) -> None:
    assert [
        (english, shown)
        for english, shown in sentences
        if set(PLACEHOLDER.findall(english)) != set(PLACEHOLDER.findall(shown))
    ] == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_our_own_sentences_keep_their_markup(domain: str) -> None:
    ours = polib.pofile(SOURCES / f"{domain}.po")

    for entry in ours:
        english = entry.msgid_plural or entry.msgid
        shown = entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr
        assert shown, english
        assert sorted(TAG.findall(shown)) == sorted(TAG.findall(english)), english


@pytest.mark.parametrize("domain", DOMAINS)
def test_our_own_sentences_win(domain: str) -> None:
    for entry in polib.pofile(SOURCES / f"{domain}.po"):
        if "admin" not in entry.comment and domain == "djangojs":
            continue
        written = entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr
        assert said(entry, domain)[1] == written


def test_one_thing_has_one_name(sentences: list[tuple[str, str]]) -> None:
    names = build_catalogues.terms()

    assert [shown for _, shown in sentences if any(term in shown for term in names)] == []


def test_longer_terms_are_replaced_before_those_inside_them() -> None:
    assert (
        build_catalogues.replaced("新建工作流任务，工作流", build_catalogues.terms())
        == "新建审核步骤，审核流程"
    )
