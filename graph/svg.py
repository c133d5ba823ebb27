"""The parts that pictures and charts are made of: escaped texts, their widths, colours, and a whole SVG file."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections.abc import Iterable, Sequence

FONTS = (
    "'PingFang SC','Hiragino Sans GB','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC',"
    "'WenQuanYi Micro Hei',system-ui,sans-serif"
)
# Light first, which is what is printed; a screen that is dark overrides it. No variables: not every renderer has them.
STYLES = f"""
.picture {{ background: #ffffff; font-family: {FONTS}; }}
.picture text {{ fill: #1b2430; font-size: 12px; }}
.picture .ground {{ fill: #ffffff; }}
.picture .title {{ font-size: 19px; font-weight: 600; }}
.picture .soft {{ fill: #5b6675; }}
.picture .small {{ font-size: 11px; }}
.picture .strong {{ font-weight: 600; }}
.picture .rule {{ stroke: #dfe4ea; fill: none; }}
.picture .axis {{ stroke: #8c96a4; fill: none; }}
.picture .empty {{ fill: #eef1f4; }}
.picture .bar {{ fill: #1f5fa8; }}
.picture .stroke {{ stroke: #1f5fa8; fill: none; }}
.picture .onlight {{ fill: #1b2430; }}
.picture .ondark {{ fill: #ffffff; }}
.picture .halo {{ stroke: #ffffff; stroke-width: 3px; stroke-linejoin: round; paint-order: stroke; }}
"""
DARK = """
@media screen and (prefers-color-scheme: dark) {
.picture { background: #1a2028; }
.picture text { fill: #e6eaf0; }
.picture .ground { fill: #1a2028; }
.picture .soft { fill: #a3adba; }
.picture .rule { stroke: #333d49; }
.picture .axis { stroke: #788392; }
.picture .empty { fill: #28313c; }
.picture .bar { fill: #7db2ee; }
.picture .stroke { stroke: #7db2ee; }
.picture .onlight { fill: #1b2430; }
.picture .ondark { fill: #ffffff; }
.picture .halo { stroke: #1a2028; }
}
"""
# From few to many; a colour-blind reader sees them grow darker.
RAMP = ("#f6dfae", "#f2bd7a", "#e8935a", "#d3654a", "#ac3d4a", "#7a2048")
# Of groups that have no order (after Okabe and Ito, and Tableau's), the largest first.
PALETTE = (
    *("#3b76b8", "#d9772b", "#3f9b57", "#c2454d", "#8566b5", "#8f6a4c", "#d072a8", "#6e7b8a"),
    *("#a8a12f", "#2fa5ad", "#5a6fd6", "#b7653f"),
)
GREY = "#9aa5b1"
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # characters that XML has no way to write


def escape(text: str) -> str:
    """Return a text as it stands in HTML and SVG; half a surrogate pair, which is no UTF-8, becomes a question mark.

    >>> escape("<b>广州\\ud800</b>")
    '&lt;b&gt;广州?&lt;/b&gt;'
    """
    return html.escape(_NO_XML.sub(" ", text.encode("utf-8", "replace").decode("utf-8")))


def width_of(text: str, size: float = 12) -> float:
    """Return the pixels that a text takes in a font of `size` pixels: a Chinese character an em, a Latin one 0.6.

    >>> width_of("广州市", 12), width_of("2016", 10)
    (36.0, 24.0)
    """
    wide = sum(unicodedata.east_asian_width(character) in "WFA" for character in text)
    return size * (wide + 0.6 * (len(text) - wide))


def shorten(text: str, room: float, size: float = 12) -> str:
    """Return a text, cut with an ellipsis where it is wider than `room` pixels.

    >>> shorten("首席质量官制度", 60, 12)
    '首席质量…'
    """
    if width_of(text, size) <= room:
        return text
    while text and width_of(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text}…"


def shade(share: float) -> str:
    """Return the colour of a share from 0 to 1.

    >>> shade(0) == RAMP[0], shade(1) == RAMP[-1]
    (True, True)
    """
    return RAMP[min(len(RAMP) - 1, int(max(0.0, share) * len(RAMP)))]


def words(x: float, y: float, text: str, kind: str = "", anchor: str = "start", turn: float = 0, told: str = "") -> str:
    """Return a text at a place; `told` is what is said of it where the pointer rests."""
    place = f'transform="translate({x:.1f} {y:.1f}) rotate({turn:g})"' if turn else f'x="{x:.1f}" y="{y:.1f}"'
    named = f' class="{kind}"' if kind else ""
    ends = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f"<text {place}{named}{ends}>{escape(text)}{tell(told)}</text>"


def tell(told: str) -> str:
    """Return what a shape says of itself where the pointer rests, nothing for nothing."""
    return f"<title>{escape(told)}</title>" if told else ""


def box(x: float, y: float, width: float, height: float, kind: str = "", told: str = "", **paint: str | float) -> str:
    """Return a rectangle; `paint` are SVG attributes with _ for -."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(0.0, width):.1f}" height="{max(0.0, height):.1f}"'
        f"{_paint(kind, paint)}>{tell(told)}</rect>"
    )


def line(x: float, y: float, to_x: float, to_y: float, kind: str = "rule", **paint: str | float) -> str:
    """Return a straight line."""
    return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"{_paint(kind, paint)}></line>'


def dot(x: float, y: float, radius: float, kind: str = "", told: str = "", **paint: str | float) -> str:
    """Return a circle."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"{_paint(kind, paint)}>{tell(told)}</circle>'


def _paint(kind: str, paint: dict[str, str | float]) -> str:
    said = {"class": kind, **{name.replace("_", "-"): value for name, value in paint.items()}}
    return "".join(f' {name}="{escape(str(value))}"' for name, value in said.items() if value != "")


def frame(title: str, description: str, width: float, height: float, parts: Iterable[str], styled: bool = True) -> str:
    """Return an SVG with a title and a description for those who do not see it; `styled` has its styles inside.

    >>> drawn = frame("图", "一", 10, 10, [dot(5, 5, 2)])
    >>> drawn.startswith("<svg"), "<title id=" in drawn, "<style>" in drawn
    (True, True, True)
    """
    styles = f"<style>{STYLES}{DARK}</style>" if styled else ""
    name = hashlib.sha256(f"{title}\0{description}".encode("utf-8", "replace")).hexdigest()[:8]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="picture" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" role="img" aria-labelledby="t{name} d{name}">'
        f'<title id="t{name}">{escape(title)}</title><desc id="d{name}">{escape(description)}</desc>'
        f"{styles}{box(0, 0, width, height, 'ground')}{''.join(parts)}</svg>"
    )


def legend(x: float, y: float, entries: Sequence[tuple[str, str]], most: float) -> tuple[list[str], float]:
    """Return squares of (colour, name) in lines of at most `most` pixels, and the y below the last line."""
    parts, at = [], x
    for colour, name in entries:
        room = 18 + width_of(name, 11) + 16
        if at > x and at + room > x + most:
            at, y = x, y + 18
        parts.append(box(at, y - 9, 11, 11, fill=colour, rx=2.5))
        parts.append(words(at + 17, y, name, "small soft"))
        at += room
    return parts, y + 18
