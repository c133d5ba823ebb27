"""Pages: the article, what the page says of it, encodings, tables, what is hidden."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from extractors.markup import parse_page, render
from extractors.model import Document
from extractors.readers import read
from extractors.webpages import declared_charset, find_containers
from ontologies.errors import UnreadableDocument

FIRST = "会议要求，各区全面推行首席质量官制度，落实企业主体责任，加强监督检查和考核评价。"
SECOND = "会议指出，要建立协调机制，明确工作职责，按季度通报工作进展，确保各项任务落到实处。"
THIRD = "会议强调，市市场监督管理局要会同有关部门做好培训工作，提高首席质量官的履职能力。"
MENU = "".join(f'<li><a href="/{n}">{n}</a></li>' for n in ("首页", "政务公开", "新闻中心", "办事服务", "互动交流"))
LINKS = "".join(f'<li><a href="/{n}">关于做好第{n}批企业质量提升工作的通知</a></li>' for n in range(8))


def written(tmp_path: Path, markup: str, codec: str = "utf-8") -> Document:
    path = tmp_path / "页.html"
    path.write_bytes(markup.encode(codec))
    return read(path)


def official(box: str) -> str:
    return f"""<!DOCTYPE html><html><head><title>关于推行首席质量官制度的通知_绍兴市人民政府</title>
<meta name="ArticleTitle" content="关于推行首席质量官制度的通知"><meta name="PubDate" content="2025-03-15 10:20">
<meta name="ContentSource" content="绍兴市市场监督管理局"><meta name="Keywords" content="质量;首席质量官">
<meta name="ColumnName" content="政策文件"><meta name="Url" content="https://www.example.cn/1.html">
<script>var a = "推行脚本";</script><style>p {{ margin: 0 }}</style></head>
<body><ul class="nav">{MENU}</ul>
<table><tr><td><b>索 引 号：</b></td><td>330600-2025-0007</td><td><b>主题分类：</b></td><td>市场监管\\质量</td></tr>
<tr><td>发文机关：</td><td>绍兴市人民政府办公室</td><td>成文日期：</td><td>2025年03月02日</td></tr>
<tr><td>标　　题：</td><td colspan=3>关于推行首席质量官制度的通知</td></tr>
<tr><td>发文字号：</td><td>绍政办发〔2025〕9号</td><td>发布日期：</td><td>2025年03月15日</td></tr>
<tr><td>有效性：</td><td>有效</td><td>实施日期：</td><td>2025-04-01</td></tr></table>
<div {box}><p style="text-align:center">关于推行首席质量官制度的通知</p><p>　　{FIRST}</p><p>　　{SECOND}</p>
<p style="display:none">隐藏的话。</p><p align=right>绍兴市人民政府办公室<br>2025年3月2日</p></div>
<div class="related"><h3>相关新闻</h3><ul>{LINKS}</ul></div>
<div class="foot">版权所有：绍兴市人民政府 浙ICP备00000000号</div></body></html>"""


LINES = ["关于推行首席质量官制度的通知", FIRST, SECOND, "绍兴市人民政府办公室", "2025年3月2日"]


@pytest.mark.parametrize(
    "box", ['id="UCAP-CONTENT"', 'class="TRS_Editor"', 'class="con_text main"', 'id="zoom"', 'class="unheard-of"', ""]
)
def test_an_official_page(tmp_path: Path, box: str) -> None:
    document = written(tmp_path, official(box))
    assert document.text.splitlines() == LINES
    assert (document.title, document.issuer) == ("关于推行首席质量官制度的通知", "绍兴市人民政府办公室")
    assert (document.number, document.index) == ("绍政办发〔2025〕9号", "330600-2025-0007")
    assert (document.date, document.written) == (date(2025, 3, 2), date(2025, 3, 2))
    assert (document.published, document.effective) == (date(2025, 3, 15), date(2025, 4, 1))
    assert (document.subject, document.keywords) == ("市场监管\\质量", ("质量", "首席质量官"))
    assert (document.validity, document.url) == ("有效", "https://www.example.cn/1.html")
    assert (document.publisher, document.section) == ("绍兴市市场监督管理局", "政策文件")
    assert (document.offset, document.language) == (0, "zh-Hans")


def test_a_news_page_whose_headline_stands_above_the_box(tmp_path: Path) -> None:
    document = written(
        tmp_path,
        f"""<html><head><title>市政府召开质量工作会议-绍兴新闻网</title></head><body>
