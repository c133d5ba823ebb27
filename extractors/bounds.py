"""How much one document may be: the bounds of every reader, in one place.

What lies beyond a bound is refused with an UnreadableDocument that names the file, the bound and the remedy; nothing is
cut off in silence. The readers hold sizes, counts and depths themselves. `SECONDS` and `MEMORY_BYTES` cannot be held
from within a call into a C library; whoever runs the readers over many files in processes of their own holds those.
"""

from __future__ import annotations

from typing import BinaryIO

from ontologies.errors import UnreadableDocument

MEBIBYTE = 1 << 20

# One document as it lies on disk, or as it is unpacked from an archive.
FILE_BYTES = 256 * MEBIBYTE
# A page's markup, a Word file's XML, a text before it is decoded; a longer one is a dump, not a document.
TEXT_BYTES = 32 * MEBIBYTE
# Two million characters are four thousand printed pages.
CHARACTERS = 2_000_000
# Pages of a PDF, and characters of one of them (a plan or a map may hold tens of thousands).
PAGES, PAGE_CHARACTERS = 5_000, 200_000
# Elements of a page or a Word file, and attributes of one of them. How deeply elements may nest, the XML library says:
# 256 levels.
ELEMENTS, ATTRIBUTES = 1_000_000, 1_000
# One record of JSON lines or CSV, as it is written.
RECORD_BYTES = 16 * MEBIBYTE
COLUMNS = 1_000
# A ZIP archive: its members, what they come to unpacked, and how many archives may lie one in another.
MEMBERS, ARCHIVE_BYTES, ARCHIVE_DEPTH = 100_000, 8 * 1024 * MEBIBYTE, 2
# Texts shrink to a tenth, markup to a fiftieth; what shrinks to less than a five-hundredth is a bomb. Small members
# are spared: a few kilobytes of the same character do no harm.
RATIO, RATIO_FROM_BYTES = 500, 4 * MEBIBYTE
# For a supervisor of the readers: what one document may take, reading and extraction together.
SECONDS, MEMORY_BYTES = 120, 2 * 1024 * MEBIBYTE


def read_bounded(stream: BinaryIO, most: int, name: str, remedy: str = "split it into smaller files") -> bytes:
    """Return all bytes of a stream.

    `name` is what messages call it. Raises UnreadableDocument where there are more than `most`, without reading on.

    >>> from io import BytesIO
    >>> read_bounded(BytesIO("质量".encode()), 10, "a.txt").decode()
    '质量'
    """
    content = bytearray()
    while block := stream.read(min(MEBIBYTE, most + 1 - len(content))):
        content += block
        if len(content) > most:
            raise UnreadableDocument(f"{name}: is larger than the {amount(most)} that one document may be; {remedy}")
    return bytes(content)


def check_length(text: str, name: str) -> None:
    """Raise UnreadableDocument where a text has more characters than one document may have.

    >>> check_length("质量", "a.txt")
    """
    if len(text) > CHARACTERS:
        raise UnreadableDocument(
            f"{name}: has {len(text):,} characters, more than the {CHARACTERS:,} of one document; split it"
        )


def amount(count: int) -> str:
    """Write a number of bytes as a user reads it.

    >>> amount(FILE_BYTES), amount(1000)
    ('256 MiB', '1,000 bytes')
    """
    return f"{count // MEBIBYTE:,} MiB" if count >= MEBIBYTE else f"{count:,} bytes"
