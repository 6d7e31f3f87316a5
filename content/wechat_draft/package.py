"""The article as a file to take away: the text, its pictures, and the body of WeChat's draft/add."""

import io
import json
import zipfile
from typing import Any

from content.wechat_draft.rendering import SIZE, Article


def draft_body(article: Article, *, thumb_media_id: str = "", html: str = "") -> dict[str, Any]:
    """The JSON of draft/add; whoever sends it puts the uploaded cover and pictures in."""
    return {
        "articles": [
            {
                "article_type": "news",
                "title": article.title,
                "author": article.author[:16],
                "digest": article.digest,
                "content": html or article.html,
                "thumb_media_id": thumb_media_id,
                "need_open_comment": 0,
                "only_fans_can_comment": 0,
            }
        ]
    }


def zipped(article: Article) -> bytes:
    """article.html, images/, draft.json; pictures are named by their place in the text."""
    out, html = io.BytesIO(), article.html
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (address, rendition) in enumerate(article.pictures.items(), start=1):
            name = f"images/{number}.jpg"
            archive.writestr(name, _bytes(rendition))
            html = html.replace(address, name)
        if article.cover:
            archive.writestr("images/cover.jpg", _bytes(article.cover.get_rendition(SIZE)))
        archive.writestr("article.html", f'<!doctype html><meta charset="utf-8">{html}')
        archive.writestr("draft.json", json.dumps(draft_body(article), ensure_ascii=False, indent=1))
    return out.getvalue()


def _bytes(rendition: Any) -> bytes:
    with rendition.file.open("rb") as stream:
        contents: bytes = stream.read()
    return contents
