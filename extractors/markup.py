"""HTML to lines of text: blocks and breaks end a line, white space collapses, a table of values has one row a line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from extractors.bounds import ATTRIBUTES, ELEMENTS, TEXT_BYTES, amount
from ontologies.errors import UnreadableDocument

if TYPE_CHECKING:
    from lxml.etree import _Element

# What stands between the cells of a row.
CELL = "\t"
_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main menu nav ol p pre section summary table "
    "tbody tfoot thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_DROPPED_NAMES = (
    "applet area audio base button canvas colgroup datalist embed frame frameset head iframe img input map "
    "math nav noembed noframes noscript object optgroup option param progress script select style svg template "
    "textarea title track video footer"
)
_DROPPED = frozenset(_DROPPED_NAMES.split())
_CELLS = frozenset({"td", "th"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# XML's own white space, and what pads a line at its ends.
_SPACE = re.compile(r"[ \t\r\n\f]+")
PADDING = " \t\r\n\f\v\u00a0\u3000\ufeff\u200b\u200c\u200d"
_WIDE_BEFORE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]\Z")
_WIDE_BEHIND = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_DROPPED_CHARACTERS = re.compile("[\u200b\u200c\u200d\u2060\ufeff\x00-\x08\x0b\x0e-\x1f]")
# What is left of a server's template: <%@ include … %>.
_TEMPLATE = re.compile(r"<%[^%]{0,2000}%>|<\?php.{0,2000}?\?>", re.DOTALL)
# Attributes are compared each with each; a long one, such as an image written into the page, does no harm.
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{10000,}")
_INLINE = re.compile(r"</?(?:font|span|b|strong|em|i|u|o:p|st1:[a-z]{1,20})(?:\s[^<>]{0,10000})?>", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_LONGEST_CELL = 200
_MOST_BLOCKS, _LONGEST_VALUE = 3, 300


class Rendered(NamedTuple):
    """A line of a page: its text, whether it lies in what was marked, and how much of it is the text of links."""

    text: str
    inside: bool
    linked: int


def parse_page(text: str, name: str) -> _Element | None:
    """Return the root element of a page, None where there is none.

    Nothing is fetched, no entity is looked up. Raises UnreadableDocument, calling the page `name`, for one that is
    beyond the bounds in size, elements or nesting.
    """
    text = _TEMPLATE.sub("", text)
    for tag in _LONG_TAG.finditer(text):
        if len(_QUOTED.sub("", tag[0]).split()) > ATTRIBUTES:
            raise UnreadableDocument(
                f"{name}: an element has more than {ATTRIBUTES:,} attributes; save the page as text (.txt)"
            )
    root, whole = _parse(text, name)
    if not whole:
        # Pages pasted from Word open thousands of <font> and close none; they say nothing of the text's shape.
        root, whole = _parse(_INLINE.sub("", text), name)
    if not whole:
        raise UnreadableDocument(
            f"{name}: its elements nest too deeply, or one is too long; save the page as text (.txt) in the browser"
        )
    if root is not None and sum(1 for _ in root.iter()) > ELEMENTS:
        raise UnreadableDocument(f"{name}: has more than {ELEMENTS:,} elements; save the article alone as text")
    return root


def _parse(text: str, name: str) -> tuple[_Element | None, bool]:
    """Return the root of a page, and whether it was read to its end."""
    from lxml import etree

    data = text.encode("utf-8", "replace")
    if len(data) > TEXT_BYTES:
        raise UnreadableDocument(
            f"{name}: has more than {amount(TEXT_BYTES)} of markup; save the article alone as text"
        )
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    return root, not any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def render(root: _Element, marked: Collection[_Element] = ()) -> list[Rendered]:
    """Return the lines of an element that are not blank; those in `marked` elements are said to be inside.

    Scripts, form controls, hidden elements, `nav` and `footer` are left out.

    >>> page = parse_page("<p>质量<br>监督</p><table><tr><td>甲<td>乙<tr><td>1<td>2</table>", "a.html")
    >>> [line.text for line in render(page)]
    ['质量', '监督', '甲\\t乙', '1\\t2']
    """
    return _Renderer(frozenset(marked)).run(root)


def is_hidden(element: _Element) -> bool:
    """Whether a browser would not show an element, or a reader would not read it."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _DROPPED:
        return True
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and _HIDDEN.search(style) is not None)


