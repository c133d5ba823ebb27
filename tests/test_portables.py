"""PDFs: predefined character maps, whole paragraphs across lines and pages, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from printing import Placed, paragraph, pdf

from extractors import portables
from extractors.portables import read_pdf
from extractors.readers import read
from ontologies.errors import UnreadableDocument

BODY = (
    "为加强产品质量监督管理，落实企业主体责任，各区要全面推行首席质量官制度，建立质量安全风险管控清单，"
    "对2025年新设立的500家企业逐一登记，并按季度报送情况。"
)
SECOND = "市市场监督管理局负责组织实施，各有关部门按照职责分工做好配合工作，确保各项任务落到实处，取得实效。"


def notice() -> bytes:
    """Two pages with a header and page numbers; the second paragraph runs on across the page's end."""
    upper = paragraph(BODY, 80, 700, 27)
    lower = paragraph(SECOND, 80, 700 - 28 * len(upper), 27)
    head = Placed("绍兴市人民政府公报", 230, 800, 10)
    first = [head, Placed("关于推行首席质量官制度的通知", 180, 740, 18), *upper, lower[0], Placed("— 1 —", 280, 50, 12)]
    rest = [line._replace(y=740 - 28 * at) for at, line in enumerate(lower[1:])]
    return pdf([first, [head, *rest, Placed("— 2 —", 280, 50, 12)]])


def test_paragraphs_are_whole_without_headers_and_page_numbers() -> None:
    text, known = read_pdf(notice(), "通知.pdf")
    assert text.splitlines() == ["关于推行首席质量官制度的通知", BODY, SECOND]
    assert known == {}


@pytest.mark.parametrize("encoding", ["GBKp-EUC-H", "GBK-EUC-H", "UniGB-UCS2-H"])
def test_fonts_that_are_not_embedded_are_read(encoding: str) -> None:
    text, _ = read_pdf(pdf([[Placed("落实首席质量官制度", 80, 700)]], encoding=encoding), "a.pdf")
    assert text == "落实首席质量官制度\n"


def test_traditional_text_in_big5_is_read() -> None:
    text, _ = read_pdf(pdf([[Placed("落實質量責任", 80, 700)]], encoding="ETen-B5-H"), "a.pdf")
    assert text == "落實質量責任\n"


def test_a_document_knows_its_title_and_has_no_offset(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([paragraph(BODY, 80, 700, 27)], title="关于推行首席质量官制度的通知"))
    document = read(path)
    assert (document.title, document.offset, document.encoding) == ("关于推行首席质量官制度的通知", 0, "pdf")
    assert document.text.strip() == BODY


def test_a_title_that_a_program_gave_is_none(tmp_path: Path) -> None:
    for title in ("Microsoft Word - 通知.docx", "绍政办发〔2025〕9号", "通知"):
        assert read_pdf(pdf([paragraph(BODY, 80, 700, 27)], title=title), "a.pdf")[1] == {}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"%PDF-1.7\nnothing", "damaged"),
        (pdf([[]]), "OCR"),
        (pdf([[Placed("quality", 80, 700)]]), "no Chinese"),
    ],
)
def test_what_has_no_chinese_text_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(UnreadableDocument, match=says) as caught:
        read_pdf(content, "扫描.pdf")
    assert str(caught.value).startswith("扫描.pdf: ") and "\n" not in str(caught.value)


def test_more_pages_than_one_document_may_have_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portables, "PAGES", 1)
    with pytest.raises(UnreadableDocument, match=r"2 pages, more than the 1"):
        read_pdf(notice(), "通知.pdf")


def test_a_page_with_too_many_characters_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portables, "PAGE_CHARACTERS", 20)
    with pytest.raises(UnreadableDocument, match="page 1 has"):
        read_pdf(notice(), "通知.pdf")
