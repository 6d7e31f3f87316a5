"""From the bytes of a .docx to pieces of a page, step by step."""

from typing import Any

import mammoth.docx
from lxml import etree

from content.word_import import audit
from content.word_import.document import Imported
from content.word_import.heads import read_closing, take_head
from content.word_import.inline import InlineReader
from content.word_import.lines import Line, LineReader
from content.word_import.package import open_package, packed, parse
from content.word_import.pieces import Assembler
from content.word_import.preparing import prepare
from content.word_import.refusal import WordRefused

UNREADABLE = "这个文件的内容读不出来。请在 Word 里打开，另存为新的 .docx 文件后再上传。"
NOTES = ("word/footnotes.xml", "word/endnotes.xml")


def read_word(data: bytes, name: str) -> Imported:
    """Read a Word file; raises WordRefused. `name` is what its owner calls it, used for its ending alone."""
    imported = Imported()
    parts, root = prepare(open_package(data, name), imported.report)
    document = _parsed(parts)
    inline = InlineReader(document.notes, imported.pictures, imported.report)
    reader = LineReader(inline, imported.report)
    items = take_head(list(reader.items(document.children)), imported)
    read_closing(items, imported)
    assembler = Assembler(imported)
    assembler.run(items)
    noted = list(inline.noted)
    assembler.notes([_lines(reader, note) for note in noted])
    audit.check([root, *_notes_roots(parts)], imported)
    if not imported.pieces and not imported.title:
        raise WordRefused("这个文件里没有文字，也没有图片。请检查是不是选错了文件。")
    return imported


def _parsed(parts: dict[str, bytes]) -> Any:
    """Mammoth's tree: it knows styles, lists, merged cells and notes, and loses none of their order."""
    try:
        return mammoth.docx.read(packed(parts)).value
    except RecursionError:
        raise WordRefused(UNREADABLE) from None
    # Mammoth raises what it meets in broken files: KeyError, ValueError, AttributeError …
    except Exception as problem:
        raise WordRefused(UNREADABLE) from problem


def _lines(reader: LineReader, note: Any) -> list[Line]:
    return [item for item in reader.items(note.body) if isinstance(item, Line)]


def _notes_roots(parts: dict[str, bytes]) -> list[etree._Element]:
    return [parse(parts[name]) for name in NOTES if name in parts]
