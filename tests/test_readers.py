"""Files to documents: encodings, folders, messages."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.encodings import decode
from extractors.readers import find_documents, read, read_text
from ontologies.errors import NotFound, UnreadableDocument

TEXT = "市政府关于推行首席质量官制度的通知\n各区政府：\n  请落实企业主体责任，加强监督考核。\n"
TRADITIONAL = "市政府推行質量管理制度，要求各區落實責任，加強監督檢查與評價，並建立協調機制。"
COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分"
    "对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
)


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
        ("utf-32", "utf-32"),
    ],
)
def test_decodes_what_was_encoded(codec: str, name: str) -> None:
    assert decode(TEXT.encode(codec)) == (TEXT, name)


@pytest.mark.parametrize("codec", ["big5", "big5hkscs"])
def test_decodes_traditional_text(codec: str) -> None:
    assert decode(TRADITIONAL.encode(codec)) == (TRADITIONAL, "big5hkscs")


def test_traditional_text_in_gbk_is_not_big5() -> None:
    assert decode(TRADITIONAL.encode("gbk")) == (TRADITIONAL, "gb18030")


@given(st.text(alphabet=COMMON, min_size=10, max_size=60), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_round_trip_of_common_characters(text: str, codec: str) -> None:
    assert decode(text.encode(codec)) == (text, codec)


@given(st.text(alphabet=COMMON + "，。\r\n 1a", min_size=1, max_size=40))
def test_strict_utf8_comes_back_with_its_line_ends(text: str) -> None:
    if any(character in COMMON for character in text):
        assert decode(text.encode())[0] == text


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"%PDF-1.7\n...", "PDF"),
        (b"PK\x03\x04\x14\x00[Content_Types].xml word/document.xml", "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "Word"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "image"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "image"),
        (b"\x1f\x8b\x08" + bytes(40), "archive"),
        (bytes(range(256)) * 4, "binary"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"<!DOCTYPE html><html><body>quality</body></html>", "page"),
        (b"<html><body><script>f()</script></body></html>", "script"),
        (b"", "empty"),
        (b" \r\n\t \n", "empty"),
        ("　\n".encode(), "empty"),
        (b"Only English here.", "no Chinese"),
    ],
)
def test_what_is_no_chinese_text_is_refused_in_one_sentence(content: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "文件.txt"
    path.write_bytes(content)
    with pytest.raises(UnreadableDocument) as caught:
        read(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ") and says in message and "\n" not in message


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(content: bytes) -> None:
    try:
        text, _ = decode(content)
    except UnreadableDocument as error:
        assert str(error).startswith("the file: ")
    else:
        assert text.strip()


def test_a_text_with_html_in_its_prose_is_read() -> None:
    assert decode("网页用<html>标签写成。".encode())[0] == "网页用<html>标签写成。"


def test_a_missing_file_and_a_folder_are_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no such file"):
        read(tmp_path / "没有.txt")
    with pytest.raises(NotFound, match="folder"):
        read(tmp_path)


def test_a_read_error_becomes_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableDocument, match="Permission denied"):
        read(tmp_path / "密.txt")


def test_folders_are_walked_in_order_without_hidden_files(tmp_path: Path) -> None:
    names = ["b.txt", "a.md", "c/d.TEXT", "f.html", "g.PDF", ".hidden.txt", ".git/e.txt", "c/.g/h.txt", "~$b.docx"]
    for name in [*names, "h.exe", "SOURCES.jsonl"]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT, encoding="utf-8")
    found = [str(path.relative_to(tmp_path)) for path in find_documents([tmp_path])]
    assert found == ["a.md", "b.txt", "c/d.TEXT", "f.html", "g.PDF"]


def test_a_named_file_is_read_whatever_its_suffix_and_once(tmp_path: Path) -> None:
    path = tmp_path / "通知.dat"
    path.write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert list(find_documents([path, tmp_path, path])) == [path, tmp_path / "a.txt"]


def test_a_folder_without_texts_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no texts"):
        list(find_documents([tmp_path]))
    with pytest.raises(NotFound, match="no such file or folder"):
        list(find_documents([tmp_path / "没有"]))


def test_links_out_of_a_folder_are_told_and_not_followed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside.txt"
    inside.mkdir()
    outside.write_text(TEXT, encoding="utf-8")
    (inside / "a.txt").write_text(TEXT, encoding="utf-8")
    (inside / "b.txt").symlink_to(outside)
    (inside / "c.txt").symlink_to(inside / "a.txt")
    (inside / "d.txt").symlink_to(inside / "d.txt")
    os.mkfifo(inside / "e.txt")
    (inside / "f").symlink_to(tmp_path)
    told: list[UnreadableDocument] = []
    assert list(find_documents([inside], told.append)) == [inside / "a.txt"]
    assert [str(one).split(":")[0].removeprefix(f"{inside}/") for one in told] == ["b.txt", "d.txt", "e.txt"]
    assert "leads out of the folder" in str(told[0]) and "no regular file" in str(told[2])
    # Who names a link means what it leads to.
    assert list(find_documents([inside / "b.txt"])) == [inside / "b.txt"] and read(inside / "b.txt").text == TEXT


def test_names_that_are_no_utf8(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode("通知.txt".encode("gbk"))
    path.write_text(TEXT, encoding="utf-8")
    [found] = find_documents([tmp_path])
    document = read(found)
    assert os.fsencode(document.source) == os.fsencode(path) and document.id


def test_a_pipe_is_read(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.write(writing, TEXT.encode("gb18030"))
    os.close(writing)
    assert read(f"/dev/fd/{reading}").text == TEXT
    os.close(reading)


def test_more_bytes_than_a_text_may_have_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.readers.TEXT_BYTES", 1000)
    path = tmp_path / "长.txt"
    path.write_text("质" * 1000, encoding="utf-8")
    with pytest.raises(UnreadableDocument, match="larger than the 1,000 bytes") as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}: ")


def test_a_markdown_file_is_read_without_its_marks(tmp_path: Path) -> None:
    path = tmp_path / "通知.md"
    path.write_text("---\ntitle: 通知\n---\n## 要求\n\n各区要**落实**制度。\n", encoding="utf-8")
    document = read(path)
    assert (document.title, document.text.split()) == ("通知", ["要求", "各区要落实制度。"])
    path.write_text("---\ntitle: 通知\n---\n各区要落实制度。\n", encoding="utf-8")
    document = read(path)
    assert path.read_text(encoding="utf-8")[document.offset :] == document.text == "各区要落实制度。\n"


def test_a_document_without_furniture_is_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    document = read(path)
    assert (document.text, document.offset) == (TEXT.replace("\n", "\r\n"), 0)
    assert document.title == "市政府关于推行首席质量官制度的通知"
    assert (document.source, document.encoding) == (str(path), "utf-8")


@given(st.text(alphabet="首席质量官制度。，：\n\r 　>|【】2016-05年月日来源责任编辑上一篇首页打印", max_size=200))
def test_the_text_is_one_stretch_of_what_was_read(text: str) -> None:
    document = read_text(text)
    assert text[document.offset : document.offset + len(document.text)] == document.text
