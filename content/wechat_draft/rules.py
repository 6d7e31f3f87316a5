"""What WeChat takes in an article. Pure: limits, and rich text written anew with few tags."""

from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import Final

LONGEST_TITLE: Final = 32
LONGEST_DIGEST: Final = 120
# Places in an article's address that stay links: other articles of official accounts.
OWN: Final = ("https://mp.weixin.qq.com/", "http://mp.weixin.qq.com/")
KEPT: Final = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "sup": "sup", "sub": "sub"}
STYLES: Final = {
    "p": "margin:0 0 16px;font-size:16px;line-height:1.75;color:#333;",
    "h2": "margin:28px 0 12px;font-size:19px;line-height:1.4;color:#1f6f43;font-weight:bold;",
    "h3": "margin:22px 0 10px;font-size:17px;line-height:1.4;color:#1f6f43;font-weight:bold;",
    "h4": "margin:18px 0 8px;font-size:16px;line-height:1.4;color:#333;font-weight:bold;",
    "ul": "margin:0 0 16px;padding-left:24px;",
    "ol": "margin:0 0 16px;padding-left:24px;",
    "li": "font-size:16px;line-height:1.75;color:#333;",
    "blockquote": "margin:0 0 16px;padding:10px 14px;border-left:4px solid #1f6f43;background:#f3f7f4;",
    "table": "width:100%;margin:0 0 16px;border-collapse:collapse;font-size:14px;",
    "th": "padding:6px;border:1px solid #ccc;background:#f3f7f4;text-align:left;",
    "td": "padding:6px;border:1px solid #ccc;",
    "img": "display:block;width:100%;height:auto;margin:0 0 8px;",
    "small": "margin:0 0 16px;font-size:14px;line-height:1.6;color:#666;",
}


def faults(*, title: str, digest: str, has_cover: bool) -> list[str]:
    """Why WeChat would not take the draft; empty when it would."""
    found = []
    if not title.strip():
        found.append("请写标题。")
    if len(title) > LONGEST_TITLE:
        found.append(f"标题有 {len(title)} 个字，公众号最多 {LONGEST_TITLE} 个字，请缩短。")
    if len(digest) > LONGEST_DIGEST:
        found.append(f"摘要有 {len(digest)} 个字，公众号最多 {LONGEST_DIGEST} 个字，请缩短。")
    if not has_cover:
        found.append("还没有封面图，公众号图文必须有一张。")
    return found


def tag(name: str, inner: str, look: str = "") -> str:
    """An element with its style in it: WeChat throws style sheets away."""
    return f'<{name} style="{STYLES[look or name]}">{inner}</{name}>'


def paragraph(text: str, look: str = "p") -> str:
    """Plain words as a paragraph; their lines stay lines."""
    return tag("p", escape(text, quote=False).replace("\n", "<br>"), look)


@dataclass(slots=True)
class Notes:
    """Addresses that the article names; WeChat removes links, so they stand at the end in writing."""

    addresses: list[str] = field(default_factory=list)

    def number(self, address: str) -> int:
        """The note of an address, the same for the same one."""
        if address not in self.addresses:
            self.addresses.append(address)
        return self.addresses.index(address) + 1

    def html(self) -> str:
        """The list at the end of the article."""
        if not self.addresses:
            return ""
        rows = "".join(paragraph(f"[{n}] {one}", "small") for n, one in enumerate(self.addresses, start=1))
        return tag("h3", "文中链接") + rows


class _Writer(HTMLParser):
    """Writes rich text anew; what it does not know loses its tags and keeps its words."""

    def __init__(self, notes: Notes) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self._notes = notes
        self._links: list[str] = []
        self._dropped = 0

    def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        if name in {"script", "style"}:
            self._dropped += 1
        elif name == "br":
            self.out.append("<br>")
        elif name in {"p", "ul", "ol", "li"}:
            self.out.append(f'<{name} style="{STYLES[name]}">')
        elif name in KEPT:
            self.out.append(f"<{KEPT[name]}>")
        elif name == "a":
            address = dict(attrs).get("href") or ""
            self._links.append(address)
            if address.startswith(OWN):
                self.out.append(f'<a href="{escape(address)}">')

    def handle_endtag(self, name: str) -> None:
        if name in {"script", "style"}:
            self._dropped = max(0, self._dropped - 1)
        elif name in {"p", "ul", "ol", "li"}:
            self.out.append(f"</{name}>")
        elif name in KEPT:
            self.out.append(f"</{KEPT[name]}>")
        elif name == "a" and self._links:
            address = self._links.pop()
            if address.startswith(OWN):
                self.out.append("</a>")
            elif address.startswith(("http://", "https://")):
                self.out.append(f"<sup>[{self._notes.number(address)}]</sup>")

    def handle_data(self, data: str) -> None:
        if not self._dropped:
            self.out.append(escape(data, quote=False))


def safe_rich_text(html: str, notes: Notes) -> str:
    """Rich text with WeChat's tags only; links become numbered notes."""
    writer = _Writer(notes)
    writer.feed(html)
    writer.close()
    return "".join(writer.out)
