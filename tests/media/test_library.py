"""The picture library: what a picture must say, and that nothing is kept as it came."""

import gc
import io
import json
import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client
from PIL import Image
from wagtail.models import Collection, GroupCollectionPermission, UploadedFile

from accounts.models import User
from accounts.services.roles import ensure_roles
from media import picture_rules
from media.models import Picture, Rendition
from media.selectors import pictures_to_show

ADD = "/cms/images/multiple/add/"


def jpeg(colour="#047a3d", size=(60, 40), place=False):
    out = io.BytesIO()
    exif = Image.Exif()
    if place:
        exif[271] = "CAMERA"
        exif.get_ifd(34853)[1] = "N"
    Image.new("RGB", size, colour).save(out, "JPEG", exif=exif)
    return out.getvalue()


def upload(data=None, name="bus.jpg"):
    return SimpleUploadedFile(name, data or jpeg(), content_type="image/jpeg")


@pytest.fixture
def editor(db, client: Client) -> Client:
    """Somebody with the role 编辑 who may add and choose pictures."""
    ensure_roles()
    editors = Group.objects.get(name="编辑")
    root = Collection.get_first_root_node()
    for codename in ("add_image", "change_image", "choose_image"):
        permission = Permission.objects.get(content_type__app_label="wagtailimages", codename=codename)
        GroupCollectionPermission.objects.get_or_create(group=editors, collection=root, permission=permission)
    user = User.objects.create_user(username="editor", is_staff=True)
    user.groups.add(editors)
    client.force_login(user)
    return client


def facts(**changes):
    return {
        "title": "等车的人",
        "description": "两位居民在公交站等车",
        "rights_holder": "市融媒体中心",
        "licence": "本单位拍摄",
        "people": "distant",
        "tags": "",
        **changes,
    }


def store():
    file = ContentFile(jpeg(size=(1200, 800)), name="p.jpg")
    return Picture.objects.create(title="图", description="一张图", file=file, width=1200, height=800)


@pytest.mark.parametrize(
    ("description", "fault"),
    [
        ("两位居民在公交站等车", ""),
        ("", "请用一句话"),
        ("  ", "请用一句话"),
        ("IMG_2031", "文件名"),
        ("微信图片_20260412101112", "文件名"),
        ("等车.jpg", "文件名"),
        ("等车", "太短"),
    ],
)
def test_words_that_stand_for_a_picture(description, fault):
    found = picture_rules.description_fault(description)

    assert fault in found
    assert bool(found) == bool(fault)


