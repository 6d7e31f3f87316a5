"""Who may write where: the editors of the whole site, and those of one section."""

from typing import Final

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from content.models import HomePage

WRITE: Final = ("add_page", "change_page")
# Adding lets people change what they added themselves; nobody changes what others added.
KEEP: Final = (
    ("wagtailimages", "add_image"),
    ("wagtailimages", "choose_image"),
    ("wagtaildocs", "add_document"),
    ("wagtaildocs", "choose_document"),
)


@transaction.atomic
def let_editors_draft() -> None:
    """The role 编辑 may write drafts below the front page; nobody is given the right to publish."""
    _let_write(Group.objects.get(name="编辑"), HomePage.objects.get())


@transaction.atomic
def ensure_section_editors(section: Page) -> Group:
    """The people who write in one section only: they find neither drafts nor files of other sections."""
    group, _ = Group.objects.get_or_create(name=f"编辑：{section.title}")
    group.permissions.add(*Group.objects.get(name="编辑").permissions.all())
    _let_write(group, section)
    root = Collection.get_first_root_node()
    own = root.get_children().filter(name=section.title).first()
    _let_keep(group, own or root.add_child(name=section.title))
    return group


def _let_write(group: Group, page: Page) -> None:
    for codename in WRITE:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _let_keep(group: Group, collection: Collection) -> None:
    for app, codename in KEEP:
        permission = Permission.objects.get(content_type__app_label=app, codename=codename)
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )
