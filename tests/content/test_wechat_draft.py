"""A page as an article for an official account: all its words, allowed tags only, links as notes."""

import io
import json
import re
import zipfile

import pytest

from content.checks.facts import words_in
from content.models import ArticlePage, HomePage, NewsIndexPage, PublicServiceAd
from content.services.word_drafts import make_word_draft
from content.wechat_draft.rendering import article_of
from content.wechat_draft.rules import Notes, faults, safe_rich_text
from tests.carbon_points.ledger_world import make_action
from tests.content.reviewing import Room, as_, person, staffed
from tests.content.word_files import FILES

ALLOWED = {
    *("section", "p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "table", "tbody", "tr", "th", "td"),
    *("img", "strong", "em", "sup", "sub", "br", "a"),
}


@pytest.fixture
def room(db) -> Room:
    return staffed()


def draft(room, name):
    news = NewsIndexPage.objects.first() or HomePage.objects.get().add_child(
        instance=NewsIndexPage(title="资讯", slug="news")
    )
    page = make_word_draft(
        data=FILES[name](), name=f"{name}.docx", model=ArticlePage, parent=news, by=room.editor
    )
    return ArticlePage.objects.get(pk=page.pk)


def bare(text):
    return re.sub(r"\s|\[\d+\]", "", text)


def test_every_word_of_the_page_is_in_the_article(room):
    for name in FILES:
        page = draft(room, name)
        article = article_of(page)
        text = bare(re.sub(r"<[^>]+>", "", article.html).replace("&lt;", "<").replace("&gt;", ">"))
        text = text.replace("&amp;", "&")
        for words in words_in(page.body):
            assert bare(words) in text
        assert set(re.findall(r"<([a-z0-9]+)", article.html)) <= ALLOWED
        assert set(re.findall(r" ([a-z]+)=\"", article.html)) <= {"style", "src", "alt", "href"}
        assert all(address.startswith("http") for address in re.findall(r' src="([^"]*)"', article.html))


def test_what_is_chosen_is_written_by_its_name(room):
    action = make_action("TR-BUS", name="乘公交", summary="坐公交出门")
    ad = PublicServiceAd.objects.create(title="少开一天车", text="一周一天，走走路。", issuer="市委宣传部")
    page = ArticlePage(title="出门", body=[("action", {"action": action}), ("ad", {"ad": ad})])

    html = article_of(page).html

    assert ">乘公交：坐公交出门<" in html
    assert ">少开一天车：一周一天，走走路。<" in html


def test_links_become_notes_and_scripts_go():
    notes = Notes()
    html = safe_rich_text(
        '<p onclick="x()">看<a href="https://example.org/a">这里</a><script>alert(1)</script>和'
        '<a href="https://mp.weixin.qq.com/s/1">那里</a>，<a href="https://example.org/a">再看</a></p>',
        notes,
    )
    assert re.sub(r' style="[^"]*"', "", html) == (
        '<p>看这里<sup>[1]</sup>和<a href="https://mp.weixin.qq.com/s/1">那里</a>，再看<sup>[1]</sup></p>'
    )
    assert notes.addresses == ["https://example.org/a"]


def test_title_digest_and_cover_are_looked_at():
    assert faults(title="长" * 32, digest="长" * 120, has_cover=True) == []
    assert faults(title="长" * 33, digest="长" * 121, has_cover=False) == [
        "标题有 33 个字，公众号最多 32 个字，请缩短。",
        "摘要有 121 个字，公众号最多 120 个字，请缩短。",
        "还没有封面图，公众号图文必须有一张。",
    ]


def test_an_editor_sees_it_and_takes_it_away_and_nobody_else_does(room):
    page = draft(room, "pictures")
    client = as_(room.editor)
    body = client.get(f"/cms/wechat/{page.pk}/").content.decode()
    assert "复制图文" in body
    assert "还没有封面图" in body
    answer = client.get(f"/cms/wechat/{page.pk}/zip/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == [
            *("images/1.jpg", "images/2.jpg", "images/3.jpg", "article.html", "draft.json"),
        ]
        sent = json.loads(archive.read("draft.json"))["articles"][0]
        assert 'src="images/1.jpg"' in archive.read("article.html").decode()
    assert (sent["title"], sent["thumb_media_id"]) == ("社区骑行日", "")
    stranger = as_(person("stranger", "统计员"))
    assert stranger.get(f"/cms/wechat/{page.pk}/").status_code == 404
    assert stranger.get(f"/cms/wechat/{page.pk}/zip/").status_code == 404


def test_the_previews_are_phone_large_print_desk_and_wechat(room, rf):
    page = draft(room, "guide")
    assert [name for _, name in page.preview_modes] == ["手机", "长辈版", "电脑", "公众号图文"]
    assert (page.default_preview_mode, page.default_preview_size) == ("", "mobile")
    body = page.make_preview_request(preview_mode="wechat").content.decode()
    assert "空调这样用更省电" in body