def test_only_a_heavy_picture_is_remarked_on():
    assert picture_rules.weight_notice(picture_rules.HEAVY) == ""
    assert "1.5 MB" in picture_rules.weight_notice(picture_rules.HEAVY * 3 // 2)


def test_a_picture_is_not_there_until_it_is_described(editor):
    answer = editor.post(ADD, {"files[]": upload(jpeg(place=True)), "collection": 1}).json()

    assert answer["success"]
    assert Picture.objects.count() == 0
    kept = UploadedFile.objects.get(pk=answer["uploaded_file_id"])
    with kept.file.open() as file:
        assert b"CAMERA" not in file.read()


# Wagtail's view leaves the waiting file open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_described_picture_is_stored_without_place_and_camera(editor):
    waiting = editor.post(ADD, {"files[]": upload(jpeg(place=True)), "collection": 1}).json()
    number = waiting["uploaded_file_id"]
    fields = {f"uploaded-image-{number}-{name}": value for name, value in facts(collection=1).items()}

    answer = editor.post(f"/cms/images/multiple/create_from_uploaded_image/{number}/", fields).json()

    assert answer["success"]
    picture = Picture.objects.get()
    assert (picture.description, picture.people) == ("两位居民在公交站等车", "distant")
    with picture.file.open() as file:
        assert b"CAMERA" not in file.read()
    del waiting, answer
    gc.collect()


@pytest.mark.parametrize("missing", ["description", "rights_holder", "licence", "people"])
def test_a_picture_without_a_fact_is_refused(editor, missing):
    answer = editor.post("/cms/images/add/", facts(**{missing: ""}) | {"file": upload(), "collection": 1})

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [missing]
    assert Picture.objects.count() == 0


def test_a_complete_picture_is_stored(editor):
    editor.post("/cms/images/add/", facts() | {"file": upload(), "collection": 1})

    assert Picture.objects.get().get_people_display() == "公共场合的远景，认不出是谁"


def test_the_same_picture_is_not_stored_twice(editor):
    editor.post("/cms/images/add/", facts() | {"file": upload(), "collection": 1})

    answer = editor.post("/cms/images/add/", facts() | {"file": upload(name="again.jpg"), "collection": 1})
    several = editor.post(ADD, {"files[]": upload(), "collection": 1}).json()

    assert "图库里已有这张图片：《等车的人》" in answer.context["form"].errors["file"][0]
    assert not several["success"]
    assert "图库里已有" in several["error_message"]
    assert (Picture.objects.count(), UploadedFile.objects.count()) == (1, 0)


def test_what_is_no_picture_is_refused_before_it_is_kept(editor):
    answer = editor.post(ADD, {"files[]": upload(b"<svg/>", "x.jpg"), "collection": 1})

    assert json.loads(answer.content) == {
        "success": False,
        "error_message": "无法识别这张图片，请上传JPG、PNG或WebP格式的照片。",
    }
    assert UploadedFile.objects.count() == 0


def test_the_form_asks_about_people_without_a_tick_beforehand(editor):
    html = editor.get("/cms/images/add/").content.decode()

    assert html.count('name="people"') == 3
    assert "checked" not in html.split('name="people"', 1)[1].split("</fieldset>")[0][:800]


@pytest.mark.django_db
def test_a_page_shows_three_sizes_in_three_formats():
    html = render_to_string("components/picture.html", {"picture": store()})

    assert [part in html for part in ('type="image/avif"', 'type="image/webp"', ".jpg")] == [True] * 3
    assert html.count("360w") == html.count("1080w") == 3
    assert html.strip().startswith("<picture>")
    assert 'alt="一张图"' in html
    assert 'loading="lazy"' in html
    assert Rendition.objects.count() == 9


@pytest.mark.django_db
def test_a_picture_that_only_decorates_says_nothing():
    html = render_to_string("components/picture.html", {"picture": store(), "alt": "", "loading": "eager"})

    assert 'alt=""' in html
    assert 'loading="eager"' in html


@pytest.mark.django_db
def test_sizes_that_exist_cost_one_query_for_all_pictures(django_assert_num_queries):
    for picture in (store(), store()):
        render_to_string("components/picture.html", {"picture": picture})

    with django_assert_num_queries(2):
        for picture in pictures_to_show():
            render_to_string("components/picture.html", {"picture": picture})


@pytest.mark.django_db
def test_everybody_gets_the_pictures_of_the_library(client):
    html = render_to_string("components/picture.html", {"picture": store()})
    addresses = re.findall(r"/uploads/images/[^ \"]+", html)

    kinds = set()
    for address in set(addresses):
        answer = client.get(address)
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content)
        answer.close()
        kinds.add(answer["Content-Type"])
    assert kinds == {"image/avif", "image/webp", "image/jpeg"}
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "documents/secret.pdf",
        "wagtail_uploads/waiting.jpg",
        "images/../documents/secret.jpg",
        "images/%2e%2e/db.sqlite3",
        "images/none.jpg",
        "original_images/x.svg",
    ],
)
@pytest.mark.django_db
def test_no_other_file_is_given_away(client, settings, path):
    for folder in ("documents", "wagtail_uploads"):
        (settings.MEDIA_ROOT / folder).mkdir(parents=True)
        (settings.MEDIA_ROOT / folder / "waiting.jpg").write_text("secret")

    assert client.get(f"/uploads/{path}").status_code == 404
