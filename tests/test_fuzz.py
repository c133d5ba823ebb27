"""Whatever bytes come in, documents or clear errors come out: one property for every reader."""

from __future__ import annotations

import io
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from printing import Placed, docx, odt, packed, paragraph, pdf, run

from extractors.bounds import CHARACTERS
from extractors.markdown import plain
from extractors.model import Document
from extractors.readers import Read, read_stream
from ontologies.errors import ZhituError

NOTE = "各区要落实首席质量官制度，加强监督检查，2025年完成500家。"
QUIET = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@cache
def seeds() -> dict[str, bytes]:
    page = (
        f"<html><head><meta charset=gbk><title>通知</title></head><body><table><tr><td>文号：<td>甲〔2025〕9号</table>"
        f"<div class=TRS_Editor><p>{NOTE}<br>{NOTE}</p></div><!-- 注 --></body></html>"
    )
    lines = "".join(f'{{"title": "通知", "正文": "{NOTE}"}}\n' for _ in range(3))
    table = f"标题,正文\n通知,{NOTE}\n通知,{NOTE}\n"
    mail = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n"
    word = docx(run(NOTE) + f"<w:tbl><w:tr><w:tc>{run(NOTE)}</w:tc></w:tr></w:tbl>")
    return {
        "a.txt": f"通知\n{NOTE}\n绍兴市人民政府\n2025年3月2日\n".encode("gb18030"),
        "b.txt": f"通知\r\n{NOTE}".encode("utf-16"),
        "a.md": f"# 通知\n\n**{NOTE}**\n\n| 甲 | 乙 |\n|---|---|\n| [一](b) | `二` |\n".encode(),
        "a.html": page.encode("gb18030"),
        "a.mht": f"{mail}{page}\n--x--\n".encode(),
        "a.pdf": pdf([[Placed("通知", 250, 740, 20), *paragraph(NOTE, 80, 700, 20)], paragraph(NOTE, 80, 700, 20)]),
        "a.docx": word,
        "a.odt": odt(f"<text:h>通知</text:h><text:p>{NOTE}<text:s text:c='3'/></text:p>"),
        "a.jsonl": lines.encode(),
        "a.json": f"[{lines.strip().replace(chr(10), ',')}]".encode(),
        "a.csv": table.encode("utf-8-sig"),
        "a.tsv": table.replace(",", "\t").encode("gb18030"),
        "a.zip": packed({"a.txt": NOTE, "b.docx": word, "c.csv": table, "d.zip": packed({"e.html": page})}),
    }


NAMES = sorted(seeds())


def all_of(content: bytes, name: str) -> list[Read]:
    """Read what bytes hold; an error that is not told is raised."""
    try:
        return list(read_stream(io.BytesIO(content), name))
    except ZhituError as error:
        check(error, name)
        return []


def check(error: ZhituError, name: str) -> None:
    said = str(error)
    assert said.startswith(name) and "\n" not in said.strip() and len(said) < 600, said


def check_all(content: bytes, name: str) -> None:
    for one in all_of(content, name):
        if isinstance(one, Document):
            assert one.source.startswith(name) and 0 < len(one.text) <= CHARACTERS and one.offset >= 0
            assert one.id and one.encoding
        else:
            check(one, name)


@pytest.mark.parametrize("name", NAMES)
def test_the_seeds_are_read(name: str) -> None:
    found = all_of(seeds()[name], name)
    assert found and all(isinstance(one, Document) and NOTE[:12] in one.text for one in found)


@pytest.mark.parametrize("name", NAMES)
@given(content=st.binary(max_size=300))
@QUIET
def test_any_bytes(name: str, content: bytes) -> None:
    check_all(content, name)


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@QUIET
def test_damaged_files(name: str, data: st.DataObject) -> None:
    content = bytearray(seeds()[name])
    for _ in range(data.draw(st.integers(1, 6), label="faults")):
        at = data.draw(st.integers(0, len(content) - 1), label="at")
        match data.draw(st.sampled_from(["flip", "cut", "insert", "repeat"]), label="fault"):
            case "flip":
                content[at] = data.draw(st.integers(0, 255))
            case "cut":
                del content[at : at + data.draw(st.integers(1, 40))]
            case "insert":
                content[at:at] = data.draw(st.binary(min_size=1, max_size=12))
            case _:
                content[at:at] = content[at : at + 40] * 3
        if not content:
            break
    check_all(bytes(content), name)


@pytest.mark.parametrize("name", NAMES)
@given(size=st.integers(0, 4000))
@settings(max_examples=25, deadline=None)
def test_files_that_break_off(name: str, size: int) -> None:
    check_all(seeds()[name][:size], name)


_ELEMENTS = (
    "<div> </div> <p> <br> <table> <tr> <td> </table> <a> </a> <nav> <pre> <b> <script> </script> <!-- --> <title> <h1>"
    " <body> <svg> <% %> &#xD800; &#0; <![CDATA[ ]]> 质 来源：绍兴网 2025年3月2日 发文字号："
)
MARKUP = st.lists(
    st.sampled_from(
        [
            *_ELEMENTS.split(),
            *("<div class=TRS_Editor>", "<div id=zoom hidden>", "<td colspan=99999999999>", "首页 > 新闻", NOTE),
            *(" ", "\n", "\u3000", "\x00"),
        ]
    ),
    max_size=60,
).map("".join)


@given(MARKUP)
@QUIET
def test_any_markup(markup: str) -> None:
    check_all(f"<html>{markup}".encode("utf-8", "surrogatepass"), "a.html")


@given(MARKUP)
@QUIET
def test_any_elements_of_a_word_file(markup: str) -> None:
    for name, body in (("div", "w:tbl"), ("table", "w:tr"), ("td", "w:tc"), ("nav", "w:del"), ("b>", "w:r>")):
        markup = markup.replace(f"<{name}", f"<{body}").replace(f"</{name}", f"</{body}")
    check_all(docx(markup.encode("utf-8", "replace").decode()), "a.docx")


@given(st.text(st.sampled_from("#*_`~>|-+=[]()!\\<>\n 质量1.a:"), max_size=200))
@QUIET
def test_any_markdown_becomes_text(text: str) -> None:
    written = plain(text)
    assert sorted(c for c in written if c in "质量") == sorted(c for c in text if c in "质量") or any(
        mark in text for mark in ("<", "](", "`", "~", "]:")
    )
