"""The names of rights in Chinese: Django writes them into the database in English when a model is made."""

from django.contrib.auth.models import Permission
from django.db import transaction

VERBS = {
    "bulk_delete": "批量删除",
    "add": "添加",
    "change": "修改",
    "delete": "删除",
    "view": "查看",
    "choose": "选用",
    "publish": "发布",
    "lock": "锁定",
    "unlock": "解锁",
}
LONGEST = 255


@transaction.atomic
def name_permissions() -> int:
    """Give every usual right a Chinese name; how many were named. Words of our own stay."""
    changed = []
    for permission in Permission.objects.select_related("content_type"):
        name = _name_of(permission)
        if name and permission.name != name:
            permission.name = name
            changed.append(permission)
    Permission.objects.bulk_update(changed, ["name"], batch_size=200)
    return len(changed)


def _name_of(permission: Permission) -> str:
    """可以添加图片; empty for a right that is no usual one, or whose model is gone."""
    model = permission.content_type.model_class()
    verb = permission.codename.removesuffix(f"_{permission.content_type.model}")
    if model is None or verb not in VERBS or not permission.name.startswith("Can "):
        return ""
    return f"可以{VERBS[verb]}{model._meta.verbose_name}"[:LONGEST]
