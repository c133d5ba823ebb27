"""ZIP archives of documents: each member is read as a file of its own, within the bounds."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO, TypeVar

from extractors.bounds import (
    ARCHIVE_BYTES,
    ARCHIVE_DEPTH,
    FILE_BYTES,
    MEMBERS,
    RATIO,
    RATIO_FROM_BYTES,
    amount,
    read_bounded,
)
from extractors.encodings import guess
from extractors.formats import DAMAGES, SUFFIXES
from ontologies.errors import UnreadableDocument, told

T = TypeVar("T")

_ENCRYPTED, _IN_UTF8 = 0x1, 0x800


def read_archive(
    stream: BinaryIO, source: str, depth: int, read: Callable[[BinaryIO, str, int], Iterator[T]]
) -> Iterator[T | tuple[str, UnreadableDocument]]:
    """Yield what `read` makes of each readable member, given its content, name and depth, in the order of their names.

    A member is called `source!folder/name`. In place of one that cannot be read come its name and why. Raises
    UnreadableDocument where the archive as a whole is beyond the bounds or has no readable member.
    """
    if depth >= ARCHIVE_DEPTH:
        raise UnreadableDocument(f"{source}: archives lie in one another more than {ARCHIVE_DEPTH} deep; unpack it")
    try:
        packed = zipfile.ZipFile(stream)
    except DAMAGES as error:
        raise UnreadableDocument(f"{source}: this ZIP archive is damaged ({told(error)}); fetch it again") from error
    with packed:
        members = packed.infolist()
        _check(members, source)
        readable = sorted(
            (name, member.header_offset, member) for member in members if (name := _readable_name(member))
        )
        if not readable:
            raise UnreadableDocument(f"{source}: there is no text in this archive; pack .txt, .html, .pdf and the like")
        left = ARCHIVE_BYTES
        for name, _, member in readable:
            called = f"{source}!{name}"
            try:
                content = _unpack(packed, member, called, left)
                left -= len(content)
                yield from read(BytesIO(content), called, depth + 1)
            except UnreadableDocument as error:
                yield called, error


def _check(members: list[zipfile.ZipInfo], source: str) -> None:
    if len(members) > MEMBERS:
        raise UnreadableDocument(
            f"{source}: has {len(members):,} members, more than {MEMBERS:,}; pack fewer in one archive"
        )
    whole = sum(member.file_size for member in members)
    if whole > ARCHIVE_BYTES:
        raise UnreadableDocument(f"{source}: unpacks to {amount(whole)}, more than {amount(ARCHIVE_BYTES)}; split it")
    # A bomb whose members overlap: all of them unpack the same bytes.
    offsets = {member.header_offset for member in members}
    if len(offsets) < len(members):
        raise UnreadableDocument(f"{source}: its members lie on one another, a bomb; do not open it")


def _unpack(packed: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, left: int) -> bytes:
    if member.flag_bits & _ENCRYPTED:
        raise UnreadableDocument(f"{name}: is protected by a password; pack it without one")
    if member.file_size > RATIO_FROM_BYTES and member.file_size > RATIO * max(member.compress_size, 1):
        raise UnreadableDocument(
            f"{name}: unpacks to {amount(member.file_size)} from next to nothing, a bomb; leave it out"
        )
    try:
        with packed.open(member) as stream:
            # What the archive says of a member's size may be wrong, so what comes out is counted.
            return read_bounded(stream, min(FILE_BYTES, max(left, 0)), name)  # type: ignore[arg-type]
    except DAMAGES as error:
        raise UnreadableDocument(f"{name}: cannot be unpacked ({told(error)}); pack it again") from error


def _readable_name(member: zipfile.ZipInfo) -> str:
    """Return the name of a member that is read, an empty string for folders, hidden files and other kinds."""
    name = _name(member)
    path = PurePosixPath(name.replace("\\", "/"))
    if member.is_dir() or path.suffix.lower() not in SUFFIXES:
        return ""
    if any(part.startswith((".", "~$", "__MACOSX")) and part != ".." for part in path.parts):
        return ""
    # A line end in a name would part the sentence that tells of it.
    return "".join(character if character.isprintable() else "\ufffd" for character in str(path))


def _name(member: zipfile.ZipInfo) -> str:
    """Return a member's name; Windows writes it in the encoding of the country without saying so."""
    if member.flag_bits & _IN_UTF8:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    return member.filename if raw.isascii() else guess(raw)[0]
