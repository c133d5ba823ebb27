"""What a file holds, told by its bytes."""

from __future__ import annotations

import pytest
from printing import packed

from extractors.bounds import amount, check_length
from extractors.formats import Kind, is_markup, recognise
from extractors.mails import read_mail
from extractors.markdown import plain
from extractors.readers import read_text
from extractors.scripts import script_of, simplify
from ontologies.errors import UnreadableDocument
from ontologies.tables import read_tsv

NOTE = "各区要落实首席质量官制度，加强监督检查。"
MAIL = (
    "From: <Saved by Blink>\nSnapshot-Content-Location: https://a.cn/1\nSubject: =?utf-8?B?6YCa55+l?=\n"
    'MIME-Version: 1.0\nContent-Type: multipart/related;\n\ttype="text/html";\n\tboundary="x"\n\n--x\n'
    "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\nContent-Location: https://a.cn/1\n\n"
    "<html><body><p>=E8=B4=A8=E9=87=8F</p></body></html>\n--x--\n"
)


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (NOTE.encode(), "a.txt", Kind.TEXT),
        (NOTE.encode("gb18030"), "a", Kind.TEXT),
        (NOTE.encode(), "a.md", Kind.MARKDOWN),
        (b"\xef\xbb\xbf%PDF-1.4", "a.txt", Kind.PDF),
        (packed({"a.txt": NOTE}), "a.txt", Kind.ZIP),
        (f"<!DOCTYPE html>{NOTE}".encode("utf-16"), "a.txt", Kind.HTML),
        (f"\n<!-- a -->\n<html>{NOTE}".encode("gb18030"), "a.txt", Kind.HTML),
        (f"{NOTE}<br>{NOTE}".encode(), "a.html", Kind.HTML),
        (f"{NOTE}<br>{NOTE}".encode(), "a.txt", Kind.TEXT),
        (MAIL.encode(), "a.txt", Kind.MHTML),
        (f'{{"text": "{NOTE}"}}'.encode(), "a.txt", Kind.JSON),
        (f"{{{NOTE}}}".encode(), "a.txt", Kind.TEXT),
        (f"[{NOTE}]".encode(), "a.txt", Kind.TEXT),
        (f"标题,正文\n一,{NOTE}".encode(), "a.txt", Kind.CSV),
        (f"标题\t正文\n一\t{NOTE}".encode("utf-16"), "a.txt", Kind.CSV),
        (NOTE.encode(), "a.csv", Kind.CSV),
    ],
)
def test_a_kind_is_told_by_the_bytes(head: bytes, name: str, kind: Kind) -> None:
    assert recognise(head, name) is kind


@pytest.mark.parametrize(
    ("head", "says"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "save it as .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "PowerPoint Document".encode("utf-16-le"), "PDF"),
        (b"{\\rtf1\\ansi", "soffice"),
        (b"\x89PNG\r\n\x1a\n", "OCR"),
        (b"Rar!\x1a\x07", "ZIP"),
        (b"7z\xbc\xaf\x27\x1c", "ZIP"),
    ],
)
def test_what_is_not_read_says_how_to_convert_it(head: bytes, says: str) -> None:
    with pytest.raises(UnreadableDocument, match=says):
        recognise(head, "a.doc")


def test_what_is_markup() -> None:
    assert is_markup("<p>质量") and is_markup("质量<br/>监督") and not is_markup("a < b，质量 > 数量")


def test_a_saved_page_is_the_page_in_it() -> None:
    page, url = read_mail(MAIL.encode(), "a.mht")
    assert ("质量" in page.decode(), url) == (True, "https://a.cn/1")
    with pytest.raises(UnreadableDocument, match="no page"):
        read_mail(b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x--\n", "a.mht")


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("## 一、总体要求 ##\n", "一、总体要求\n"),
        ("通知\n====\n正文\n", "通知\n正文\n"),
        ("**质量**、__监督__和*检查*\n", "质量、监督和检查\n"),
        ("3*4*5=60，a_b_c\n", "3*4*5=60，a_b_c\n"),
        ('![图](a.png)[首席质量官](https://a.cn "题")\n', "图首席质量官\n"),
        ("* 一\n+ 二\n- 三\n", "- 一\n- 二\n- 三\n"),
        ("> 引文\n> 再引\n", "引文\n再引\n"),
        ("```\n代码\n```\n正文 `标` 完\n", "代码\n正文 标 完\n"),
        ("<!-- 注 -->正文<br>\n", "正文\n"),
        ("\\*不是强调\\*\n", "*不是强调*\n"),
        ("|甲|乙|\n|:-|-:|\n|1|2\\|3|\n", "甲\t乙\n1\t2|3\n"),
        ("正文\n\n---\n\n正文\n", "正文\n\n---\n\n正文\n"),
        ("---\ntitle: **甲**\n---\n# 乙\n", "---\ntitle: **甲**\n---\n乙\n"),
        (f"{NOTE}\n", f"{NOTE}\n"),
    ],
)
def test_markdown_loses_its_marks(marked: str, text: str) -> None:
    assert plain(marked) == text


def test_the_table_of_scripts_is_one_for_one() -> None:
    olds = "".join(row["traditional"] for row in read_tsv("traditional"))
    news = "".join(row["simplified"] for row in read_tsv("traditional"))
    assert len(olds) == len(news) > 2500 and len(set(olds)) == len(olds)
    assert simplify(olds) == news


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("推行質量管理制度，要求各區落實責任。", "zh-Hant"),
        (NOTE, "zh-Hans"),
        ("乾隆年間的文献目录和档案", "zh-Hans"),
        ("2025", None),
    ],
)
def test_scripts(text: str, script: str | None) -> None:
    assert script_of(text) == script and read_text(text).language == script


def test_a_text_beyond_the_bounds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.bounds.CHARACTERS", 10)
    check_length("质" * 10, "a.txt")
    with pytest.raises(UnreadableDocument, match=r"a\.txt: has 11 characters, more than the 10"):
        read_text("质" * 11, "a.txt")
    assert amount(3 << 20) == "3 MiB"