class _Renderer:
    """A walk through the elements of a page, without recursion; what is open is on the tree itself."""

    def __init__(self, marked: frozenset[_Element]) -> None:
        self.marked = marked
        self.lines: list[Rendered] = []
        self.parts: list[str] = []
        self.linked = 0
        self.inside = 0
        self.links = 0
        self.rows: list[_Element] = []  # the open rows of tables of values: in them nothing ends a line
        self.filled = False  # whether the open row has a cell with text
        self.plain = 0  # open <pre>

    def run(self, root: _Element) -> list[Rendered]:
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end", "comment"))
        for event, element in walk:
            if event == "start":
                if is_hidden(element) and element is not root and element not in self.marked:
                    if element.tag in _BLOCKS:
                        self.break_line()
                    walk.skip_subtree()
                    continue
                self.open(element)
            elif event == "end" and (element is root or element in self.marked or not is_hidden(element)):
                self.close(element)
            if event != "start" and element is not root and element.tail:
                self.add(element.tail)
        self.end_line()
        return self.lines

    def open(self, element: _Element) -> None:
        tag = element.tag
        if element in self.marked:
            self.end_line()
            self.inside += 1
        if tag == "a":
            self.links += 1
        elif tag == "pre":
            self.plain += 1
        if tag == "br":
            self.break_line()
        elif tag == "tr" and not self.rows and _is_row_of_values(element):
            self.end_line()
            self.rows.append(element)
            self.filled = False
        elif tag in _CELLS:
            self.open_cell()
        elif tag in _BLOCKS:
            self.break_line()
        if element.text:
            self.add(element.text)

    def close(self, element: _Element) -> None:
        tag = element.tag
        if tag == "a":
            self.links -= 1
        elif tag == "pre":
            self.plain -= 1
        if self.rows and element is self.rows[-1]:
            self.rows.pop()
            self.end_line()
        elif tag in _BLOCKS or tag in _CELLS:
            self.break_line()
        if element in self.marked:
            self.end_line()
            self.inside -= 1

    def open_cell(self) -> None:
        if not self.rows:
            self.break_line()
        elif self.filled:
            self.parts.append(CELL)
        self.filled = bool(self.rows)

    def add(self, text: str) -> None:
        if self.plain and not self.rows:
            first, *more = text.split("\n")
            self.add_inline(first)
            for line in more:
                self.end_line()
                self.add_inline(line)
        else:
            self.add_inline(text)

    def add_inline(self, text: str) -> None:
        if not text:
            return
        self.parts.append(_SPACE.sub(lambda found: "\n" if "\n" in found[0] else " ", text))
        if self.links:
            self.linked += len(text.strip(PADDING))

    def break_line(self) -> None:
        """End the line, or in a row of a table set a space."""
        if self.rows:
            if self.parts and self.parts[-1] != CELL:
                self.parts.append(" ")
        else:
            self.end_line()

    def end_line(self) -> None:
        text = join_wrapped("".join(self.parts))
        if text:
            self.lines.append(Rendered(text, self.inside > 0, self.linked))
        self.parts.clear()
        self.linked = 0


def join_wrapped(text: str) -> str:
    """Return a line whose source was wrapped: the break goes between Chinese characters, elsewhere it is a space.

    >>> join_wrapped("首席质量官\\n制度 ISO\\n9001 ")
    '首席质量官制度 ISO 9001'
    """
    text = _DROPPED_CHARACTERS.sub("", text)
    if "\n" in text:
        parts = [part.strip(" ") for part in text.split("\n")]
        joined = parts[0]
        for part in parts[1:]:
            if part:
                wide = _WIDE_BEFORE.search(joined) and _WIDE_BEHIND.match(part)
                joined += part if wide or not joined or joined.endswith(CELL) else f" {part}"
        text = joined
    cells = (re.sub(r" {2,}", " ", cell).strip(PADDING) for cell in text.split(CELL))
    return CELL.join(cells).strip(PADDING)


def _is_row_of_values(row: _Element) -> bool:
    """Whether a row of a table is one of values, not of boxes that lay a page out: several cells, none of them long."""
    cells = [cell for cell in row if cell.tag in _CELLS]
    if len(cells) < 2 and not (cells and int_of(cells[0].get("colspan")) > 1):
        return False
    if any(True for _ in row.iter("table", "h1", "h2", "ul", "iframe", "form")):
        return False
    return not any(_is_prose(cell) for cell in cells)


def _is_prose(cell: _Element) -> bool:
    """Whether a cell holds an article rather than a value: several paragraphs, of some length together."""
    blocks = sum(1 for _ in cell.iter("p", "div", "br"))
    return blocks > _MOST_BLOCKS and sum(len(text.strip()) for text in cell.itertext()) > _LONGEST_VALUE


def int_of(text: str | None) -> int:
    """Return the number that an attribute says, 1 where it says none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else 1


def cell_pairs(root: _Element) -> Iterator[tuple[str, str]]:
    """Yield what stands in neighbouring cells, terms and their definitions: possible labels with their values."""
    for row in root.iter("tr", "dl"):
        cells = [cell for cell in row if cell.tag in ("td", "th", "dt", "dd")]
        texts = ["".join(cell.itertext())[: _LONGEST_CELL + 1] for cell in cells]
        for label, value in pairwise(texts):
            if label and len(value) <= _LONGEST_CELL:
                yield " ".join(label.split()), " ".join(value.split())
