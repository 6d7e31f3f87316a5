"""Whether bytes are a PDF, a .docx or an .xlsx: by what is inside, never by the name."""

from core.archives import opened

LARGEST = 10 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 5000
# Old Office files, and new ones with a password.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NAMED = (".pdf", ".docx", ".xlsx", ".doc", ".xls", ".docm", ".xlsm")
ACCEPTED = "只收照片（JPG、HEIC、PNG、WebP）和 PDF、Word（.docx）、Excel（.xlsx）文件。"
MAINS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}


class Unfit(ValueError):
    """No document that we take; the sentence says what to do."""


def looks_like_document(data: bytes, name: str) -> bool:
    """Judged as a document, not as a picture."""
    return data.startswith((b"%PDF-", b"PK", COMPOUND)) or name.lower().endswith(NAMED)


def ending_of(data: bytes) -> str:
    """pdf, docx or xlsx. Raises Unfit."""
    if len(data) > LARGEST:
        raise Unfit(f"文件超过{LARGEST // 1024 // 1024}MB，请压缩后再上传。")
    if data.startswith(b"%PDF-"):
        return _pdf(data)
    if data.startswith(COMPOUND):
        raise Unfit("这是旧版 Office 文件，或者设了密码。请另存为不设密码的 .docx、.xlsx 或 PDF，再上传。")
    if data.startswith(b"PK"):
        return _office(data)
    raise Unfit(f"文件的内容和名字对不上。{ACCEPTED}")


def _pdf(data: bytes) -> str:
    if b"%%EOF" not in data[-2048:]:
        raise Unfit("这个 PDF 不完整，请重新导出后再上传。")
    if b"/JavaScript" in data or b"/Launch" in data:
        raise Unfit("这个 PDF 里带有程序，不能接收。请用“打印成 PDF”重新生成一份。")
    return "pdf"


def _office(data: bytes) -> str:
    with opened(
        data,
        most_parts=MOST_PARTS,
        largest=LARGEST_UNPACKED,
        too_large=Unfit("这个文件解开后太大，请压缩图片或分成几份再上传。"),
        broken=Unfit("这个文件打不开，可能不完整。请重新保存后再上传。"),
    ) as archive:
        names = set(archive.namelist())
        if "[Content_Types].xml" not in names:
            raise Unfit(f"不能接收压缩包。{ACCEPTED}")
        types = archive.read("[Content_Types].xml")
    if b"macroEnabled" in types or any("vbaproject" in name.lower() for name in names):
        raise Unfit("这个文件带有宏，不能接收。请另存为不带宏的 .docx 或 .xlsx，再上传。")
    found = [ending for main, ending in MAINS.items() if main in names]
    if len(found) != 1:
        raise Unfit(f"不能接收压缩包。{ACCEPTED}")
    return found[0]
