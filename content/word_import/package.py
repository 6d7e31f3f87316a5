"""Opens a .docx of a stranger: sizes first, no macros, no document types, every XML part written anew."""

import io
import zipfile
from pathlib import PurePath

from lxml import etree

from content.word_import.refusal import WordRefused
from core.archives import BROKEN

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024
LARGEST_XML = 20 * 1024 * 1024
MOST_PARTS = 2000
MAIN = "word/document.xml"
# What old Word files and files with a password begin with: both are compound files.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SAVE_AS = "请在 Word 或 WPS 里点“另存为”，类型选“Word 文档（.docx）”，再上传。"

Parts = dict[str, bytes]


def open_package(data: bytes, name: str) -> Parts:
    """The parts of a .docx by name, XML already parsed without entities and written anew."""
    _check_outside(data, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_entries(archive.infolist())
            parts = {entry.filename: _contents(archive, entry) for entry in archive.infolist()}
    except (*BROKEN, ValueError):
        raise WordRefused("这个文件打不开，可能不完整。请在 Word 里打开看看，重新保存后再上传。") from None
    return {part: _clean(part, contents) for part, contents in parts.items()}


def _check_outside(data: bytes, name: str) -> None:
    ending = PurePath(name).suffix.lower()
    if ending in {".docm", ".dotm"}:
        raise WordRefused(f"这个文件带有宏，不能导入。{SAVE_AS}")
    if not data:
        raise WordRefused("这个文件是空的，请重新选择。")
    if len(data) > LARGEST_FILE:
        raise WordRefused(
            f"文件超过{LARGEST_FILE // 1024 // 1024}MB。请在 Word 里压缩图片（图片格式→压缩图片），再上传。"
        )
    if data.startswith(COMPOUND):
        # A password wraps the new format into the old container.
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise WordRefused("这个文件设了密码，读不出来。请在 Word 里取消密码，保存后再上传。")
        raise WordRefused(f"这是旧版 .doc 文件，读不出来。{SAVE_AS}")
    if not data.startswith(b"PK"):
        raise WordRefused(f"这不是 Word 文件（.docx）。{SAVE_AS}")


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len(names) > MOST_PARTS or len(set(names)) < len(names):
        raise WordRefused("这个文件的结构不正常，不能导入。请在 Word 里重新保存后再上传。")
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise WordRefused("这个文件解开后太大，不能导入。请压缩图片或分成几篇再上传。")
    if any(_is_xml(entry.filename) and entry.file_size > LARGEST_XML for entry in entries):
        raise WordRefused("这个文件的文字太多，不能一次导入。请分成几篇再上传。")
    if any(PurePath(name).name.lower().startswith("vbaproject") for name in names):
        raise WordRefused(f"这个文件带有宏，不能导入。{SAVE_AS}")
    if MAIN not in names or "[Content_Types].xml" not in names:
        raise WordRefused(f"这不是 Word 文件（.docx）。{SAVE_AS}")


def _contents(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of an entry; no more are unpacked than the entry admits to."""
    with archive.open(entry) as stream:
        contents = stream.read(entry.file_size + 1)
    if len(contents) > entry.file_size:
        raise ValueError(entry.filename)
    return contents


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def _clean(name: str, contents: bytes) -> bytes:
    if not _is_xml(name):
        return contents
    root = parse(contents)
    if b"macroEnabled" in contents and name == "[Content_Types].xml":
        raise WordRefused(f"这个文件带有宏，不能导入。{SAVE_AS}")
    return written(root)


def parse(contents: bytes) -> etree._Element:
    """The root of an XML part. A document type, which could bring entities, is refused."""
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(contents, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise WordRefused("这个文件的内容已损坏。请在 Word 里打开看看，重新保存后再上传。") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise WordRefused("这个文件的结构不正常，不能导入。请在 Word 里重新保存后再上传。")
    return root


def written(root: etree._Element) -> bytes:
    """An XML part as bytes."""
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def packed(parts: Parts) -> io.BytesIO:
    """The parts as a .docx in memory."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, contents in parts.items():
            archive.writestr(name, contents)
    out.seek(0)
    return out
