"""What a file holds, told by its first bytes and, for an archive, by its members; its suffix has the last say only
between kinds of plain text."""

from __future__ import annotations

import json
import re
import struct
import zipfile
import zlib
from enum import StrEnum
from pathlib import PurePath
from typing import BinaryIO

from extractors.encodings import guess
from ontologies.errors import UnreadableDocument, told
from ontologies.tables import read_tsv

# What the standard library raises for a damaged, encrypted or foreign archive.
DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
)


class Kind(StrEnum):
    """The families of files that are read."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    MHTML = "mhtml"
    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    JSON = "json"
    CSV = "csv"
    ZIP = "zip"


# What folders and archives are searched for.
_SUFFIXES = (
    ".txt .text .md .markdown .html .htm .shtml .xhtml .mht .mhtml .pdf .docx .odt .jsonl .ndjson .csv .tsv .zip"
)
SUFFIXES = frozenset(_SUFFIXES.split())
HEAD_BYTES = 65_536

_SAVE = "open it in Word, WPS or LibreOffice and save it as .docx"
_CONVERT = f"{_SAVE}, or run: soffice --headless --convert-to docx FILE"
_UNPACK = "unpack it, or pack its files as a ZIP archive"
_SCAN = "recognise its text (OCR) and give that"
# First bytes → what the file is, and what to do with it.
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"{\\rtf", "an RTF file", _CONVERT),
    (b"\x89PNG", "an image", _SCAN),
    (b"\xff\xd8\xff", "an image", _SCAN),
    (b"GIF8", "an image", _SCAN),
    (b"II*\x00", "an image", _SCAN),
    (b"MM\x00*", "an image", _SCAN),
    (b"RIFF", "an image, sound or film", "write down what it says and give that"),
    (b"ID3", "a sound file", "write down what it says and give that"),
    (b"\x1f\x8b", "a compressed archive", _UNPACK),
    (b"BZh", "a compressed archive", _UNPACK),
    (b"\xfd7zXZ\x00", "a compressed archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a compressed archive", _UNPACK),
    (b"Rar!\x1a", "a compressed archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a compressed archive", _UNPACK),
    (b"\x7fELF", "a program", "give a text"),
    (b"MZ\x90", "a program", "give a text"),
    (b"SQLite format 3", "a database", "export the column that holds the texts as CSV"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SHEET = "save the sheet as CSV (UTF-8), one document a row"
# The member that tells what a zip is → the kind that it is read as, or what it is and the remedy.
_PACKED: tuple[tuple[str, Kind | tuple[str, str]], ...] = (
    ("word/document.xml", Kind.DOCX),
    ("word/", Kind.DOCX),
    ("xl/", ("an Excel file", _SHEET)),
    ("ppt/", ("a PowerPoint file", "export it as PDF")),
    ("OFD.xml", ("an OFD file", "open it in an OFD reader and export it as PDF")),
    ("META-INF/container.xml", ("an e-book (EPUB)", "convert it to HTML or text")),
    ("AndroidManifest.xml", ("a program", "give a text")),
)
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_MARKUP = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<%.{0,2000}?%>\s*|<!--.{0,20000}?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|meta|link|script|style|title|div|table|article|section|main|center|h[1-6]"
    r"|ul|p|span|font)(?=[\s/>])",
    re.IGNORECASE | re.DOTALL,
)
_CLOSING = re.compile(r"</(?:p|div|span|table|body)>|<br\s*/?>", re.IGNORECASE)
_MAIL = re.compile(
    rb"\A(?:(?:From|Subject|Date|MIME-Version|Snapshot-Content-Location|X-[\w-]+|Content-[\w-]+)"
    rb":[^\n]*\n(?:[ \t][^\n]*\n)*){1,40}",
    re.IGNORECASE,
)
_ELEMENT = re.compile(r"<[A-Za-z!/]")
_PAGES = frozenset({".html", ".htm", ".shtml", ".xhtml"})
_MARKDOWN = frozenset({".md", ".markdown"})
_JSON = frozenset({".jsonl", ".ndjson", ".json"})
_SEPARATED = frozenset({".csv", ".tsv"})


def recognise(head: bytes, name: str) -> Kind:
    """Return the kind of a file that begins with `head`, its first 64 KiB; `name` ends in its suffix.

    A zip is Kind.ZIP here: `recognise_packed` looks into it. Raises UnreadableDocument, naming what it is and the
    remedy, for what is known not to be read.

    >>> recognise(b"%PDF-1.7", "a.txt"), recognise("<p>质量".encode(), "a"), recognise("质量".encode(), "a.csv")
    (<Kind.PDF: 'pdf'>, <Kind.HTML: 'html'>, <Kind.CSV: 'csv'>)
    """
    if b"%PDF-" in head[:1024] and not head[:1024].partition(b"%PDF-")[0].strip(b"\xef\xbb\xbf \t\r\n\x00"):
        return Kind.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind.ZIP
    if head.startswith(_OLE):
        kind, remedy = _old_office(head)
        raise UnreadableDocument(f"{name}: this is {kind}; {remedy}")
    for mark, kind, remedy in _REFUSED:
        if head.startswith(mark):
            raise UnreadableDocument(f"{name}: this is {kind}; {remedy}")
    if (mail := _MAIL.match(head)) and b"multipart/related" in mail[0].lower():
        return Kind.MHTML
    text, _ = guess(head)
    suffix = PurePath(name).suffix.lower()
    if _MARKUP.match(text) or (suffix in _PAGES and _ELEMENT.search(text)):
        return Kind.HTML
    if _is_json(text, suffix):
        return Kind.JSON
    if suffix in _SEPARATED or _names_columns(text):
        return Kind.CSV
    return Kind.MARKDOWN if suffix in _MARKDOWN else Kind.TEXT


def recognise_packed(stream: BinaryIO, name: str) -> Kind:
    """Return what a zip holds: a Word or OpenDocument text, or an archive of files.

    Raises UnreadableDocument for a damaged one, and for spreadsheets, slides, OFD and the like.
    """
    try:
        with zipfile.ZipFile(stream) as packed:
            members = packed.namelist()
            mimetype = packed.read("mimetype")[:100] if members[:1] == ["mimetype"] and _is_small(packed) else b""
    except DAMAGES as error:
        raise UnreadableDocument(
            f"{name}: this is a damaged ZIP archive or Word file ({told(error)}); fetch or save it again"
        ) from error
    if mimetype.startswith(_OPEN_DOCUMENT):
        if mimetype[len(_OPEN_DOCUMENT) :].startswith(b"text"):
            return Kind.ODT
        raise UnreadableDocument(f"{name}: this is an OpenDocument file that is no text; export it as PDF or CSV")
    for mark, kind in _PACKED:
        if any(member.startswith(mark) if mark.endswith("/") else member == mark for member in members):
            if isinstance(kind, Kind):
                return kind
            raise UnreadableDocument(f"{name}: this is {kind[0]}; {kind[1]}")
    return Kind.ZIP


def is_markup(text: str) -> bool:
    """Whether a text is HTML: it opens with an element, or ends paragraphs as HTML does.

    >>> is_markup("<p>质量</p>"), is_markup("质量<br>监督</p>"), is_markup("网页用<p>标签写成。")
    (True, True, False)
    """
    return _MARKUP.match(text) is not None or _CLOSING.search(text) is not None


def _is_small(packed: zipfile.ZipFile) -> bool:
    return packed.infolist()[0].file_size <= 1000


def _old_office(head: bytes) -> tuple[str, str]:
    """Word, Excel and PowerPoint up to 2003 and WPS share a container whose streams are named in UTF-16."""
    if "Workbook".encode("utf-16-le") in head:
        return "an old Excel file (.xls, .et)", _SHEET
    if "PowerPoint".encode("utf-16-le") in head:
        return "an old PowerPoint file (.ppt, .dps)", "export it as PDF"
    return "an old Word file (.doc, .wps) or another of the old Office formats", _CONVERT


def _is_json(text: str, suffix: str) -> bool:
    """Whether a text is JSON: its first line is an object, or it says so and opens like one."""
    opening = text.lstrip()
    if not opening.startswith(("{", "[")):
        return suffix in (".jsonl", ".ndjson")
    if suffix in _JSON:
        return True
    line = opening.partition("\n")[0]
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        # A line longer than what is seen of the file, or an object over many lines.
        return re.match(r'\[?\s*\{\s*"[^"\n]{1,80}"\s*:', opening) is not None


def _names_columns(text: str) -> bool:
    """Whether the first line is a header of short cells, one of which is known to name a column of texts."""
    line = text.lstrip("\ufeff").partition("\n")[0].strip("\r")
    for mark in "\t,":
        cells = [cell.strip().strip('"').lower() for cell in line.split(mark)]
        if len(cells) > 1 and all(0 < len(cell) <= 20 for cell in cells) and text_columns() & set(cells):
            return True
    return False


def text_columns() -> frozenset[str]:
    """Return the names, in lower case, under which a table or a record keeps a document's text.

    >>> "正文" in text_columns()
    True
    """
    return frozenset(row["name"].lower() for row in read_tsv("fields") if row["field"] == "text")
