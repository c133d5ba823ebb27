"""From paths to documents: which files of a folder are texts, and what a file holds."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from extractors.encodings import decode
from extractors.furniture import find_article
from extractors.metadata import read_metadata
from extractors.model import Document
from ontologies.errors import NotFound, UnreadableDocument

TEXT_SUFFIXES = frozenset({".txt", ".text", ".md"})


def find_documents(paths: Iterable[str | Path]) -> Iterator[Path]:
    """Yield the files to read: each file that is named, and the texts of each folder, in the order of their paths.

    In folders, and the folders in them, files ending in .txt, .text or .md count, without hidden ones; a file that is
    named twice comes once. Raises NotFound for a path that does not exist and for a folder without texts.

    >>> list(find_documents([]))
    []
    """
    seen: set[Path] = set()
    for given in paths:
        path = Path(given)
        if path.is_dir():
            found = sorted(_walk(path))
            if not found:
                raise NotFound(f"{path}: no texts in this folder; put files ending in .txt, .text or .md there")
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
            if not name.startswith(".") and Path(name).suffix.lower() in TEXT_SUFFIXES:
                yield Path(place, name)


def read(path: str | Path) -> Document:
    """Read a text file: its article, and what it says of itself.

    `text` is one stretch of the decoded file, with its line ends as they are, and `offset` is where it starts.
    Raises NotFound for a path that does not exist or is a folder, and UnreadableDocument for a file that cannot be
    opened or holds no Chinese text.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "通知.txt")
    ...     _ = file.write_text("关于推行首席质量官制度的通知\\n各区政府：\\n", encoding="gb18030")
    ...     document = read(file)
    >>> document.title, document.encoding
    ('关于推行首席质量官制度的通知', 'gb18030')
    """
    file = Path(path)
    try:
        content = file.read_bytes()
    except FileNotFoundError as error:
        raise NotFound(f"{file}: no such file; check the path") from error
    except IsADirectoryError as error:
        raise NotFound(f"{file}: this is a folder; name the files in it") from error
    except OSError as error:
        raise UnreadableDocument(f"{file}: cannot be opened ({error.strerror}); check its permissions") from error
    text, encoding = decode(content, str(file))
    return read_text(text, str(file), encoding)


def read_text(text: str, source: str = "text", encoding: str = "utf-8") -> Document:
    """Return the document that a text already in memory is.

    >>> read_text("市政府召开会议\\n会议要求推行首席质量官制度。").title
    '市政府召开会议'
    """
    page = find_article(text)
    known = read_metadata(text, page)
    return Document(
        source=source,
        text=page.article.of(text),
        title=known.title,
        date=known.date,
        publisher=known.publisher,
        issuer=known.issuer,
        number=known.number,
        section=known.section,
        author=known.author,
        editor=known.editor,
        encoding=encoding,
        offset=page.article.start,
    )
