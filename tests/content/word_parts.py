"""What python-docx cannot write by itself: links, numbering, descriptions of pictures, parts of one's own."""

import io
import zipfile
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def hyperlink(paragraph: Any, text: str, address: str) -> None:
    """Put a link at the end of a paragraph."""
    number = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{number}"><w:r><w:t/></w:r></w:hyperlink>')
    link.find(f"{qn('w:r')}/{qn('w:t')}").text = text
    paragraph._p.append(link)


def numbering_part(document: Any, lists: dict[int, list[tuple[str, str]]]) -> None:
    """Add lists by number; each level is a kind of numeral and a pattern such as %1、."""
    root = document.part.numbering_part.element
    for number, levels in lists.items():
        inner = "".join(
            f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
            for place, (kind, text) in enumerate(levels)
        )
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{inner}</w:abstractNum>'
        )
        root.insert(0, abstract)
        root.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>')
        )


def numbered(paragraph: Any, number: int, level: int) -> None:
    """Let Word number this paragraph."""
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )


def picture_alt(document: Any, place: int, text: str) -> None:
    """Describe a picture of the body, counted from 0."""
    document.inline_shapes[place]._inline.docPr.set("descr", text)


def add_parts(data: bytes, parts: dict[str, str]) -> bytes:
    """The same file with further parts of word/, each related to the document."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    relations = etree.fromstring(files["word/_rels/document.xml.rels"])
    types = etree.fromstring(files["[Content_Types].xml"])
    for name, xml in parts.items():
        files[f"word/{name}.xml"] = xml.strip().encode()
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
        etree.SubElement(
            types,
            f"{{{TYPES}}}Override",
            PartName=f"/word/{name}.xml",
            ContentType=f"{kind}.{name}+xml",
        )
        etree.SubElement(
            relations,
            f"{{{RELATIONS}}}Relationship",
            Id=f"rOwn-{name}",
            Type=f"{OFFICE}/{name}",
            Target=f"{name}.xml",
        )
    files["word/_rels/document.xml.rels"] = etree.tostring(relations)
    files["[Content_Types].xml"] = etree.tostring(types)
    return zipped(files)


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip file of these."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, contents in files.items():
            archive.writestr(name, contents)
    return out.getvalue()


def letters(data: bytes) -> list[str]:
    """The letters of each paragraph, read by other means than the import; text boxes come after theirs."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = ["word/document.xml", "word/footnotes.xml"]
        roots = [etree.fromstring(archive.read(name)) for name in names if name in archive.namelist()]
    out: list[str] = []
    for root in roots:
        for paragraph in root.iter(f"{{{W}}}p"):
            if not any(etree.QName(above).localname == "Choice" for above in paragraph.iterancestors()):
                out.append("".join(_own(paragraph)))
    return [text for text in out if text]


def _own(paragraph: Any) -> list[str]:
    found = []
    for element in paragraph.iter():
        # In Word's and in formulas' name space alike.
        if etree.QName(element).localname == "t" and next(element.iterancestors(f"{{{W}}}p")) is paragraph:
            found.append(element.text or "")
    return found
