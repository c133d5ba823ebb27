"""Bytes to text: byte-order marks, strict UTF-8, then the encoding under which the characters are the usual ones."""

from __future__ import annotations

import codecs
import re
from functools import cache

from ontologies.errors import UnreadableDocument
from ontologies.tables import read_tsv

_AS_TEXT = "zhitu reads plain text, so save it as a text file (.txt, UTF-8)"
# First bytes → what the file is. A zip is named by the folder that its first members lie in.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Excel file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"II*\x00", "an image"),
    (b"MM\x00*", "an image"),
    (b"RIFF", "an image, sound or film"),
    (b"ID3", "a sound file"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"BZh", "a compressed archive"),
    (b"\xfd7zXZ\x00", "a compressed archive"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed archive"),
    (b"Rar!\x1a", "a compressed archive"),
    (b"\x28\xb5\x2f\xfd", "a compressed archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
)
_ZIP = b"PK\x03\x04"
_ZIP_KINDS = ((b"word/", "a Word file (.docx)"), (b"xl/", "an Excel file"), (b"ppt/", "a PowerPoint file"))
_MARKS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF8, "utf-8", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030", "gb18030"),
)
_MARKUP = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|meta|script|style|title|div|table|article|section|p|span)\b[^>]*>",
    re.IGNORECASE | re.DOTALL,
)
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# More unreadable bytes than this, in a thousand characters, and the file is not text in that encoding.
_FAULTS_PER_THOUSAND = 20
_SAMPLE = 65_536
# Of Chinese prose, more than half of the characters are the usual ones; of bytes that are no text, a few per cent.
_LEAST_USUAL, _ENOUGH = 0.2, 24


def decode(data: bytes, name: str = "the file") -> tuple[str, str]:
    """Return the text of a file and the name of its encoding; the byte-order mark is left out, line ends stay.

    `name` is what messages call the file. Raises UnreadableDocument for a file that is no plain text (PDF, Word, HTML,
    an image, an archive), is empty, or has no Chinese characters.

    >>> decode("首席质量官".encode("gb18030"))
    ('首席质量官', 'gb18030')
    """
    if kind := _known_kind(data):
        raise UnreadableDocument(f"{name}: this is {kind}; {_AS_TEXT}")
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableDocument(f"{name}: the file is empty; give a file that holds Chinese text")
    text, encoding = _decode(data)
    if encoding != "utf-8" and len(text) >= _ENOUGH and _usualness(text[:_SAMPLE]) < _LEAST_USUAL:
        raise UnreadableDocument(f"{name}: this is a binary file, no text; {_AS_TEXT}")
    if _MARKUP.match(text):
        raise UnreadableDocument(
            f"{name}: this is an HTML page; zhitu reads plain text, so save the page as text (.txt) in the browser"
        )
    if not text.strip():
        raise UnreadableDocument(f"{name}: the file is empty; give a file that holds Chinese text")
    faults = len(_CONTROL.findall(text)) + text.count("\ufffd")
    if "\x00" in text or faults * 1000 > _FAULTS_PER_THOUSAND * len(text) + 2000:
        raise UnreadableDocument(f"{name}: this is a binary file, no text; {_AS_TEXT}")
    if not _HAN.search(text):
        raise UnreadableDocument(f"{name}: there are no Chinese characters in it; give a Chinese text")
    return text, encoding


def _known_kind(data: bytes) -> str | None:
    if data.startswith(_ZIP):
        return next((kind for mark, kind in _ZIP_KINDS if mark in data), "a zip archive")
    return next((kind for mark, kind in _MAGIC if data.startswith(mark)), None)


def _decode(data: bytes) -> tuple[str, str]:
    for mark, codec, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace"), encoding
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if "\x00" not in text:
            return text, "utf-8"
    candidates = ["utf-8", "gb18030", "big5hkscs"]
    if len(data) % 2 == 0:
        candidates += ["utf-16-le", "utf-16-be"]
    sample = data[:_SAMPLE]
    best = max(candidates, key=lambda codec: _usualness(sample.decode(codec, "replace")))
    return data.decode(best, "replace"), "utf-16" if best.startswith("utf-16") else best


def _usualness(text: str) -> float:
    """Return the share of usual characters among those that are not ASCII; what is no text counts against it."""
    usual = wide = faults = 0
    for character in text:
        if character == "\ufffd" or character < "\t" or "\x0e" <= character < " ":
            faults += 1
        elif character > "\x7f":
            wide += 1
            usual += character in _usual()
    return (usual - 4 * faults) / (wide + faults) if wide + faults else 0.0


@cache
def _usual() -> frozenset[str]:
    return frozenset("".join(row["characters"] for row in read_tsv("characters")))
