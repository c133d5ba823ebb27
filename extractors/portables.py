"""A PDF → its text: characters with their boxes are read page by page, and set into paragraphs by `columns`.

pdfium knows the predefined Chinese character maps (GBKp-EUC-H and the like), so that fonts which are not embedded are
read too. A PDF whose pages are pictures has no text and is refused.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from statistics import median
from typing import TYPE_CHECKING, Any

from extractors.bounds import PAGE_CHARACTERS, PAGES
from extractors.columns import PrintedLine, PrintedPage, set_paragraphs
from extractors.encodings import has_chinese
from ontologies.errors import UnreadableDocument, told

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

Box = tuple[str, float, float, float, float]  # a character and its left, bottom, right and top in points

_GENERIC_TITLE = re.compile(
    r"(?:Microsoft Word|WPS|幻灯片|PowerPoint|无标题|untitled|文档|新建|\S+\.(?:docx?|wps|pdf))", re.IGNORECASE
)
# Between a Chinese character and a figure, word processors leave a quarter of a character; that is no space.
_LEAST_SPACE, _LEAST_GAP = 0.45, 1.0
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u2014\u2018-\u201d\u2026]")
# Of the characters of a page, more than this share unmapped, and its fonts do not tell what they show.
_UNMAPPED_SHARE = 0.3
_BAD = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffd\ufffe\uffff\ue000-\uf8ff]")


def read_pdf(content: bytes, name: str) -> tuple[str, dict[str, str]]:
    """Return the text of a PDF, one paragraph a line, and what its properties say of it, by field.

    Raises UnreadableDocument, calling the file `name`, for one that is damaged or encrypted, has no text, or more pages
    than one document may have.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise UnreadableDocument(f"{name}: this PDF is protected by a password; save it without one") from error
        raise UnreadableDocument(
            f"{name}: this is a damaged PDF ({told(error)}); fetch it again, or print it anew"
        ) from error
    try:
        count = len(document)
        if count > PAGES:
            raise UnreadableDocument(
                f"{name}: this PDF has {count:,} pages, more than the {PAGES:,} of one document; split it by pages"
            )
        pages = list(_read_pages(document, name))
        title = _title(document)
    except (pypdfium2.PdfiumError, ctypes.ArgumentError, ValueError) as error:
        raise UnreadableDocument(f"{name}: a page of this PDF cannot be read ({told(error)}); print it anew") from error
    finally:
        document.close()
    text = set_paragraphs(pages)
    if not text.strip():
        raise UnreadableDocument(f"{name}: this PDF has no text, only pictures; recognise its text (OCR) and give that")
    if len(_BAD.findall(text)) > _UNMAPPED_SHARE * len(text):
        raise UnreadableDocument(
            f"{name}: the fonts of this PDF do not say which characters they show; recognise its text (OCR)"
        )
    if not has_chinese(text):
        raise UnreadableDocument(
            f"{name}: there are no Chinese characters in this PDF; give a Chinese text, or recognise its pictures (OCR)"
        )
    return text, {"title": title} if title else {}


def _title(document: PdfDocument) -> str | None:
    title = str(document.get_metadata_dict().get("Title") or "").strip()
    good = (
        len(title) >= 8 and has_chinese(title) and not _GENERIC_TITLE.search(title) and not re.search(r"\d号$", title)
    )
    return title if good and not _BAD.search(title) else None


def _read_pages(document: PdfDocument, name: str) -> Iterator[PrintedPage]:
    for number in range(len(document)):
        page = document[number]
        try:
            yield _read_page(page, name, number)
        finally:
            page.close()


def _read_page(page: PdfPage, name: str, number: int) -> PrintedPage:
    width, height = page.get_size()
    text_page = page.get_textpage()
    try:
        if text_page.count_chars() > PAGE_CHARACTERS:
            raise UnreadableDocument(
                f"{name}: page {number + 1} has {text_page.count_chars():,} characters, more than the"
                f" {PAGE_CHARACTERS:,} of one page; leave it out"
            )
        return PrintedPage(width, height, tuple(_lines(text_page)))
    finally:
        text_page.close()


def _lines(text_page: Any) -> Iterator[PrintedLine]:
    """Yield the lines of a page in the order in which they were written."""
    from pypdfium2 import raw

    box, matrix = raw.FS_RECTF(), ctypes.byref
    line: list[Box] = []
    for index in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page, index)
        character = chr(code) if code < 0x110000 else "\ufffd"
        if character in "\r\n":
            yield from _line(line)
            line = []
            continue
        if raw.FPDFText_IsGenerated(text_page, index) == 1:
            line.append((" ", 0.0, 0.0, 0.0, 0.0))  # whether there is a space, the gap tells
            continue
        if character in "\x00\ufeff\u200b" or not raw.FPDFText_GetLooseCharBox(text_page, index, matrix(box)):
            continue
        if code == 2 or code == 0xFFFE:  # how pdfium writes a hyphen at the end of a line
            character = "-"
        line.append((character, box.left, box.bottom, box.right, box.top))
    yield from _line(line)


def _line(characters: list[Box]) -> Iterator[PrintedLine]:
    """Yield a line, in parts where there are gaps in it: they may be the cells of a table."""
    inked = [one for one in characters if not one[0].isspace() and (one[3] > one[1] or one[4] > one[2])]
    if not inked:
        return
    wide = [right - left for character, left, _, right, _ in inked if _WIDE.match(character)]
    em = median(wide) if wide else 2 * median(right - left for _, left, _, right, _ in inked)
    part: list[Box] = []
    parts: list[str] = []
    gap = opened = 0.0
    spaced = False
    for one in characters:
        if one[0].isspace():
            spaced = spaced or bool(part)
            continue
        if part:
            gap = (one[1] - part[-1][3]) / em if em > 0 else 0.0
            if gap >= _LEAST_GAP:
                yield _printed(part, parts, em, opened)
                part, parts, opened = [], [], gap
            elif spaced and (gap >= _LEAST_SPACE or not (_WIDE.match(one[0]) or _WIDE.match(part[-1][0]))):
                parts.append(" ")
        part.append(one)
        parts.append(one[0])
        spaced = False
    yield _printed(part, parts, em, opened)


def _printed(boxes: list[Box], parts: list[str], em: float, gap: float) -> PrintedLine:
    return PrintedLine(
        # Halves of a pair, which pdfium gives one by one, are joined.
        text="".join(parts).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"),
        left=boxes[0][1],
        right=max(one[3] for one in boxes),
        bottom=min(one[2] for one in boxes),
        top=max(one[4] for one in boxes),
        em=em,
        size=median(one[4] - one[2] for one in boxes),
        gap=gap,
    )
