"""The few signs of Markdown that the city's own texts use, as HTML; everything else is shown as it stands."""

import re
from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"\[([^\]]+)\]\((/[^)\s]*|https?://[^)\s]+|tel:[0-9-]+)\)")
_BLOCKS = re.compile(r"\n\s*\n")


def to_html(text: str) -> SafeString:
    """Headings, paragraphs, lists, tables, bold and links. All is escaped first: no tag gets through."""
    blocks = (block.strip("\n") for block in _BLOCKS.split(text.replace("\r\n", "\n")))
    return mark_safe("\n".join(html for block in blocks if block.strip() for html in _block(block)))


def _block(block: str) -> Iterator[str]:
    lines = [line.strip() for line in block.split("\n")]
    if heading := re.match(r"(#{1,4})\s+(.+)", lines[0]):
        level = len(heading[1])
        yield f"<h{level}>{_inline(heading[2])}</h{level}>"
        if rest := "\n".join(lines[1:]):
            yield from _block(rest)
    elif all(line.startswith("|") for line in lines):
        yield _table(lines)
    elif all(line.startswith("- ") for line in lines):
        yield f"<ul>{''.join(f'<li>{_inline(line[2:])}</li>' for line in lines)}</ul>"
    elif all(re.match(r"\d+\.\s", line) for line in lines):
        items = "".join(f"<li>{_inline(line.split('.', 1)[1].strip())}</li>" for line in lines)
        yield f"<ol>{items}</ol>"
    else:
        yield f"<p>{_inline(''.join(lines))}</p>"


def _table(lines: list[str]) -> str:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    head = "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in rows[0])
    body = "".join(
        f"<tr>{''.join(f'<td>{_inline(cell)}</td>' for cell in row)}</tr>"
        for row in rows[1:]
        if not all(set(cell) <= set("-: ") for cell in row)
    )
    # The wrapper lets a wide table scroll on a narrow phone; it must be reachable by keyboard.
    return (
        '<div class="ly-scroll" role="region" tabindex="0" aria-label="表格">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _inline(text: str) -> str:
    html = _BOLD.sub(r"<strong>\1</strong>", escape(text))
    return _LINK.sub(r'<a href="\2">\1</a>', html)
