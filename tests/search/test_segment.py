"""Text to tokens, and questions to trees; no database."""

import re
from pathlib import Path

from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from search import questions, segment
from search.expressions import AllOf, AnyOf, ButNot, Node, Sequence, Word
from search.marking import excerpt, marked
from search.words import Vocabulary, read_synonyms, read_words, vocabulary

PLAIN = Vocabulary()
TOKEN = re.compile(rf"(?:[^\W_]|[{segment.CJK}])+")


def texts(tokens: list[segment.Token]) -> list[str]:
    return [token.text for token in tokens]


def tokens_of(node: Node | None) -> set[str]:
    if node is None:
        return set()
    if isinstance(node, Word):
        return {node.token}
    if isinstance(node, Sequence):
        return set(node.tokens)
    parts = (node.kept, node.dropped) if isinstance(node, ButNot) else node.parts
    return set().union(*map(tokens_of, parts))


def test_pairs_follow_each_other_and_stop_at_punctuation():
    assert segment.pairs("换LED灯，好") == [
        segment.Token("b换led", 1),
        segment.Token("bled灯", 2),
        segment.Token("b灯", 3),
        segment.Token("b好", 5),
    ]


def test_words_hold_long_and_short_ones_and_the_pieces_of_mixed_runs():
    found = texts(segment.Segmenter().words("一次性餐具，PM2.5和40MW，1,200吨"))
    assert {"一次", "一次性", "餐具", "pm", "40mw", "40", "mw", "1200"} <= set(found)
    assert f"pm2{segment.POINT}5" in found


def test_own_words_stay_whole():
    assert segment.Segmenter().cut("去长辈版") == ["去", "长辈", "版"]
    assert segment.Segmenter(["长辈版"]).cut("去长辈版") == ["去", "长辈版"]


def test_words_of_asking_are_left_out_unless_they_are_all_there_is():
    assert questions.words_of("请问垃圾怎么分类", PLAIN) == ["垃圾", "分类"]
    assert questions.words_of("怎么", PLAIN) == ["怎么"]


def test_synonyms_are_searched_as_one_and_stay_whole():
    known = Vocabulary(groups=(("公交", "公交车", "led灯"),))
    wanted = questions.read("公交车站", known)
    assert {"公交", "公交车", "站"} <= tokens_of(wanted.strict)
    assert wanted.marks == ("公交车", "公交", "led灯", "站")


def test_a_question_is_cut_off_and_an_empty_one_wants_nothing():
    assert questions.read("好" * 5000, PLAIN).marks == questions.read("好" * 60, PLAIN).marks
    for empty in ("", " ", "“”", "，。", "😀"):
        assert questions.read(empty, PLAIN).is_empty


@given(st.text())
def test_tokens_are_letters_and_digits_only_so_no_text_is_a_command(text):
    wanted = questions.read(text, PLAIN)
    every = {*texts(segment.pairs(text)), *texts(PLAIN.segmenter.words(text))}
    for token in every | tokens_of(wanted.strict) | tokens_of(wanted.loose):
        assert TOKEN.fullmatch(token)


@given(st.text(alphabet="垃圾分类公交车灯led25. ，", min_size=1, max_size=20), st.data())
def test_every_piece_of_a_run_is_found_by_its_pairs(text, data):
    chains = segment.phrases(text)
    places = {token.place: token.text for token in segment.pairs(text)}
    for chain in chains:
        found = [place for place, token in places.items() if token == chain[0]]
        assert any(all(places.get(at + n) == one for n, one in enumerate(chain)) for at in found)


def test_marks_are_escaped_and_whole_runs():
    assert marked("<b>垃圾</b>", ["垃圾"]) == "&lt;b&gt;<mark>垃圾</mark>&lt;/b&gt;"
    assert marked("PM2.5和12345", ["pm2.5", "1234"]) == "<mark>PM2.5</mark>和12345"
    assert marked("a&b", []) == "a&amp;b"


def test_an_excerpt_shows_where_most_of_the_words_stand():
    text = f"{'前' * 200}公交{'中' * 200}公交和垃圾{'后' * 200}"
    shown = excerpt(text, ["公交", "垃圾"])
    assert "<mark>公交</mark>和<mark>垃圾</mark>" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert excerpt("短", ["无"]) == "短"


def test_the_words_of_the_city_can_be_read_and_none_stands_in_two_groups():
    folder: Path = settings.CITY.folder
    groups = read_synonyms(folder / "synonyms.csv")
    words = [word for group in groups for word in group]
    assert len(words) == len(set(words))
    assert all(len(group) > 1 for group in groups)
    assert all(len(word) > 1 for word in (*words, *read_words(folder / "search_words.txt")))
    assert vocabulary().segmenter.cut("碳普惠") == ["碳普惠"]


def test_a_city_without_files_has_no_words(tmp_path):
    assert read_words(tmp_path / "search_words.txt") == ()
    assert read_synonyms(tmp_path / "synonyms.csv") == ()


def test_trees_stay_flat():
    wanted = questions.read("垃圾 分类", PLAIN)
    assert wanted.strict == AllOf((Word("垃圾"), Word("分类")))
    assert isinstance(wanted.some, AnyOf)
