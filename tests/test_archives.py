"""ZIP archives: their members, and the bombs among them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from printing import docx, packed, run

from extractors.model import Document
from extractors.readers import Read, read_all
from ontologies.errors import UnreadableDocument

TEXT = "各区要落实首席质量官制度，加强监督检查。"


def written(tmp_path: Path, content: bytes) -> list[Read]:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    return list(read_all(path))


def sources(found: list[Read]) -> list[str]:
    return [one.source.rpartition("a.zip")[2] for one in found if isinstance(one, Document)]


def test_members_of_all_kinds_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    found = written(
        tmp_path,
        packed(
            {
                "c/d.csv": f"text,id\n{TEXT},1\n{TEXT},2\n",
                "b.docx": docx(run(TEXT)),
                "a/通知.html": f"<p>{TEXT}</p>",
                "a/图.png": b"\x89PNG",
                "a/.hidden.txt": TEXT,
                "__MACOSX/a.txt": TEXT,
            }
        ),
    )
    assert sources(found) == ["!a/通知.html", "!b.docx", "!c/d.csv#2", "!c/d.csv#3"]
    assert {one.text.strip() for one in found if isinstance(one, Document)} == {TEXT}


def test_an_archive_in_an_archive_is_read_and_one_more_is_refused(tmp_path: Path) -> None:
    inner = packed({"c.txt": TEXT})
    assert sources(written(tmp_path, packed({"b.zip": inner}))) == ["!b.zip!c.txt"]
    [fault] = written(tmp_path, packed({"a.zip": packed({"b.zip": inner})}))
    assert isinstance(fault, UnreadableDocument) and "more than 2 deep" in str(fault)


def test_a_member_that_cannot_be_read_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    fault, document = written(tmp_path, packed({"a.txt": b"", "b.txt": TEXT}))
    assert isinstance(fault, UnreadableDocument) and "a.zip!a.txt: the file is empty" in str(fault)
    assert isinstance(document, Document)


def test_names_in_the_encoding_of_windows(tmp_path: Path) -> None:
    content = packed({"123456.txt": TEXT}, zipfile.ZIP_STORED).replace(b"123456.txt", "通知一".encode("gbk") + b".txt")
    assert sources(written(tmp_path, content)) == ["!通知一.txt"]


def test_a_line_end_in_a_name_parts_no_sentence(tmp_path: Path) -> None:
    [fault] = written(tmp_path, packed({"a\nb.txt": ""}))
    assert "a.zip!a\ufffdb.txt: the file is empty" in str(fault)


def test_a_bomb_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    fault, document = written(tmp_path, packed({"a.txt": b"0" * 20_000_000, "b.txt": TEXT}))
    assert isinstance(fault, UnreadableDocument) and "a bomb" in str(fault) and "a.zip!a.txt" in str(fault)
    assert isinstance(document, Document)


def test_a_member_that_lies_about_its_size_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.archives.FILE_BYTES", 1000)
    [fault] = written(tmp_path, packed({"a.txt": TEXT * 100}))
    assert "larger than the 1,000 bytes" in str(fault)


def test_members_that_lie_on_one_another_are_refused(tmp_path: Path) -> None:
    content = bytearray(packed({"a.txt": TEXT, "b.txt": TEXT}))
    second = content.rindex(b"PK\x01\x02")
    content[second + 42 : second + 46] = bytes(4)  # where the second member begins: where the first one does
    with pytest.raises(UnreadableDocument, match="lie on one another"):
        written(tmp_path, bytes(content))


def test_what_comes_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.archives.ARCHIVE_BYTES", 100)
    with pytest.raises(UnreadableDocument, match="more than 100 bytes"):
        written(tmp_path, packed({"a.txt": TEXT * 9}))
    monkeypatch.setattr("extractors.archives.MEMBERS", 1)
    with pytest.raises(UnreadableDocument, match="2 members, more than 1"):
        written(tmp_path, packed({"a.txt": TEXT, "b.txt": TEXT}))


def test_a_protected_member_is_refused(tmp_path: Path) -> None:
    content = bytearray(packed({"a.txt": TEXT}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    [fault] = written(tmp_path, bytes(content))
    assert "password" in str(fault)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (packed({"a.exe": b"MZ"}), "no text in this archive"),
        (packed({"xl/workbook.xml": "<a/>"}), "CSV"),
        (packed({"ppt/presentation.xml": "<a/>"}), "PDF"),
        (packed({"OFD.xml": "<a/>"}), "OFD"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "no text; export"),
        (packed({"a.txt": TEXT})[:60], "damaged"),
        (b"PK\x05\x06" + bytes(18), "no text in this archive"),
    ],
    ids=["program", "sheets", "slides", "OFD", "spreadsheet", "cut", "empty"],  # the bytes hold the time of day
)
def test_archives_that_are_refused(content: bytes, says: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=says):
        written(tmp_path, content)


def test_a_damaged_member_is_told(tmp_path: Path) -> None:
    content = bytearray(packed({"a.txt": TEXT, "b.txt": TEXT}, zipfile.ZIP_STORED))
    content[content.index(TEXT.encode()) + 3] ^= 0xFF
    fault, document = written(tmp_path, bytes(content))
    assert "cannot be unpacked" in str(fault) and isinstance(document, Document)


def test_the_writer_of_the_tests_makes_sound_archives() -> None:
    assert zipfile.ZipFile(io.BytesIO(packed({"a.txt": TEXT}))).testzip() is None
