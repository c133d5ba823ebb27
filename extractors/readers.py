"""From paths to documents: which files of a folder are read, and what a file holds, told by its content.

One file may hold several documents. A document's `source` says which one it is:

    notices/a.html              the document that the file is
    export.jsonl#12             that of line 12, counted from 1, of JSON lines; of row 12 of a table, its header being 1
    archive.zip!notices/a.html  that of a member of an archive
    archive.zip!table.csv#3     and so on inside

A module for each family of files does the reading: webpages, portables (PDF), wordfiles, tabular, archives; formats
tells the families apart and bounds has the limits.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from extractors.bounds import FILE_BYTES, TEXT_BYTES, check_length, read_bounded
from extractors.encodings import decode
from extractors.formats import HEAD_BYTES, SUFFIXES, Kind, is_markup, recognise, recognise_packed
from extractors.furniture import Page, find_article
from extractors.metadata import read_metadata
from extractors.model import Document
from extractors.scripts import script_of
from ontologies.errors import NotFound, UnreadableDocument, ZhituError, told

if TYPE_CHECKING:
    from extractors.tabular import Record

# A document, or why one of those that a file holds cannot be read.
Read = Document | UnreadableDocument
_SEVERAL = "zhitu read, extract and build read them all, in Python read_all"
# What lies beside texts to say where they are from is none itself.
_BESIDE = frozenset({"SOURCES.jsonl"})
_SEARCHED = ".txt, .md, .html, .pdf, .docx, .odt, .csv, .jsonl, .zip and the like"


def find_documents(
    paths: Iterable[str | Path], refuse: Callable[[UnreadableDocument], None] | None = None
) -> Iterator[Path]:
    """Yield the files to read: each that is named, and the readable ones of each folder, in the order of their paths.

    In folders, and the folders in them, files count whose suffix is one of formats.SUFFIXES, without hidden ones; a
    file that is named twice comes once. Links that lead out of a folder are not followed, nor are pipes and devices
    opened; `refuse` is called with a sentence on each. Raises NotFound for a path that does not exist and for a folder
    without texts.

    >>> list(find_documents([]))
    []
    """
    seen: set[Path] = set()
    for given in paths:
        path = Path(given)
        if path.is_dir():
            found = sorted(_walk(path))
            if not found:
                raise NotFound(f"{path}: no texts in this folder; put files ending in {_SEARCHED} there")
            root = path.resolve()
            found = [file for file in found if _is_inside(file, root, refuse)]
        elif path.exists():
            found = [path]
        else:
            raise NotFound(f"{path}: no such file or folder; check the path")
        for file in found:
            if (identity := file.resolve()) not in seen:
                seen.add(identity)
                yield file


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            suffix = Path(name).suffix.lower()
            if suffix in SUFFIXES and not name.startswith((".", "~$")) and name not in _BESIDE:
                yield Path(place, name)


def _is_inside(file: Path, root: Path, refuse: Callable[[UnreadableDocument], None] | None) -> bool:
    """Whether a file that was found is one, and lies in the folder in which it was found."""
    try:
        wrong = ""
        if file.is_symlink() and not file.resolve(strict=True).is_relative_to(root):
            wrong = "is a link that leads out of the folder; name the file that it leads to"
        elif not stat.S_ISREG(file.stat().st_mode):
            wrong = "is no regular file; remove it from the folder"
    except (OSError, RuntimeError):
        # Cyclic and dangling links; what cannot be looked at for another reason is complained of when it is read.
        wrong = "is a link that leads nowhere; remove it from the folder" if file.is_symlink() else ""
    if wrong and refuse:
        refuse(UnreadableDocument(f"{file}: {wrong}"))
    return not wrong


def read(path: str | Path) -> Document:
    """Read a file that holds one document: its article, and what it says of itself.

    Of a plain text, `text` is one stretch of the decoded file, with its line ends as they are, and `offset` is where it
    starts. Raises NotFound for a path that does not exist or is a folder, and UnreadableDocument for a file that cannot
    be opened, holds no Chinese text, goes beyond extractors.bounds or holds several documents.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "通知.txt")
    ...     _ = file.write_text("关于推行首席质量官制度的通知\\n各区政府：\\n", encoding="gb18030")
    ...     document = read(file)
    >>> document.title, document.encoding
    ('关于推行首席质量官制度的通知', 'gb18030')
    """
    documents = read_all(path)
    first = next(documents, None)
    if first is None:
        raise UnreadableDocument(f"{path}: there is no document in it; give one that holds Chinese texts")
    if isinstance(first, UnreadableDocument):
        raise first
    if next(documents, None) is not None:
        raise UnreadableDocument(f"{path}: holds several documents; {_SEVERAL}")
    return first


def read_all(path: str | Path, start: int = 0, stop: int | None = None) -> Iterator[Read]:
    """Yield the documents of a file, one or many; in place of one that cannot be read comes the error that says why.

    `start` and `stop` take a stretch of them, by their places from 0; the others are not read. Raises NotFound and
    UnreadableDocument, as `read` does, for a file that cannot be read at all.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "通知.jsonl")
    ...     _ = file.write_text('{"正文": "推行首席质量官制度。"}\\n{"正文": "加强考核。"}\\n', encoding="utf-8")
    ...     [document.source.rpartition("/")[2] for document in read_all(file)]
    ['通知.jsonl#1', '通知.jsonl#2']
    """
    with closing(find_parts(path)) as parts:
        yield from _read_each(islice(parts, start, stop), str(path))


def read_stream(stream: BinaryIO, source: str) -> Iterator[Read]:
    """Yield the documents of an open file, one or many. Raises as `read_all` does.

    >>> [document.text for document in read_stream(BytesIO("质量".encode("gb18030")), "a.txt")]
    ['质量']
    """
    return _read_each(_parts_of(stream, source), source)


def _read_each(parts: Iterable[Part], source: str) -> Iterator[Read]:
    for part in parts:
        try:
            yield part.read()
        except UnreadableDocument as error:
            if part.source == source:
                raise
            yield error


class Part(NamedTuple):
    """A document that a file holds, not read yet: `read` returns it or raises UnreadableDocument.

    Parts come one after the other out of an open file, so each is read before the next is asked for, or not at all.
    """

    source: str
    read: Callable[[], Document]


def find_parts(path: str | Path) -> Generator[Part]:
    """Yield the documents of a file without reading them yet.

    Raises NotFound and UnreadableDocument, as `read` does, for a file that cannot be read at all.
    """
    file = Path(path)
    try:
        stream = file.open("rb")
    except FileNotFoundError as error:
        raise NotFound(f"{file}: no such file; check the path") from error
    except IsADirectoryError as error:
        raise NotFound(f"{file}: this is a folder; name the files in it") from error
    except OSError as error:
        raise UnreadableDocument(f"{file}: cannot be opened ({error.strerror}); check its permissions") from error
    with stream, _reported(str(file)):
        for part in _parts_of(stream, str(file)):
            yield Part(part.source, partial(_read_reported, part))


def count_parts(path: str | Path) -> int:
    """Return how many documents a file holds, at least one; a fault that ends it counts as one.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "通知.csv")
    ...     _ = file.write_text("标题,正文\\n一,推行首席质量官制度。\\n二,加强考核。\\n", encoding="utf-8")
    ...     count_parts(file)
    2
    """
    count = 0
    try:
        for _ in find_parts(path):
            count += 1
    except ZhituError:
        count += 1
    return max(count, 1)


@contextmanager
def _reported(source: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UnreadableDocument(
            f"{source}: cannot be read ({error.strerror or told(error)}); copy it again"
        ) from error
    except MemoryError as error:
        raise UnreadableDocument(f"{source}: needs more memory than there is; split it") from error


def _read_reported(part: Part) -> Document:
    with _reported(part.source):
        return part.read()


def _parts_of(stream: BinaryIO, source: str, depth: int = 0) -> Iterator[Part]:
    """Yield the documents of an open file; `depth` says how many archives it lies in."""
    if not stream.seekable():
        stream = BytesIO(read_bounded(stream, FILE_BYTES, source))
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    kind = recognise(head, source)
    if kind is Kind.ZIP:
        kind = recognise_packed(stream, source)
        stream.seek(0)
    if kind is Kind.ZIP:
        from extractors.archives import read_archive

        for part in read_archive(stream, source, depth, _parts_of):
            yield part if isinstance(part, Part) else _failed(*part)
    elif kind in (Kind.JSON, Kind.CSV):
        from extractors.tabular import read_records

        for record in read_records(stream, head, source, kind):
            if isinstance(record, UnreadableDocument):
                yield _failed(str(record).partition(": ")[0], record)
            else:
                yield Part(record.source, partial(_read_record, record))
    else:
        yield Part(source, partial(_read_single, stream, source, kind))


def _failed(source: str, error: UnreadableDocument) -> Part:
    def complain() -> Document:
        raise error

    return Part(source, complain)


def _read_record(record: Record) -> Document:
    source, text, known, encoding = record
    if is_markup(text):
        from extractors.webpages import read_page

        found = read_page(text, source)
        return make_document(found.text, found.page, source, encoding, {**found.known, **known})
    return _detached(read_text(text, source, encoding, known))


def _read_single(stream: BinaryIO, source: str, kind: Kind) -> Document:
    if kind is Kind.PDF:
        from extractors.portables import read_pdf

        text, known = read_pdf(read_bounded(stream, FILE_BYTES, source, "split it by pages"), source)
        return _detached(read_text(text.rstrip("\n"), source, "pdf", known))
    if kind in (Kind.DOCX, Kind.ODT):
        from extractors.wordfiles import read_word

        text, known = read_word(stream, source, kind)
        return _detached(read_text(text.rstrip("\n"), source, kind.value, known))
    content = read_bounded(stream, TEXT_BYTES, source)
    if kind is Kind.MHTML:
        from extractors.mails import read_mail

        content, url = read_mail(content, source)
        return _read_page(content, source, {"url": url} if url else {})
    if kind is Kind.HTML:
        return _read_page(content, source, {})
    text, encoding = decode(content, source)
    if kind is Kind.MARKDOWN:
        from extractors.markdown import plain

        written = plain(text)
        document = read_text(written, source, encoding)
        return document if written == text else _detached(document)
    return read_text(text, source, encoding)


def _detached(document: Document) -> Document:
    """Return a document whose text is not a stretch of its file."""
    return replace(document, offset=0)


def _read_page(content: bytes, source: str, known: Mapping[str, str]) -> Document:
    from extractors.webpages import decode_page, read_page

    markup, encoding = decode_page(content)
    found = read_page(markup, source)
    return make_document(found.text, found.page, source, encoding, {**known, **found.known})


def read_text(
    text: str, source: str = "text", encoding: str = "utf-8", known: Mapping[str, str] | None = None
) -> Document:
    """Return the document that a text already in memory is; `known` has what else is known of it, by field.

    Raises UnreadableDocument for one that is beyond the bounds.

    >>> read_text("市政府召开会议\\n会议要求推行首席质量官制度。").title
    '市政府召开会议'
    """
    check_length(text, source)
    page = find_article(text)
    return make_document(text, page, source, encoding, known or {}, page.article.start)


def make_document(
    text: str, page: Page, source: str, encoding: str, known: Mapping[str, str], offset: int = 0
) -> Document:
    """Return the document that a text with a known division is. Raises UnreadableDocument beyond the bounds."""
    article = page.article.of(text)
    check_length(article, source)
    said = read_metadata(text, page, known)
    return Document(
        source=source,
        text=article,
        title=said.title,
        date=said.date,
        publisher=said.publisher,
        issuer=said.issuer,
        number=said.number,
        section=said.section,
        author=said.author,
        editor=said.editor,
        encoding=encoding,
        offset=offset,
        written=said.written,
        published=said.published,
        effective=said.effective,
        subject=said.subject,
        keywords=said.keywords,
        index=said.index,
        validity=said.validity,
        url=said.url,
        language=script_of(article),
    )
