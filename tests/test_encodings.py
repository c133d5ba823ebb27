"""Bytes to text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.encodings import decode, guess
from ontologies.errors import UnreadableDocument

NOTE = "各区政府要落实首席质量官制度，加强质量监督检查，提高产品和服务的质量水平。\r\n"
TRADITIONAL = "各區政府要落實首席質量官制度，加強質量監督檢查，提高產品和服務的質量水平。\n"


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (NOTE, "utf-8", "utf-8"),
        (NOTE, "utf-8-sig", "utf-8"),
        (NOTE, "gb2312", "gb18030"),
        (NOTE, "gbk", "gb18030"),
        (NOTE, "gb18030", "gb18030"),
        (NOTE, "utf-16", "utf-16"),
        (NOTE, "utf-16-le", "utf-16"),
        (NOTE, "utf-16-be", "utf-16"),
        (NOTE, "utf-32", "utf-32"),
        (TRADITIONAL, "big5", "big5hkscs"),
        (TRADITIONAL, "utf-8", "utf-8"),
    ],
)
def test_a_text_comes_back_from_its_encoding(text: str, codec: str, name: str) -> None:
    assert decode(text.encode(codec)) == (text, name)


def test_a_byte_out_of_place_spoils_one_character_only() -> None:
    data = NOTE.encode("gb18030")
    text, name = decode(data[:20] + b"\xff" + data[20:])
    assert name == "gb18030" and "\ufffd" in text and text.endswith("质量水平。\r\n")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"quality officers", "no Chinese characters"),
        (bytes(range(256)) * 8, "binary"),
    ],
)
def test_what_is_no_chinese_text_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableDocument, match=says) as caught:
        decode(data, "报告.txt")
    assert str(caught.value).startswith("报告.txt: ") and "\n" not in str(caught.value)


@given(st.text(st.sampled_from("质量官制度，。落实责任\r\n 0123"), min_size=4).filter(lambda text: "质" in text))
def test_utf8_comes_back_as_it_is(text: str) -> None:
    assert decode(text.encode()) == (text, "utf-8")


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text, encoding = decode(data)
    except UnreadableDocument as error:
        assert str(error)
    else:
        assert text.strip() and encoding in {"utf-8", "gb18030", "big5hkscs", "utf-16", "utf-32"}


@pytest.mark.parametrize("codec", ["gb18030", "big5", "utf-16-le"])
def test_what_stands_behind_much_ascii_is_looked_at(codec: str) -> None:
    note = TRADITIONAL if codec == "big5" else NOTE
    text = "<style>" + "p { margin: 0 } " * 8000 + "</style>" + note
    assert guess(text.encode(codec))[0] == text


def test_the_bytes_go_before_what_a_page_declares() -> None:
    assert guess(NOTE.encode("gb18030"), "utf-8")[1] == "gb18030"
    assert guess(NOTE.encode(), "gb2312")[1] == "utf-8"
    assert guess(TRADITIONAL.encode("big5"), "gb2312")[1] == "big5hkscs"


def test_a_head_cut_inside_a_character_is_utf8() -> None:
    head = (NOTE * 9).encode()[:-3]
    assert guess(head) == ((NOTE * 9)[:-3], "utf-8") == guess(head[:-1])


def test_a_few_characters_that_are_utf8_by_chance() -> None:
    assert guess("通知一".encode("gbk")) == ("通知一", "gb18030")
    assert guess("Привет".encode()) == ("Привет", "utf-8")
