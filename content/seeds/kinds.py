"""What the file of each kind of page may say: lengths are those of the page's form."""

from typing import Final

from content.seeds.fields import Choice, Day, Field, Flag, Number, Rows, Table, Text

SOURCE: Final[dict[str, Field]] = {
    "ref": Text(40, required=False),
    "title": Text(200, required=False),
    "publisher": Text(100, required=False),
    "published_on": Text(20, required=False),
    "url": Text(200, required=False),
    "supports": Text(200, required=False),
}
STEP: Final[dict[str, Field]] = {"title": Text(60), "text": Text(400)}
DATA: Final[dict[str, Field]] = {
    "label": Text(60),
    "value": Text(30),
    "unit": Text(20, required=False),
    "note": Text(120, required=False),
    "source": Text(200),
    "source_url": Text(200, required=False),
}
PAGE: Final[dict[str, Field]] = {
    "title": Text(32),
    "summary": Text(120),
    "body": Text(20000, required=False),
    "qa": Rows(Table({"question": Text(100), "answer": Text(1000)})),
    "boxes": Rows(Table({"title": Text(60), "text": Text(1000)})),
    "sources": Rows(Table(SOURCE)),
    "source": Text(120, required=False),
    "department": Text(40, required=False),
    "action": Text(40, required=False),
    "plan": Text(40, required=False),
    "theme_day": Text(60, required=False),
    "cover": Text(40, required=False),
    "reviewed_on": Day(required=True),
    "review_due_on": Day(required=True),
    "is_sample": Flag(),
}
CATEGORIES: Final = {
    "衣": "clothing",
    "食": "food",
    "住": "home",
    "行": "travel",
    "游": "tourism",
    "用": "goods",
    "农": "farming",
}


def _same(*words: str) -> Choice:
    return Choice({word: word for word in words})


GUIDE: Final[dict[str, Field]] = PAGE | {
    "category": Choice(CATEGORIES),
    "key_points": Rows(Text(40), least=3, most=3),
    "steps": Rows(Table(STEP), least=3, most=7),
    "why": Text(2000),
    "safety": Text(200, required=False),
    "department": Text(40),
    "plan": Text(40),
}
ARTICLE: Final[dict[str, Field]] = PAGE | {
    "kind": _same("news", "notice", "policy", "interpretation", "knowledge"),
    "interprets": Text(40, required=False),
}
CASE: Final[dict[str, Field]] = PAGE | {
    "kind": _same("household", "community", "school", "agency", "enterprise", "shop"),
    "subject": Text(80),
    "figures": Rows(Table(DATA)),
    "consented": Flag(),
}
MATERIAL: Final[dict[str, Field]] = PAGE | {
    "kind": _same("poster", "video", "audio", "creative", "text"),
    "pictures": Rows(Text(40)),
    "rights_holder": Text(120),
    "licence": _same("cc-by-4.0", "cc-by-nc-4.0", "public-service", "ask"),
}
TRAINING: Final[dict[str, Field]] = PAGE | {
    "audience": _same("cadres", "enterprises", "grassroots", "public"),
    "starts_at": Day(moment=True),
    "ends_at": Day(moment=True),
    "place": Text(120, required=False),
    "speaker": Text(80, required=False),
}
CREATION: Final[dict[str, Field]] = PAGE | {
    "kind": _same("family", "school", "agency", "shop", "restaurant", "community"),
    "who": Text(120),
    "self_check": Rows(Text(100), least=10, most=10),
    "evidence": Rows(Text(100), least=1),
    "timeline": Rows(Table({"when": Text(40), "what": Text(120)}), least=1),
    "rubric": Rows(
        Table({"title": Text(60), "meaning": Text(200), "points": Number(1, 100, required=True)}),
        least=1,
        total=("points", 100),
    ),
    "notice_template": Text(2000),
}
# Folder -> what its files say. The order is that of writing: columns further down may point at those above.
PAGES: Final[dict[str, dict[str, Field]]] = {
    "guides": GUIDE,
    "news": ARTICLE,
    "enterprise": ARTICLE,
    "cases": CASE,
    "materials": MATERIAL,
    "training": TRAINING,
    "creation": CREATION,
    "info": PAGE,
}
AD: Final[dict[str, Field]] = {
    "title": Text(40),
    "text": Text(80),
    "picture": Text(40),
    "link": Text(100, required=False),
    "slot": _same("home", "guide"),
    "issuer": Text(80),
    "is_sample": Flag(),
}
THEME_DAY: Final[dict[str, Field]] = {
    "name": Text(40),
    "rule": _same("fixed", "nth_weekday", "notice"),
    "month": Number(1, 12, required=True),
    "day": Number(1, 31),
    "nth": Number(-1, 5),
    "weekday": Number(0, 6),
    "days": Number(1, 31),
    "since_year": Number(1900, 2100),
    "usual_time": Text(60, required=False),
    "description": Text(200),
    "source": Text(200),
    "source_url": Text(200, required=False),
    "is_main": Flag(),
    "years": Rows(
        Table(
            {
                "year": Number(2000, 2100, required=True),
                "starts_on": Day(required=True),
                "ends_on": Day(),
                "theme": Text(100, required=False),
                "source": Text(200),
                "source_url": Text(200, required=False),
            }
        )
    ),
}
COLUMN: Final[dict[str, Field]] = {
    "slug": Text(60),
    "title": Text(32),
    "intro": Text(200, required=False),
    "update_within_days": Number(0, 3650),
}
PICTURE: Final[dict[str, Field]] = {
    "title": Text(60),
    "alt": Text(120),
    "kind": _same("cover", "poster"),
    "mark": Text(2, required=False),
    "rows": Rows(Rows(Text(60), least=2, most=2)),
    "footer": Text(80, required=False),
    "rights_holder": Text(120),
    "licence": Text(200),
}