<div class="header">{MENU}</div><div class="crumbs">位置：<a>首页</a> &gt; <a>新闻</a> &gt; <a>本地</a></div>
<h1>市政府召开质量工作会议</h1><div class="info"><span>2025年03月15日 10:20</span> <span>来源：绍兴日报</span></div>
<div class="share"><a>微信</a><a>微博</a></div>
<div class="story"><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></div>
<div><ul>{LINKS}</ul></div></body></html>""",
    )
    assert document.text.splitlines() == ["市政府召开质量工作会议", FIRST, SECOND, THIRD]
    assert (document.title, document.published) == ("市政府召开质量工作会议", date(2025, 3, 15))
    assert (document.publisher, document.section) == ("绍兴日报", "新闻 > 本地")


def test_the_name_of_the_site_is_no_headline(tmp_path: Path) -> None:
    page = (
        f"<title>绍兴市人民政府</title><h1>绍兴市人民政府</h1><h2>市政府召开会议</h2><div id=zoom><p>{FIRST}</p></div>"
    )
    assert written(tmp_path, f"<html>{page}").title == "市政府召开会议"


def test_an_element_of_its_own_is_a_box(tmp_path: Path) -> None:
    page = f"<html><ul>{MENU}</ul><UCAPCONTENT><p>{FIRST}</p></UCAPCONTENT><p>{SECOND}</p></html>"
    assert written(tmp_path, page).text == FIRST


def test_a_page_of_a_public_account_whose_box_is_shown_by_a_script(tmp_path: Path) -> None:
    box = f'<div class="rich_media_content" id="js_content" style="visibility: hidden;"><p>{FIRST}</p></div>'
    assert written(tmp_path, f"<html><ul>{MENU}</ul>{box}<p>{LINKS}</p>").text == FIRST


def test_a_page_without_any_furniture(tmp_path: Path) -> None:
    assert written(tmp_path, f"<p>{FIRST}<p>{SECOND}").text.splitlines() == [FIRST, SECOND]


def test_paragraphs_that_are_parted_by_breaks(tmp_path: Path) -> None:
    body = f"<div class=nav>{MENU}</div><td id=a>{FIRST}<br><br>　　{SECOND}<br>{THIRD}</td>"
    assert written(tmp_path, body).text.splitlines() == [FIRST, SECOND, THIRD]


def test_a_table_of_values_has_one_row_a_line(tmp_path: Path) -> None:
    table = (
        "<table><tr><th>序号</th><th>任务</th><th>责任单位</th></tr>"
        "<tr><td>1</td><td><p>推行首席质量官制度</p></td><td>市市场监管局<br>市财政局</td></tr>"
        "<tr><td colspan=3><b>二、保障措施</b></td></tr></table>"
    )
    document = written(tmp_path, f"<div id=zoom><p>{FIRST}</p><p>{SECOND}</p>{table}</div>")
    assert document.text.splitlines()[2:] == [
        "序号\t任务\t责任单位",
        "1\t推行首席质量官制度\t市市场监管局 市财政局",
        "二、保障措施",
    ]


def test_a_table_that_lays_out_the_page_is_no_table_of_values(tmp_path: Path) -> None:
    paragraphs = "".join(f"<p>{text}</p>" for text in (FIRST, SECOND, THIRD) * 3)
    document = written(tmp_path, f"<table><tr><td><ul>{MENU}</ul></td><td>{paragraphs}</td></tr></table>")
    assert document.text.splitlines() == [FIRST, SECOND, THIRD] * 3


@pytest.mark.parametrize(
    ("codec", "declared", "encoding"),
    [
        ("gb18030", "gb2312", "gb18030"),
        ("gb18030", "utf-8", "gb18030"),
        ("utf-8", "gb2312", "utf-8"),
        ("utf-16", "utf-16", "utf-16"),
        ("utf-8-sig", "big5", "utf-8"),
    ],
)
def test_the_bytes_tell_the_encoding(tmp_path: Path, codec: str, declared: str, encoding: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body><p>{FIRST}</p></body></html>'
    document = written(tmp_path, page, codec)
    assert (document.text, document.encoding) == (FIRST, encoding)


def test_characters_that_are_written_as_numbers(tmp_path: Path) -> None:
    numbers = "".join(f"&#x{ord(character):x};" for character in FIRST)
    assert written(tmp_path, f"<html><body><p>{numbers}&nbsp;</p></body></html>").text == FIRST


def test_an_xhtml_page_with_a_declaration(tmp_path: Path) -> None:
    head = '<?xml version="1.0" encoding="gb2312"?><html xmlns="http://www.w3.org/1999/xhtml">'
    page = f"{head}<body><p>{FIRST}</p></body></html>"
    assert written(tmp_path, page, "gb18030").text == FIRST


def test_where_a_page_was_saved_from(tmp_path: Path) -> None:
    comment = "<!-- saved from url=(0025)https://www.example.cn/2 -->"
    page = f"<!DOCTYPE html>\n{comment}\n<html><body><p>{FIRST}</p></body></html>"
    assert written(tmp_path, page).url == "https://www.example.cn/2"


def test_an_address_that_is_none_is_left_out(tmp_path: Path) -> None:
    page = f'<html><head><link rel=canonical href="javascript:alert(1)"></head><body><p>{FIRST}</p></body></html>'
    assert written(tmp_path, page).url is None


def test_a_column_of_a_table_is_no_label(tmp_path: Path) -> None:
    page = f"<p>{FIRST}</p><table><tr><td>名称</td><td>来源</td></tr><tr><td>名单</td><td>各区</td></tr></table>"
    assert written(tmp_path, page).title != "来源"


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<p>首席质量官\n  制度</p>", ["首席质量官制度"]),
        ("<p>ISO\n9001 标准</p>", ["ISO 9001 标准"]),
        ("<div>一<div>二</div>三</div>", ["一", "二", "三"]),
        ("<p>一<b>二</b><script>三</script>四</p>", ["一二四"]),
        ("<p>一</p><!-- 二 -->三<nav>四</nav>五<footer>六</footer>", ["一", "三", "五"]),
        ("<pre>一\n二</pre>", ["一", "二"]),
        ("<p>一\u200b二\u00a0</p>", ["一二"]),
        ('<p hidden>一</p><p style="DISPLAY : none">二</p><p>三</p>', ["三"]),
        ("<select><option>一</select><textarea>二</textarea><form><p>三</p></form>", ["三"]),
        ("<ul><li>一<li>二</ul><dl><dt>三<dd>四</dl>", ["一", "二", "三", "四"]),
        ("<%@ page language='java' %><p>一</p>", ["一"]),
    ],
)
def test_how_elements_become_lines(markup: str, lines: list[str]) -> None:
    root = parse_page(f"<html><body>{markup}</body></html>", "a.html")
    assert root is not None
    assert [line.text for line in render(root)] == lines


def test_a_page_pasted_from_word_that_closes_none_of_its_fonts(tmp_path: Path) -> None:
    assert written(tmp_path, "<html><div id=zoom><p>" + "<font size=3>" * 3000 + FIRST).text == FIRST


def test_all_boxes_of_an_editor_are_read_and_none_twice() -> None:
    box = f'<div class="TRS_Editor"><div class="Custom_UnionStyle"><p>{FIRST}</p></div></div>'
    root = parse_page(f"<html><body>{box}<p>{MENU}</p>{box}</body></html>", "a.html")
    assert root is not None
    assert [element.get("class") for element in find_containers(root)] == ["TRS_Editor", "TRS_Editor"]


@pytest.mark.parametrize(
    ("markup", "says"),
    [
        ("<div>" * 3000 + FIRST, "nest too deeply"),
        ("<p " + " ".join(f"a{n}=1" for n in range(5000)) + ">" + FIRST, "attributes"),
        ("<html><body><p>quality</p></body></html>", "no Chinese text"),
        ("<html><!-- 质量 --></html>", "no Chinese text"),
    ],
)
def test_pages_that_are_refused(tmp_path: Path, markup: str, says: str) -> None:
    with pytest.raises(UnreadableDocument, match=says) as caught:
        written(tmp_path, markup)
    assert str(tmp_path) in str(caught.value) and "\n" not in str(caught.value)


def test_too_many_elements_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.markup.ELEMENTS", 10)
    with pytest.raises(UnreadableDocument, match="more than 10 elements"):
        written(tmp_path, f"<p>{FIRST}</p>" * 9)


def test_what_a_page_says_it_is_written_in() -> None:
    assert declared_charset(b'<?xml version="1.0" encoding="GBK"?><html>') == "GBK"
    assert declared_charset(b"<meta charset='big5'>") == "big5"
    assert declared_charset(b"<p>charset=big5</p>") is None
