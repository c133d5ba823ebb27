"""Word and OpenDocument texts: paragraphs, tables, numbers, what is left out, what is refused."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from printing import docx, odt, packed, run

from extractors.formats import Kind
from extractors.numbering import Numbering, write_number
from extractors.readers import read
from extractors.wordfiles import read_word
from ontologies.errors import UnreadableDocument

SENTENCE = "各区要落实首席质量官制度，加强监督检查。"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def lines_of(content: bytes, kind: Kind = Kind.DOCX) -> list[str]:
    return read_word(io.BytesIO(content), "文件", kind)[0].splitlines()


def test_a_notice_is_read_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    body = (
        run("关于推行制度的通知")
        + run("绍政办发〔2025〕9号")
        + run(SENTENCE)
        + run("绍兴市人民政府")
        + run("2025年3月2日")
    )
    path.write_bytes(docx(body))
    document = read(path)
    assert document.text.splitlines()[2] == SENTENCE
    assert (document.title, document.number) == ("关于推行制度的通知", "绍政办发〔2025〕9号")
    assert (document.written, document.encoding, document.offset) == (date(2025, 3, 2), "docx", 0)


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (run("质量") + "<w:p/>" + run("监督"), ["质量", "监督"]),
        ("<w:p><w:r><w:t>质</w:t></w:r><w:r><w:t>量</w:t><w:br/><w:t>监督</w:t></w:r></w:p>", ["质量", "监督"]),
        ("<w:p><w:r><w:t>质量</w:t><w:br w:type='page'/><w:tab/><w:t>监督</w:t></w:r></w:p>", ["质量 监督"]),
        (
            "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>新的</w:t></w:r></w:ins></w:p>",
            ["新的"],
        ),
        (f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r></w:p>{run('质量')}", ["质量"]),
        ("<w:p><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>不隐</w:t></w:r></w:p>", ["不隐"]),
        ("<w:p><w:r><w:instrText>PAGE 页</w:instrText><w:t>质量</w:t></w:r></w:p>", ["质量"]),
        ("<w:p><w:hyperlink><w:r><w:t>质量</w:t></w:r></w:hyperlink></w:p>", ["质量"]),
        (f"<w:sdt><w:sdtContent>{run('质量')}</w:sdtContent></w:sdt>", ["质量"]),
        (
            f"<w:tbl><w:tr><w:tc>{run('任务')}</w:tc><w:tc>{run('单位')}</w:tc></w:tr>"
            f"<w:tr><w:tc>{run('培训')}</w:tc><w:tc>{run('甲局')}{run('乙局')}</w:tc></w:tr></w:tbl>{run('完')}",
            ["任务\t单位", "培训\t甲局 乙局", "完"],
        ),
    ],
)
def test_how_elements_become_lines(body: str, lines: list[str]) -> None:
    assert lines_of(docx(body)) == lines


def test_a_box_that_is_written_twice_is_read_once() -> None:
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:txbxContent>{run('框中')}</w:txbxContent>"
    body = f"<w:p><w:r><mc:AlternateContent {space}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    assert lines_of(docx(f"{body}</mc:AlternateContent></w:r></w:p>")) == ["框中"]


def test_strict_open_xml_is_read() -> None:
    content = docx(run("质量"))
    space = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
    strict = f"<w:document {space}><w:body>{run('质量')}</w:body></w:document>"
    assert lines_of(content) == lines_of(packed({"word/document.xml": strict})) == ["质量"]


LISTS = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条 "/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%3 "/></w:lvl>
<w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="x"/></w:lvl></w:abstractNum>
<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""
STYLES = f"""<w:styles {W}><w:style w:styleId="s"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
</w:styles>"""


def numbered(text: str, level: int) -> str:
    mark = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr></w:pPr>'
    return f"<w:p>{mark}<w:r><w:t>{text}</w:t></w:r></w:p>"


def test_automatic_numbers_are_written_out() -> None:
    levels = [0, 1, 1, 0, 1, 2, 2, 3]
    styled = '<w:p><w:pPr><w:pStyle w:val="s"/></w:pPr><w:r><w:t>末</w:t></w:r></w:p>'
    body = "".join(numbered("质", level) for level in levels) + styled
    assert lines_of(docx(body, {"word/numbering.xml": LISTS, "word/styles.xml": STYLES})) == [
        *("第一条 质", "（一）质", "（二）质", "第二条 质", "（一）质", "二.1 质"),
        *("二.2 质", "质", "第三条 末"),
    ]


@pytest.mark.parametrize(
    ("number", "form", "written"),
    [
        (10, "chineseCounting", "十"),
        (21, "chineseCountingThousand", "二十一"),
        (105, "chineseCounting", "一百零五"),
        (110, "chineseCounting", "一百一十"),
        (4, "lowerRoman", "iv"),
        (20, "decimalEnclosedCircle", "⑳"),
        (27, "lowerLetter", "27"),
        (3, "none", ""),
    ],
)
def test_how_numbers_are_written(number: int, form: str, written: str) -> None:
    assert write_number(number, form) == written


def test_a_paragraph_of_an_unknown_list_has_no_number() -> None:
    lists, paragraph = ElementTree.fromstring(LISTS), ElementTree.fromstring(f"<w:p {W}/>")
    assert Numbering(lists, None).mark(paragraph) == ""


def test_the_properties_say_who_and_what() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>关于推行制度的通知</dc:title>'
        "<dc:creator>{}</dc:creator><cp:keywords>质量</cp:keywords></cp:coreProperties>"
    )
    known = read_word(io.BytesIO(docx(run("质量"), {"docProps/core.xml": core.format("罗雨桐")})), "a", Kind.DOCX)[1]
    assert known == {"title": "关于推行制度的通知", "keywords": "质量", "author": "罗雨桐"}
    nobody = read_word(
        io.BytesIO(docx(run("质量"), {"docProps/core.xml": core.format("Administrator")})), "a", Kind.DOCX
    )[1]
    assert "author" not in nobody


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (
            "<text:h>通知</text:h><text:p>质<text:span>量</text:span>官<text:s text:c='2'/>制度</text:p>",
            ["通知", "质量官 制度"],
        ),
        ("<text:p>质量<text:line-break/>监督<text:tab/>检查</text:p>", ["质量", "监督 检查"]),
        ("<text:tracked-changes><text:p>旧</text:p></text:tracked-changes><text:p>新的</text:p>", ["新的"]),
        (
            "<text:p>质量<text:note><text:note-body><text:p>注</text:p></text:note-body></text:note>官</text:p>",
            ["质量官"],
        ),
        ("<text:list><text:list-item><text:p>一是质量</text:p></text:list-item></text:list>", ["一是质量"]),
        (
            "<table:table><table:table-row><table:table-cell><text:p>任务</text:p></table:table-cell>"
            "<table:table-cell><text:p>单位</text:p></table:table-cell></table:table-row></table:table>",
            ["任务\t单位"],
        ),
    ],
)
def test_open_documents(body: str, lines: list[str]) -> None:
    assert lines_of(odt(body), Kind.ODT) == lines


def test_an_open_document_is_read_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "通知.odt"
    path.write_bytes(odt(f"<text:p>{SENTENCE}</text:p>"))
    assert (read(path).text.strip(), read(path).encoding) == (SENTENCE, "odt")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (docx(run("quality")), "no Chinese"),
        (packed({"word/document.xml": "<w:document"}), "no sound XML"),
        (packed({"word/styles.xml": "<a/>"}), "no text part"),
        (packed({"word/document.xml": '<!DOCTYPE a [<!ENTITY l "质">]><a>&l;</a>'}), "entities"),
        (packed({"word/document.xml": f"<a>{'<b>' * 3000}质{'</b>' * 3000}</a>"}), "no sound XML"),
        (packed({"word/document.xml": b"<a>" + b" " * 40_000_000 + b"</a>"}), "bomb"),
    ],
)
def test_what_is_refused(content: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "坏.docx"
    path.write_bytes(content)
    with pytest.raises(UnreadableDocument, match=says) as caught:
        read(path)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


def test_a_part_that_is_larger_than_it_may_be_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.wordfiles.TEXT_BYTES", 100)
    with pytest.raises(UnreadableDocument, match="larger than the 100 bytes"):
        lines_of(docx(run("质量") * 50))


def test_too_many_elements_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.wordfiles.ELEMENTS", 10)
    with pytest.raises(UnreadableDocument, match="more than 10 elements"):
        lines_of(docx(run("质量") * 9))
