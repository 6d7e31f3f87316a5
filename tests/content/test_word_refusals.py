"""Files that must not be read as Word files: each is refused with a sentence that says what to do."""

import io
import zipfile

import pytest

from content.word_import import WordRefused, package, read_word
from tests.content.word_files import FILES
from tests.content.word_parts import zipped

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
SAVE_AS = "请在 Word 或 WPS 里点“另存为”，类型选“Word 文档（.docx）”，再上传。"


def files() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(FILES["notice"]())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(name: str, contents: bytes) -> bytes:
    return zipped(files() | {name: contents})


def refusal(data: bytes, name: str = "稿件.docx") -> str:
    with pytest.raises(WordRefused) as refused:
        read_word(data, name)
    return refused.value.message


def test_an_old_word_file_is_refused_with_the_way_to_save_it():
    assert refusal(COMPOUND, "稿件.doc") == f"这是旧版 .doc 文件，读不出来。{SAVE_AS}"


def test_a_file_with_a_password_is_refused():
    data = COMPOUND + "EncryptedPackage".encode("utf-16-le")
    assert refusal(data) == "这个文件设了密码，读不出来。请在 Word 里取消密码，保存后再上传。"


@pytest.mark.parametrize("name", ["稿件.docm", "模板.DOTM"])
def test_a_file_named_as_one_with_macros_is_refused(name):
    assert refusal(FILES["notice"](), name) == f"这个文件带有宏，不能导入。{SAVE_AS}"


def test_macros_in_a_file_that_calls_itself_docx_are_refused():
    assert refusal(with_part("word/vbaProject.bin", b"x")) == f"这个文件带有宏，不能导入。{SAVE_AS}"
    types = files()["[Content_Types].xml"].replace(b"wordprocessingml.document.main", b"x.macroEnabled.main")
    assert refusal(with_part("[Content_Types].xml", types)) == f"这个文件带有宏，不能导入。{SAVE_AS}"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "这个文件是空的，请重新选择。"),
        (b"%PDF-1.7", f"这不是 Word 文件（.docx）。{SAVE_AS}"),
        (b"PK\x03\x04 broken", "这个文件打不开，可能不完整。请在 Word 里打开看看，重新保存后再上传。"),
        (zipped({"a.txt": b"a"}), f"这不是 Word 文件（.docx）。{SAVE_AS}"),
    ],
)
def test_what_is_no_word_file_is_refused(data, sentence):
    assert refusal(data) == sentence


def test_a_file_that_is_too_heavy_is_refused(monkeypatch):
    monkeypatch.setattr(package, "LARGEST_FILE", 1000)
    assert refusal(FILES["notice"]()).startswith("文件超过0MB。请在 Word 里压缩图片")


def test_a_small_file_that_unpacks_to_much_is_refused_before_it_is_unpacked():
    bomb = with_part("word/media/a.bin", b"\0" * (package.LARGEST_UNPACKED + 1))
    assert len(bomb) < 1024 * 1024
    assert refusal(bomb) == "这个文件解开后太大，不能导入。请压缩图片或分成几篇再上传。"


def test_a_huge_text_and_thousands_of_parts_are_refused(monkeypatch):
    monkeypatch.setattr(package, "LARGEST_XML", 2000)
    assert refusal(FILES["notice"]()) == "这个文件的文字太多，不能一次导入。请分成几篇再上传。"
    monkeypatch.undo()
    monkeypatch.setattr(package, "MOST_PARTS", 3)
    assert refusal(FILES["notice"]()).startswith("这个文件的结构不正常")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_every_encoding(encoding):
    evil = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        "<a>&x;</a>"
    )
    data = with_part("word/styles.xml", evil.encode(encoding))
    assert refusal(data) == "这个文件的结构不正常，不能导入。请在 Word 里重新保存后再上传。"


def test_damaged_xml_is_refused():
    data = with_part("word/document.xml", b"<w:document")
    assert refusal(data) == "这个文件的内容已损坏。请在 Word 里打开看看，重新保存后再上传。"


def test_a_damaged_reference_is_refused_or_reported_but_never_an_error():
    relations = files()["word/_rels/document.xml.rels"].replace(b"numbering.xml", b"../../../etc/passwd")
    imported = read_word(with_part("word/_rels/document.xml.rels", relations), "a.docx")
    assert imported.title == "关于开展节能宣传周活动的通知"


def test_an_empty_document_is_refused():
    body = files()["word/document.xml"]
    start, end = body.index(b"<w:body>") + 8, body.index(b"<w:sectPr")
    data = with_part("word/document.xml", body[:start] + body[end:])
    assert refusal(data) == "这个文件里没有文字，也没有图片。请检查是不是选错了文件。"
