"""A tiny writer of PDFs, Word and OpenDocument files and archives for the tests of the readers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 595, 842


class Placed(NamedTuple):
    """A line of text at a place of a page, in points from the lower left."""

    text: str
    x: float
    y: float
    size: float = 16


def pdf(pages: Sequence[Iterable[Placed]], title: str = "", encoding: str = "GBKp-EUC-H") -> bytes:
    """Return a PDF whose Chinese font is not embedded and has one of the predefined character maps."""
    codec = {"GBKp-EUC-H": "gbk", "GBK-EUC-H": "gbk", "UniGB-UCS2-H": "utf-16-be", "ETen-B5-H": "big5"}[encoding]
    system = "CNS1" if codec == "big5" else "GB1"
    first = 6
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        f"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /{encoding}"
        " /DescendantFonts [4 0 R] >>".encode(),
        f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500 814 939 500]"
        f" /CIDSystemInfo << /Registry (Adobe) /Ordering ({system}) /Supplement 4 >> /FontDescriptor 5 0 R >>".encode(),
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0"
        b" /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
    ]
    for number, lines in enumerate(pages):
        content = "\n".join(
            f"BT /F1 {line.size} Tf {line.x} {line.y} Td <{line.text.encode(codec).hex()}> Tj ET" for line in lines
        ).encode()
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources << /Font << /F1 3 0 R >> >>"
            f" /Contents {first + 2 * number + 1} 0 R >>".encode()
        )
        bodies.append(f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream")
    bodies.append(b"<< /Title <" + ("\ufeff" + title).encode("utf-16-be").hex().encode() + b"> >>")
    written = b"%PDF-1.5\n"
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(bodies) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
    return written + f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode()


def paragraph(text: str, x: float, y: float, columns: int, size: float = 16, leading: float = 28) -> list[Placed]:
    """Set a paragraph of Chinese in lines of so many characters, the first one indented by two."""
    lines = [text[: columns - 2]] + [text[at : at + columns] for at in range(columns - 2, len(text), columns)]
    return [Placed(line, x + (2 * size if not at else 0), y - at * leading, size) for at, line in enumerate(lines)]


def packed(members: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, further: Mapping[str, str] | None = None) -> bytes:
    """Return a Word file with the elements of a body."""
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f'<?xml version="1.0"?><w:document {_W}><w:body>{body}</w:body></w:document>',
            **(further or {}),
        }
    )


def run(text: str) -> str:
    """Return a paragraph of a Word file."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def odt(body: str) -> bytes:
    """Return an OpenDocument text with the elements of a body."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
    )
    content = f"<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", f"{content}</office:document-content>")
    return stream.getvalue()
