"""Who may not read a draft does not find a byte of it anywhere in the admin, nor a resident's data (A7)."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, Page, Task, WorkflowState

from accounts.models import User
from accounts.services.roles import ROLES
from content.models import PlanChapterPage, PlanPage, PublicServiceAd
from content.services.editors import ensure_section_editors
from media.models import Paper, Picture
from tests.content.admin_addresses import LISTS, addresses
from tests.content.reviewing import Room, person, staffed, submit
from tests.media.pictures import photo

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

DRAFT, WAITING, CHANGED = "Zebra-MARKER-draft", "Zebra-MARKER-waiting", "Zebra-MARKER-changed"
PHONE, NICKNAME = "13987654321", "住户赵小满"
FILE = "Zebra-MARKER-file"
AD = "Zebra-MARKER-ad"
SECRETS = (DRAFT, WAITING, CHANGED, FILE, AD, PHONE, NICKNAME)


@pytest.fixture
def room() -> Room:
    """The editorial office."""
    return staffed()


@pytest.fixture
def foreign(room: Room) -> dict[str, Any]:
    """Two texts of section B and a resident, and how an address would name them."""
    section = PlanPage(title="乙栏目", slug="section-b")
    room.section.get_parent().add_child(instance=section)
    section.save_revision().publish()
    writer = person("writer-b", "编辑")
    writer.groups.set([ensure_section_editors(section)])
    section.title = CHANGED
    section.save_revision()
    draft = _text(section, DRAFT, writer)
    waiting = _text(section, WAITING, writer)
    submit(waiting, writer)
    # So that searches could find it.
    call_command("update_index", verbosity=0)
    resident = User.objects.create_user("resident", nickname=NICKNAME)
    state = WorkflowState.objects.get()
    collection = Collection.objects.get(name="乙栏目")
    paper = Paper.objects.create(
        title=FILE, collection=collection, file=ContentFile(b"x", "zebra.txt"), uploaded_by_user=writer
    )
    picture = Picture.objects.create(
        title=FILE,
        collection=collection,
        file=ContentFile(photo(77), "zebra.jpg"),
        width=64,
        height=64,
        uploaded_by_user=writer,
    )
    ad = PublicServiceAd.objects.create(title=AD, text=AD, issuer="宣传部", live=False)
    ad.save_revision(user=writer)
    return {
        "section": section,
        "draft": draft,
        "waiting": waiting,
        "resident": resident,
        "state": state,
        "paper": paper,
        "picture": picture,
        "ad": ad,
    }


def _text(section: Page, marker: str, writer: User) -> PlanChapterPage:
    page = PlanChapterPage(
        title=marker, slug=marker.lower(), owner=writer, live=False, explanation=f"<p>{marker}-body</p>"
    )
    section.add_child(instance=page)
    page.save_revision(user=writer)
    return page


def all_addresses(room: Room, foreign: dict[str, Any], page: Page) -> list[str]:
    """Every address of the admin about one of the texts."""
    state = foreign["state"]
    values = {
        "page_id": page.pk,
        "parent_page_id": page.pk,
        "page_to_move_id": page.pk,
        "page_pk": page.pk,
        "destination_id": room.section.pk,
        "revision_id": page.latest_revision_id,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "task_state_id": state.current_task_state_id,
        "workflow_state_id": state.pk,
        "workflow_pk": state.workflow_id,
        "task_id": Task.objects.get(reviewtask__step=1).pk,
        "session_id": 1,
        "content_type_app_name": "content",
        "content_type_model_name": "planchapterpage",
        "app_label": "content",
        "app_name": "content",
        "model_name": "planchapterpage",
        "action": "delete",
        "action_name": "approve",
        "filter_spec": "width-100",
        "kind": "page",
        "key": "city",
        "uidb64": "MQ",
        "token": "x",
        "ticket_id": 1,
        "chapter_slug": "what-goes-where",
        "report_slug": "inside-links",
        **dict.fromkeys(_OTHERS, 1),
    }
    values |= {"year": 2026}
    values |= {"document_id": foreign["paper"].pk, "doc_id": foreign["paper"].pk}
    values |= {"image_id": foreign["picture"].pk, "collection_id": foreign["paper"].collection_id}
    keys = {
        "wagtailsnippets_content_publicservicead": foreign["ad"].pk,
        "wagtailsnippetchoosers_content_publicservicead": foreign["ad"].pk,
        "wagtaildocs_chooser": foreign["paper"].pk,
        "wagtailimages_chooser": foreign["picture"].pk,
        "wagtailadmin_api:documents": foreign["paper"].pk,
        "wagtailadmin_api:images": foreign["picture"].pk,
        "wagtailadmin_collections": foreign["paper"].collection_id,
        "wagtailadmin_pages": page.pk,
        "wagtailadmin_api:pages": page.pk,
        "wagtailadmin_editing_sessions": page.pk,
        "published": page.pk,
        "wagtailusers_users": foreign["resident"].pk,
        "wagtailadmin_workflows": state.workflow_id,
    }
    paths = [path for path in addresses(values, keys) if path != "/cms/logout/"]
    searched = [f"{path}?q=Zebra&id={page.pk}" for path in paths if any(word in path for word in LISTS)]
    bulk = (
        [
            f"/cms/bulk/wagtailcore/page/{action}/?id={page.pk}"
            for action in ("publish", "unpublish", "delete", "move")
        ]
        + [
            f"/cms/bulk/wagtailcore/page/publish/?id=all&childOf={page.pk}",
            "/cms/bulk/wagtailcore/page/publish/?id=all",
            "/cms/bulk/media/picture/delete/?id=all",
            f"/cms/bulk/content/publicservicead/delete/?id={foreign['ad'].pk}",
            f"/cms/snippets/choose/content/publicservicead/chosen-multiple/?id={foreign['ad'].pk}",
            f"/cms/bulk/accounts/user/delete/?id={foreign['resident'].pk}",
            f"/cms/bulk/accounts/user/assign_role/?id={foreign['resident'].pk}",
            "/cms/bulk/accounts/user/set_active_state/?id=all",
        ]
        + [
            f"/cms/bulk/{kind}/{action}/?id={key}"
            for kind, key in (
                ("media/picture", foreign["picture"].pk),
                ("media/paper", foreign["paper"].pk),
            )
            for action in ("delete", "add_tags", "add_to_collection")
        ]
    )
    return [*paths, *searched, *bulk, f"/cms/choose-page/chosen-multiple/?id={page.pk}"]


_OTHERS = (
    "request_id",
    *(
        "uploaded_file_id",
        "redirect_id",
        "query_id",
        "anomaly_id",
        "partner_id",
        "scope_id",
        "key_id",
        "photo_id",
        "submission_id",
    ),
    *("case_id", "grant_id", "reward_id", "place_id", "organisation_id"),
)


def leaks(client: Client, paths: list[str], *words: str) -> list[str]:
    """The addresses that show one of the words, with the word."""
    found = []
    signed_in = "_auth_user_id" in client.session
    for path in paths:
        answer = client.get(path)
        body = b"".join(answer) if answer.streaming else answer.content
        found += [f"{path}: {word}" for word in words if word in body.decode("utf-8", "replace")]
    assert ("_auth_user_id" in client.session) == signed_in
    return found


def _client(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def test_the_markers_are_found_by_those_who_may_read_them(room: Room, foreign: dict[str, Any]) -> None:
    writer = _client(User.objects.get(username="writer-b"))
    paths = all_addresses(room, foreign, foreign["draft"])
    found = leaks(writer, paths, DRAFT, FILE, AD)
    for word, most_seldom in ((DRAFT, 20), (FILE, 8), (AD, 5)):
        assert len([line for line in found if line.endswith(word)]) > most_seldom
    assert any("/choose-page/" in line for line in found)
    assert any("/cms/api/main/pages/" in line for line in found)
    desk = reverse("manuscripts:detail", args=[foreign["state"].current_task_state_id])
    assert leaks(_client(room.first), [desk], WAITING) == [f"{desk}: {WAITING}"]


def test_an_editor_of_another_section_finds_nothing(room: Room, foreign: dict[str, Any]) -> None:
    editor = person("writer-a")
    editor.groups.set([ensure_section_editors(room.section)])
    # Ads belong to no section: who writes them reads all of them.
    _finds_nothing(room, foreign, editor, *(word for word in SECRETS if word != AD))


OTHERS = [role for role in ROLES if role not in {"编辑", "一审"}]


def test_all_roles_without_pages_together_find_nothing(room: Room, foreign: dict[str, Any]) -> None:
    _finds_nothing(room, foreign, person("somebody", *OTHERS))


@pytest.mark.parametrize("role", OTHERS)
def test_a_role_without_pages_finds_nothing_by_the_number_of_a_text(
    room: Room, foreign: dict[str, Any], role: str
) -> None:
    client = _client(person("somebody", role))
    elsewhere = set(all_addresses(room, foreign, foreign["section"]))
    paths = [path for path in all_addresses(room, foreign, foreign["waiting"]) if path not in elsewhere]
    assert len(paths) > 40
    assert leaks(client, paths, *SECRETS) == []


def test_the_first_reviewer_reads_what_waits_and_nothing_else(room: Room, foreign: dict[str, Any]) -> None:
    paths = all_addresses(room, foreign, foreign["draft"])
    assert leaks(_client(room.first), paths, DRAFT, CHANGED, PHONE, NICKNAME) == []


def test_residents_and_guests_find_nothing(room: Room, foreign: dict[str, Any]) -> None:
    _finds_nothing(room, foreign, User.objects.create_user("a-resident"))
    guest = Client(raise_request_exception=False)
    assert (
        leaks(guest, all_addresses(room, foreign, foreign["draft"]), DRAFT, WAITING, CHANGED, NICKNAME) == []
    )


def _finds_nothing(room: Room, foreign: dict[str, Any], user: User, *words: str) -> None:
    client = _client(user)
    assert not Group.objects.filter(user=user, name="编辑").exists()
    seen: set[str] = set()
    for page in (foreign["draft"], foreign["waiting"], foreign["section"]):
        paths = [path for path in all_addresses(room, foreign, page) if path not in seen]
        assert leaks(client, paths, *(words or SECRETS)) == []
        seen.update(paths)
