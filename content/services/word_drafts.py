"""A draft out of a Word file, and putting its report away."""

import json
from html import escape
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from wagtail.models import Collection, Page
from wagtail.utils.file import hash_filelike

from accounts.models import User
from content.models import ReadingPage, WordImport
from content.word_import import Imported, WordRefused, read_word
from core import clock
from media.models import Picture
from media.uploads import PictureRefused, reencode

COLLECTION = "Word 导入"
LONGEST_TITLE = 255


class NotHere(WordRefused):
    """This person may not add such a page there."""

    code = "not_here"
    status = 403


def make_word_draft(
    *, data: bytes, name: str, model: type[ReadingPage], parent: Page, by: User
) -> ReadingPage:
    """Make a draft below the parent with its report. Raises WordRefused; nothing is made then."""
    if model not in parent.specific_class.creatable_subpage_models() or not (
        parent.permissions_for_user(by).can_add_subpage()
    ):
        raise NotHere("您不能在这个栏目里新建这类稿件，请换一个栏目。")
    imported = read_word(data, name)
    files = _safe_pictures(imported)
    with transaction.atomic():
        pictures = {number: _kept(file, imported.pictures[number].alt, by) for number, file in files.items()}
        page = _page(model, imported, name, by)
        page.body = json.dumps([row for piece in imported.pieces if (row := _row(piece, pictures, imported))])
        parent.add_child(instance=page)
        # A draft: what is still missing is asked for when it is handed in.
        page.save_revision(user=by, log_action=True, clean=False)
        WordImport.objects.create(
            page=page,
            file_name=PurePath(name).name[:255],
            report=imported.report.as_rows(),
            made_by=by,
            made_at=clock.now(),
        )
    return page


@transaction.atomic
def dismiss_report(*, page: Page, by: User) -> None:
    """Put the report away; it stays stored. A second time changes nothing."""
    if not page.permissions_for_user(by).can_edit():
        raise NotHere("您不能编辑这篇稿件，所以也不能收起它的报告。")
    WordImport.objects.filter(page=page, dismissed_at=None).update(dismissed_at=clock.now())


def _safe_pictures(imported: Imported) -> dict[int, SimpleUploadedFile]:
    """Every picture written anew; the ones that cannot be are named in the report."""
    files: dict[int, SimpleUploadedFile] = {}
    for number, picture in enumerate(imported.pictures):
        try:
            data, ending = reencode(picture.data)
        except PictureRefused as refused:
            imported.report.lost(picture.place, f"没有导入：{refused.message}")
            continue
        files[number] = SimpleUploadedFile(
            f"word-{number + 1}.{ending}", data, content_type=f"image/{ending}"
        )
    if files:
        imported.report.noted("图片", "请在图库里补上每张图片的版权所有、授权说明和画面中的人。")
    return files


def _kept(file: SimpleUploadedFile, alt: str, by: User) -> Picture:
    """The picture in the library; one that this person brought before is used again."""
    digest = hash_filelike(file)
    found: Picture | None = Picture.objects.filter(file_hash=digest, uploaded_by_user=by).first()
    if found is not None:
        return found
    root = Collection.get_first_root_node()
    drawer = root.get_children().filter(name=COLLECTION).first() or root.add_child(name=COLLECTION)
    picture = Picture(
        title=alt[:255] or file.name or "", description=alt[:255], collection=drawer, uploaded_by_user=by
    )
    picture.file = file
    picture.file_hash, picture.file_size = digest, file.size
    picture.save()
    return picture


def _page(model: type[ReadingPage], imported: Imported, name: str, by: User) -> ReadingPage:
    values: dict[str, Any] = {
        "title": (imported.title or PurePath(name).stem or "未命名")[:LONGEST_TITLE],
        "source": imported.issuer or settings.CITY.site_name,
        "responsible_editor": by.display_name[:40],
    }
    fields = {field.name for field in model._meta.get_fields()}
    if imported.document_number:
        if "document_number" in fields:
            values["document_number"] = imported.document_number
        else:
            imported.pieces.insert(0, ("paragraph", f"<p>{escape(imported.document_number)}</p>"))
    return model(live=False, has_unpublished_changes=True, owner=by, **values)


def _row(piece: tuple[str, Any], pictures: dict[int, Picture], imported: Imported) -> dict[str, Any] | None:
    """A piece as a stream stores it. A picture that was refused leaves its caption behind as text."""
    name, value = piece
    if name != "picture":
        return {"type": name, "value": value}
    picture = pictures.get(value["image"])
    if picture is None:
        return (
            {"type": "paragraph", "value": f"<p>{escape(value['caption'])}</p>"} if value["caption"] else None
        )
    alt = imported.pictures[value["image"]].alt
    image = {"image": picture.pk, "decorative": False, "alt_text": alt}
    return {"type": "picture", "value": {"image": image, "caption": value["caption"]}}
