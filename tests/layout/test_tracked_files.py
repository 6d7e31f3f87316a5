"""What must not stand in any file of ours, and how long files may be."""

import ast
import re
from itertools import chain

import pytest

from tests.layout.tree import ROOT, files, name_of, text_files

OURS = ("site/", "carbon_points/", "campaigns/", "content/", "media/")
# Built from parts, so that this file does not name what it looks for.
REGISTRIES = ["files.python" + "hosted", "registry.npm" + "js", "registry.yarn" + "pkg", "npm" + "mirror.com"]
PEOPLE_SEE = ("*.html", "*.py", "*.csv", "*.toml", "*.json")
FORBIDDEN_WORD = "打" + "卡"


def python_of_ours() -> dict[str, str]:
    return {
        name: text
        for name, text in text_files("*.py").items()
        if name.startswith(OURS) and "/migrations/" not in name
    }


@pytest.mark.parametrize(
    "name", ["requirements.lock", "requirements-dev.lock", "requirements-setup.lock", "package-lock.json"]
)
def test_a_lock_file_names_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")

    assert not re.search(r"https?://|--(extra-)?index-url|--find-links|file:", text)
    assert "sha256:" in text or "sha512-" in text


def test_no_file_names_a_registry_or_a_place_on_somebodys_machine() -> None:
    place = re.compile(r"(?<![\w./:<-])/(?:work|root|home/[a-z]+|Users/\w+|tmp/team)/")
    guilty = [
        name
        for name, text in text_files().items()
        if place.search(text) or any(registry in text for registry in REGISTRIES)
    ]

    assert guilty == []


def test_a_word_that_the_state_council_does_not_want_appears_nowhere() -> None:
    guilty = [
        name
        for name, text in text_files(*PEOPLE_SEE).items()
        if FORBIDDEN_WORD in text and not name.startswith("tests/")
    ]

    assert guilty == []


def test_files_stay_small() -> None:
    lengths = {name: text.count("\n") for name, text in python_of_ours().items()}
    long = [name for name, lines in lengths.items() if lines >= 160]

    assert len(lengths) > 50
    assert {name: lines for name, lines in lengths.items() if lines > 400} == {}
    assert len(long) <= len(lengths) / 10, long


def test_functions_stay_small() -> None:
    found = [
        f"{name}:{node.lineno} {node.name}"
        for name, text in python_of_ours().items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > 50
    ]

    assert found == []


def test_every_module_says_in_its_first_line_what_lives_there() -> None:
    silent = [
        name
        for name, text in text_files("*.py").items()
        if "/migrations/" not in name and not ast.get_docstring(ast.parse(text)) and text.strip()
    ]

    assert silent == []


def test_imports_stand_at_the_top() -> None:
    """Only ready() may import receivers and the like; ASGI needs Django set up before its routes."""
    found = [
        f"{name}:{node.lineno}"
        for name, text in python_of_ours().items()
        if not name.endswith(("/apps.py", "config/asgi.py"))
        for function in ast.walk(ast.parse(text))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert found == []


def test_rules_are_pure() -> None:
    impure = [
        f"{name}: {module}"
        for name, text in python_of_ours().items()
        if name.endswith("/rules.py") or "/rules/" in name
        for module in imported(text)
        if module.split(".")[0] == "django" or "models" in module.split(".")
    ]

    assert impure == []


def imported(text: str) -> set[str]:
    """The modules that a module imports, and `package.name` for each name."""
    nodes = list(ast.walk(ast.parse(text)))
    plain = chain.from_iterable(
        [alias.name for alias in node.names] for node in nodes if isinstance(node, ast.Import)
    )
    named = chain.from_iterable(
        [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        for node in nodes
        if isinstance(node, ast.ImportFrom)
    )
    return {*plain, *named}


def test_nothing_is_left_unfinished() -> None:
    marks = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")

    assert [
        name for name, text in text_files("*.py", "*.html", "*.css", "*.js").items() if marks.search(text)
    ] == []


def test_no_copy_of_a_package_is_kept_in_the_tree() -> None:
    copies = [name_of(path) for path in files("*.min.css", "*.min.js", "*.woff2", "*.ttf", "*.otf")]

    assert copies == []
