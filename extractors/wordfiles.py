"""Word (.docx) and OpenDocument (.odt) texts → their paragraphs and tables, one paragraph or row a line.

Both are ZIP archives of XML. What is deleted, hidden or beside the text (headers, footers, comments) is left out;
automatic numbers of paragraphs (第一条, （一）) are written out, for they are read as marks of the text's parts.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from extractors.bounds import ELEMENTS, RATIO, RATIO_FROM_BYTES, TEXT_BYTES, amount, read_bounded
from extractors.encodings import has_chinese
from extractors.formats import DAMAGES, Kind
from extractors.markup import CELL, PADDING
from extractors.numbering import Numbering
from ontologies.errors import UnreadableDocument, told

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Strict Open XML, which Word saves on demand, has names of its own for the same.
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_SKIPPED = frozenset(
    {
        *(f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sectPr", "tblPr", "tcPr", "trPr", "instrText")),
        f"{_COMPATIBILITY}Fallback",
        *(f"{_TEXT}{name}" for name in ("tracked-changes", "note", "sequence-decls", "alphabetical-index-mark")),
        *(f"{_OFFICE}{name}" for name in ("annotation", "forms")),
    }
)
_ROWS, _CELLS = frozenset({f"{W}tr", f"{_TABLE}table-row"}), frozenset({f"{W}tc", f"{_TABLE}table-cell"})
_PARAGRAPHS = frozenset({f"{W}p", f"{_TEXT}p", f"{_TEXT}h"})
_BREAKS = frozenset({f"{W}br", f"{W}cr", f"{_TEXT}line-break"})
_TABS = frozenset({f"{W}tab", f"{W}ptab", f"{_TEXT}tab"})
_GENERIC_TITLE = re.compile(r"(?:Microsoft|WPS|文档|新建|PowerPoint|\.docx?$)", re.IGNORECASE)
_LONGEST_REPEAT = 1000


def read_word(stream: BinaryIO, name: str, kind: Kind) -> tuple[str, dict[str, str]]:
    """Return the text of a Word or OpenDocument file and what its properties say of it, by field.

    Raises UnreadableDocument, calling the file `name`, for one that is damaged, encrypted, beyond the bounds or without
    Chinese text.
    """
    try:
        packed = zipfile.ZipFile(stream)
    except DAMAGES as error:
        raise UnreadableDocument(f"{name}: this Word file is damaged ({told(error)}); save it again") from error
    with packed:
        if kind is Kind.DOCX:
            root = _parse(packed, _main_part(packed), name)
            numbering = _numbering(packed, name)
            known = _properties(packed, "docProps/core.xml", name)
        else:
            root = _parse(packed, "content.xml", name)
            numbering = None
            known = _properties(packed, "meta.xml", name)
    if root is None:
        raise UnreadableDocument(f"{name}: this Word file has no text part; open it in Word or WPS and save it again")
    text = "".join(f"{line}\n" for line in _Writer(numbering).run(root))
    if not has_chinese(text):
        raise UnreadableDocument(f"{name}: there are no Chinese characters in this Word file; give a Chinese text")
    return text, known


def _main_part(packed: zipfile.ZipFile) -> str:
    members = set(packed.namelist())
    if "word/document.xml" in members:
        return "word/document.xml"
    found = sorted(member for member in members if re.fullmatch(r"word/document\d*\.xml", member))
    return found[0] if found else "word/document.xml"


def read_part(packed: zipfile.ZipFile, member: str, name: str) -> bytes | None:
    """Return a member of a Word file, None where there is none; raises UnreadableDocument for a bomb."""
    try:
        info = packed.getinfo(member)
    except KeyError:
        return None
    if info.file_size > RATIO_FROM_BYTES and info.file_size > RATIO * max(info.compress_size, 1):
        raise UnreadableDocument(f"{name}: {member} in it unpacks to {amount(info.file_size)}, a bomb; do not open it")
    try:
        with packed.open(info) as part:
            return read_bounded(part, TEXT_BYTES, f"{name}, {member}", "split the document")  # type: ignore[arg-type]
    except DAMAGES as error:
        why = told(error)
        raise UnreadableDocument(f"{name}: this Word file is damaged or encrypted ({why}); save it again") from error


def _parse(packed: zipfile.ZipFile, member: str, name: str) -> _Element | None:
    from lxml import etree

    content = read_part(packed, member, name)
    if content is None:
        return None
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
        raise UnreadableDocument(f"{name}: {member} in it declares entities, which no Word file does; save it again")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(content.replace(_STRICT, _TRANSITIONAL), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument(
            f"{name}: {member} in it is no sound XML ({told(error)}); save the file again"
        ) from error
    if sum(1 for _ in root.iter()) > ELEMENTS:
        raise UnreadableDocument(f"{name}: has more than {ELEMENTS:,} elements; split the document")
    return root


def _numbering(packed: zipfile.ZipFile, name: str) -> Numbering | None:
    lists = _parse(packed, "word/numbering.xml", name)
    return Numbering(lists, _parse(packed, "word/styles.xml", name)) if lists is not None else None


def _properties(packed: zipfile.ZipFile, member: str, name: str) -> dict[str, str]:
    root = _parse(packed, member, name)
    if root is None:
        return {}
    found = {}
    for tag, field in (
        (f"{_DC}title", "title"),
        (f"{_CORE}keywords", "keywords"),
        (f"{_META}keyword", "keywords"),
        (f"{_DC}creator", "author"),
    ):
        said = " ".join((element.text or "").strip() for element in root.iter(tag)).strip()
        if said and has_chinese(said) and not (field == "title" and (_GENERIC_TITLE.search(said) or len(said) < 6)):
            found[field] = said
    # Who made the template is no author of the text.
    if "author" in found and not re.fullmatch(r"[\u4e00-\u9fff]{2,4}", found["author"]):
        del found["author"]
    return found


class _Writer:
    """A walk through the elements of a text, without recursion."""

    def __init__(self, numbering: Numbering | None) -> None:
        self.numbering = numbering
        self.lines: list[str] = []
        self.parts: list[str] = []
        self.rows = 0
        self.filled = False

    def run(self, root: _Element) -> Iterator[str]:
        """Yield the lines that are not blank."""
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                if tag in _SKIPPED or (tag == f"{W}r" and _is_hidden(element)):
                    walk.skip_subtree()
                else:
                    self.open(element, tag)
            elif tag not in _SKIPPED:
                self.close(tag)
            if event == "end" and element.tail and element is not root and _is_text_of_odt(element.getparent()):
                self.parts.append(element.tail)
            if self.lines:
                yield from self.lines
                self.lines.clear()
        self.end_line()
        yield from self.lines

    def open(self, element: _Element, tag: str) -> None:
        if tag in _ROWS:
            if not self.rows:
                self.end_line()
                self.filled = False
            self.rows += 1
        elif tag in _CELLS:
            if self.rows == 1 and self.filled:
                self.parts.append(CELL)
            self.filled = True
        elif tag in _PARAGRAPHS:
            self.end_paragraph()
            if self.numbering is not None and (mark := self.numbering.mark(element)):
                self.parts.append(mark)
        elif tag in _BREAKS:
            if element.get(f"{W}type") not in ("page", "column"):
                self.end_paragraph()
        elif tag in _TABS:
            self.parts.append(" ")
        elif tag == f"{_TEXT}s":
            count = element.get(f"{_TEXT}c") or "1"
            self.parts.append(" " * min(int(count) if count.isdigit() and len(count) < 6 else 1, _LONGEST_REPEAT))
        elif tag == f"{W}noBreakHyphen":
            self.parts.append("-")
        elif tag == f"{W}t" and element.text:
            self.parts.append(element.text)
        if element.text and _is_text_of_odt(element):
            self.parts.append(element.text)

    def close(self, tag: str) -> None:
        if tag in _ROWS:
            self.rows -= 1
            if not self.rows:
                self.end_line()
        elif tag in _PARAGRAPHS:
            self.end_paragraph()

    def end_paragraph(self) -> None:
        """End the line; in a row of a table the paragraphs of a cell are parted by a space."""
        if not self.rows:
            self.end_line()
        elif self.parts and self.parts[-1] not in (CELL, " "):
            self.parts.append(" ")

    def end_line(self) -> None:
        text = CELL.join(re.sub(r"[ \r\n]+", " ", cell).strip(PADDING) for cell in "".join(self.parts).split(CELL))
        self.parts.clear()
        if text.strip(PADDING):
            self.lines.append(text.rstrip(PADDING) if not text.startswith(CELL) else text.strip(PADDING))


def _is_text_of_odt(element: _Element | None) -> bool:
    """Whether the characters right in an element are text: in paragraphs, spans and links of OpenDocument."""
    if element is None or not isinstance(element.tag, str) or not element.tag.startswith(_TEXT):
        return False
    return element.tag.removeprefix(_TEXT) in (
        *("p", "h", "span", "a", "ruby-base", "meta-field", "date", "time", "bookmark-ref", "reference-ref"),
        *("text-input", "placeholder", "title", "page-count", "sequence", "user-defined"),
    )


def _is_hidden(run: _Element) -> bool:
    hidden = run.find(f"{W}rPr/{W}vanish")
    return hidden is not None and hidden.get(f"{W}val") not in ("0", "false", "off")
