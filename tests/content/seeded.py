"""The city's first content for tests: loaded once for a module, and small folders to try the loader on.

A test module writes `from tests.content.seeded import seeded, seeded_module`; a test of it that names
`seeded` finds everything published.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

GUIDE = """\
title = "秸秆怎么还田"
category = "农"
summary = "切碎、翻压、腐熟，三步。"
key_points = ["切碎", "翻下去", "等它烂"]
department = "nyj"
plan = "a1-t1"
reviewed_on = 2026-11-25
review_due_on = 2027-05-25
why = "土更松，到2025年利用率达到100%。"

[[steps]]
title = "切碎"
text = "装上切碎装置。"

[[steps]]
title = "翻压"
text = "旋耕翻下去。"

[[steps]]
title = "腐熟"
text = "保持湿润。"

[[sources]]
ref = "plan"
supports = "到2025年综合利用率100%"
"""
COLUMNS = '[guides]\nslug = "guides"\ntitle = "指南"\n\n[creation]\nslug = "creation"\ntitle = "创建"\n'
SOURCES = '[plan]\ntitle = "某市方案"\npublisher = "某市"\n'


def city_folder(folder: Path, **files: str) -> Path:
    """A city with one guide; `guides__other="…"` adds guides/other.toml or replaces a file."""
    content = folder / "content"
    texts = {"sources": SOURCES, "columns": COLUMNS, "guides__straw": GUIDE, "pictures": COVER} | files
    for name, text in texts.items():
        file = content / f"{name.replace('__', '/')}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


COVER = """\
[guide-farming]
kind = "cover"
mark = "农"
title = "封面"
alt = "画：山和河"
rights_holder = "平台"
licence = "程序绘制"
"""


def load_seeded_city() -> None:
    """Areas, catalogue, plan and all first content, published."""
    with override_settings(DEMO=True):
        call_command("load_city", verbosity=0)


@pytest.fixture(scope="module")
def seeded_module(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The city with its content in the database for a whole module; gives the folder of the pictures."""
    uploads = tmp_path_factory.mktemp("seeded") / "uploads"
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=uploads):
            load_seeded_city()
        yield uploads
        transaction.set_rollback(True)


@pytest.fixture
def seeded(seeded_module: Path, db: None, settings: Any) -> None:
    """What a test names: the content, with its pictures where this test looks for them."""
    shutil.copytree(seeded_module, settings.MEDIA_ROOT, dirs_exist_ok=True)
