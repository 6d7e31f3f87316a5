"""Who is responsible, read from （…负责）, 责任单位：… and 牵头单位：…；配合单位：…."""

import re
from collections.abc import Iterable, Iterator

from content.plan.document import Responsibility, Role

# One level of brackets inside: （市委党校（行政学院）、市教育局等按职责分工负责）.
BRACKETED = re.compile(r"[（(](?P<inside>[^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*)[）)][。.]?")
LABELLED = re.compile(r"(?:^|(?<=[。；;]))\s*(?P<inside>(?:责任|牵头|主责|主办)(?:单位|部门)\s*[：:].*)$")
LABEL = re.compile(
    r"(?P<role>责任|牵头|主责|主办|负责|配合|参与|参加|协办|协同)(?:单位|部门)\s*[：:]\s*(?P<rest>.*)"
)
LABEL_ROLES = {
    "牵头": Role.LEAD,
    "主责": Role.LEAD,
    "主办": Role.LEAD,
    "责任": Role.SHARED,
    "负责": Role.SHARED,
}
SIGNS = re.compile(r"负责|牵头|(?:责任|主责|主办)(?:单位|部门)\s*[：:]")
LEADS = re.compile(r"(?:共同|联合)?牵头(?:负责)?$")
SUPPORTS = re.compile(r"(?:积极)?(?:配合|参与|参加|协同|协助)(?:负责)?$")
SHARES = re.compile(r"(?:按照?|依)?(?:各自)?(?:职能|职责)?(?:分工)?(?:共同)?(?:分别)?(?:负责|落实)$")
OTHERS = re.compile(r"等(?:有关|相关)?(?:部门|单位|部门单位)?$")
NAME = re.compile(r"[^\s，。；：、]{2,40}")


def responsibility_in(paragraphs: Iterable[str]) -> Responsibility | None:
    """What the paragraphs of one part say about who answers for it, or None when they are silent."""
    statements = [found for text in paragraphs for found in _statements(text)]
    if not statements:
        return None
    result = Responsibility(raw="".join(raw for raw, _ in statements))
    for _, inside in statements:
        for name, role, followed in _departments(inside):
            if name and name not in [known for known, _ in result.departments]:
                result.departments.append((name, role))
            result.others = result.others or followed
    return result if result.departments else None


def _statements(text: str) -> Iterator[tuple[str, str]]:
    """Verbatim statement and its inside. A bracket counts when it closes its paragraph or sentence."""
    found = False
    for match in BRACKETED.finditer(text):
        inside = match["inside"]
        ends_sentence = match.end() == len(text) or match.group().endswith(("。", "."))
        if ends_sentence and SIGNS.search(inside):
            found = True
            yield match.group(), inside
    if not found and (labelled := LABELLED.search(text)):
        yield labelled["inside"], labelled["inside"]


def _departments(statement: str) -> Iterator[tuple[str, Role, bool]]:
    """(name, role, 等 follows) in order. A clause without an own word takes the role of its label."""
    role, has_lead = Role.SHARED, False
    for clause in re.split(r"[；;。]", statement):
        if label := LABEL.match(clause.strip()):
            role = LABEL_ROLES.get(label["role"], Role.SUPPORT)
            clause = label["rest"]
        waiting: list[tuple[str, bool]] = []
        for piece in re.split(r"[，,]", clause):
            names, own_role = _names(piece.strip(), has_lead)
            waiting += names
            if own_role is not None:
                yield from ((name, own_role, others) for name, others in waiting)
                has_lead = has_lead or own_role == Role.LEAD
                waiting = []
        yield from ((name, role, others) for name, others in waiting)


def _names(piece: str, has_lead: bool) -> tuple[list[tuple[str, bool]], Role | None]:
    """The names in a piece between commas, and the role that its closing word gives them."""
    role = None
    if LEADS.search(piece):
        piece, role = LEADS.sub("", piece), Role.LEAD
    elif SUPPORTS.search(piece):
        piece, role = SUPPORTS.sub("", piece), Role.SUPPORT
    elif SHARES.search(piece):
        # After 甲局牵头, those who share the work stand in support of it.
        piece, role = SHARES.sub("", piece), Role.SUPPORT if has_lead else Role.SHARED
    names = []
    for name in re.split(r"[、\s]+", piece):
        others = OTHERS.search(name) is not None
        name = OTHERS.sub("", name)
        if NAME.fullmatch(name):
            names.append((name, others))
        elif names and others:
            names[-1] = (names[-1][0], True)
    return names, role
