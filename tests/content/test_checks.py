"""What is said about a text before it is handed in: errors stop it, warnings do not."""

import pytest

from content.checks.rules import Draft, Guide, PictureFact, VideoFact, Word, findings


def good(**more):
    return Draft(title="夏天空调设26度", summary="省电又舒服。", source="市发展和改革局", **more)


def said(draft, *words):
    return [(found.field, found.level, found.sentence) for found in findings(draft, words)]


def test_a_complete_text_has_nothing_to_mend():
    assert said(good(headings=[2, 3, 3, 2], tables=[0], paragraphs=["短" * 300])) == []


def test_summary_and_source_are_asked_for():
    assert said(Draft(title="题")) == [
        ("summary", "error", "请写摘要：一两句话说清这页讲什么。"),
        ("source", "error", "请写来源：稿件从哪里来。"),
    ]


@pytest.mark.parametrize(("length", "count"), [(32, 0), (33, 1)])
def test_a_title_too_long_for_wechat_is_a_warning(length, count):
    draft = good()
    draft.title = "长" * length
    assert [level for _, level, _ in said(draft)] == ["warning"] * count


def test_a_guide_needs_three_lines_a_step_and_a_source():
    draft = good(guide=Guide(key_points=2, steps=0, sources=0))
    assert [(field, level) for field, level, _ in said(draft)] == [
        ("key_points", "error"),
        ("steps", "error"),
        ("sources", "error"),
    ]
    assert said(good(guide=Guide(3, 1, 1))) == []


def test_tables_pictures_and_films_are_looked_at():
    draft = good(
        tables=[0, 2],
        pictures=[PictureFact(True, 1024 * 1024), PictureFact(False, 1024 * 1024 + 1, "cover")],
        videos=[VideoFact(has_captions=False, has_transcript=False)],
    )
    assert said(draft) == [
        ("body", "error", "正文第 2 个表格有 2 列没有表头，请写上每一列的名称。"),
        ("cover", "error", "第 2 张图片没有文字说明，请写一句画面里有什么；只作装饰的请勾选。"),
        ("body", "error", "第 1 个视频没有文字稿，请写上视频里说了什么。"),
        ("cover", "warning", "第 2 张图片有 1.0 MB，请考虑压缩后再传。"),
        ("body", "warning", "第 1 个视频没有字幕文件，听不见的人会看不懂。"),
    ]


def test_skipped_levels_and_long_paragraphs_are_warnings():
    assert [(field, level) for field, level, _ in said(good(headings=[3]))] == [("body", "warning")]
    assert [(field, level) for field, level, _ in said(good(headings=[2, 4]))] == [("body", "warning")]
    assert [(field, level) for field, level, _ in said(good(paragraphs=["长" * 301]))] == [
        ("body", "warning")
    ]


def test_words_are_found_in_every_field_and_the_forbidden_ones_stop_the_text():
    draft = good(words={"title": "每天打卡", "body": "截止目前很好"})
    assert said(draft, Word("截止目前", "截至目前"), Word("很好", is_error=True)) == [
        ("title", "error", "出现了“打卡”，建议写成“记录”。"),
        ("body", "error", "出现了“很好”，请核对或删去。"),
        ("body", "warning", "出现了“截止目前”，建议写成“截至目前”。"),
    ]


def test_a_word_in_quotation_marks_is_talked_about_and_not_used():
    assert said(good(words={"body": "本站不用“打卡”这个词。"})) == []
