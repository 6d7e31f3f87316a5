"""Every environment variable that the code reads stands in .env.example, and nothing else does."""

import ast
import re

from tests.layout.tree import ROOT, files

READERS = {"text", "flag", "number", "items", "folder", "database"}


def read_by_the_code() -> set[str]:
    """The names in env.text("NAME") and its kind, anywhere in our Python."""
    names: set[str] = set()
    for path in files("site/*.py", "carbon_points/*.py", "campaigns/*.py", "content/*.py", "media/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and is_reader(node.func):
                assert node.args, f"{path}:{node.lineno}"
                assert isinstance(node.args[0], ast.Constant), (
                    f"{path}:{node.lineno}: the name must be written out"
                )
                names.add(str(node.args[0].value))
    return names


def is_reader(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "env"
        and function.attr in READERS
    )


def test_example_and_code_name_the_same_variables() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    written = set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", example, flags=re.MULTILINE))

    assert {"SECRET_KEY", "DATABASE_URL", "REDIS_URL"} <= read_by_the_code()
    assert written == read_by_the_code()


def test_the_environment_is_read_in_one_place() -> None:
    reading = {
        str(path.relative_to(ROOT))
        for path in files("site/*.py", "carbon_points/*.py", "campaigns/*.py", "content/*.py", "media/*.py")
        if re.search(
            r"os\.(environ\b(?!\.setdefault\(\"DJANGO_SETTINGS_MODULE\")|getenv)", path.read_text("utf-8")
        )
    }

    assert reading == {"site/config/env.py"}
