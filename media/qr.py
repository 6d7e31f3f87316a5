"""QR codes drawn as inline SVG: no file, no address of anybody else, sharp on paper and on any screen."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

# The margin that readers need, in modules.
QUIET = 4


def qr_svg(text: str, label: str) -> SafeString:
    """A code that holds `text`; `label` says to people who cannot see it what it is for.

    Black on white whatever the colours of the page: a light code on a dark ground is not read by every phone.
    """
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(text)
    rows = code.get_matrix()
    size = len(rows)
    return format_html(
        '<svg class="ly-qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges">'
        '<title>{1}</title><rect width="{0}" height="{0}" fill="#fff"></rect>'
        '<path d="{2}" fill="#000"></path></svg>',
        size,
        label,
        "".join(_runs(rows)),
    )


def _runs(rows: list[list[bool]]) -> list[str]:
    """Each row's dark runs as rectangles of a path: a third of the size of one square for each module."""
    parts = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                parts.append(f"M{x} {y}h{end - x}v1H{x}z")
            x = end + 1
    return parts
