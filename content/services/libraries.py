"""The libraries of pictures and documents: a drawer for each department, and who may use them."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission

from content.models import Department

# Role → what it may do with pictures and documents; a library's rights hang on collections, not on the role.
RIGHTS = {
    "编辑": ("add", "change", "choose"),
    "一审": ("choose",),
    "二审": ("choose",),
    "三审": ("choose",),
    "系统管理员": ("add", "change", "choose"),
}
LIBRARIES = (("wagtailimages", "image"), ("wagtaildocs", "document"))


@transaction.atomic
def open_libraries() -> None:
    """Make a collection for each department and let the roles use the libraries. Safe to repeat."""
    root = Collection.get_first_root_node()
    # Wagtail's own name for it is English; what belongs to no department lies there.
    Collection.objects.filter(pk=root.pk, name="Root").update(name="公共")
    there = set(root.get_children().values_list("name", flat=True))
    for department in Department.objects.all():
        if department.label not in there:
            root.add_child(instance=Collection(name=department.label))
            there.add(department.label)
    for role, verbs in RIGHTS.items():
        group = Group.objects.filter(name=role).first()
        if group is None:
            continue
        for app, kind in LIBRARIES:
            wanted = [f"{verb}_{kind}" for verb in verbs]
            for permission in Permission.objects.filter(content_type__app_label=app, codename__in=wanted):
                GroupCollectionPermission.objects.get_or_create(
                    group=group, collection=root, permission=permission
                )
