"""Looking at many pages at once."""

from tests.machinery.browser import Visitor

STATUS = "performance.getEntriesByType('navigation')[0].responseStatus"
MISSING = "/no-such-page/"


def look(visitor: Visitor, paths: list[str]) -> list[str]:
    """What is wrong with each of these pages, one line each: status, width, barriers."""
    wrong = []
    for path in paths:
        status = visitor.open(path).evaluate(STATUS)
        if status != (404 if path == MISSING else 200):
            wrong.append(f"{path}: status {status}")
        if overflow := visitor.overflow():
            wrong.append(f"{path}: {overflow} px too wide")
        wrong += [f"{path}: {line}" for line in visitor.violations()]
    return wrong
