"""Compiles the words of the admin: site/locale/**/*.po into var/locale, where Django looks for them.

Wagtail's own translation calls some things otherwise than the rest of our screens. Its sentences are not
copied into this repository: those in which a term of terms.csv occurs are taken from the installed package
and changed.
"""

import csv
import shutil
from importlib.util import find_spec
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "site" / "locale"
COMPILED = ROOT / "var" / "locale"


def main() -> None:
    """Build every catalogue anew."""
    shutil.rmtree(COMPILED, ignore_errors=True)
    for source in sorted(SOURCES.glob("*/LC_MESSAGES/*.po")):
        language = source.parent.parent.name
        catalogue = polib.pofile(source)
        ours = {(entry.msgctxt, entry.msgid) for entry in catalogue}
        for entry in renamed(language, source.name, terms()):
            if (entry.msgctxt, entry.msgid) not in ours:
                ours.add((entry.msgctxt, entry.msgid))
                catalogue.append(entry)
        target = COMPILED / source.relative_to(SOURCES).with_suffix(".mo")
        target.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save_as_mofile(target)


def terms() -> dict[str, str]:
    """What Wagtail says → what we say; longer terms stand before those inside them."""
    with (SOURCES / "terms.csv").open(encoding="utf-8", newline="") as file:
        return {row["wagtail"]: row["ours"] for row in csv.DictReader(file)}


def renamed(language: str, name: str, wanted: dict[str, str]) -> list[polib.POEntry]:
    """The installed translations that use another term than we do, with ours instead."""
    spec = find_spec("wagtail")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("Wagtail is not installed; the catalogues cannot be built.")
    folder = Path(spec.submodule_search_locations[0])
    found = []
    for file in sorted(folder.rglob(f"locale/{language}/LC_MESSAGES/{name}")):
        for entry in polib.pofile(file).translated_entries():
            before = (entry.msgstr, dict(entry.msgstr_plural))
            entry.msgstr = replaced(entry.msgstr, wanted)
            entry.msgstr_plural = {n: replaced(text, wanted) for n, text in entry.msgstr_plural.items()}
            if (entry.msgstr, entry.msgstr_plural) != before:
                found.append(entry)
    return found


def replaced(text: str, wanted: dict[str, str]) -> str:
    """The text in our terms."""
    for theirs, ours in wanted.items():
        text = text.replace(theirs, ours)
    return text


if __name__ == "__main__":
    main()
