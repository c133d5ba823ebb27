"""JSON lines, JSON, CSV and TSV: the column of texts, what the others say, faulty records."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest

from extractors.formats import Kind
from extractors.readers import read, read_all
from extractors.tabular import Record, read_records
from ontologies.errors import UnreadableDocument

FIRST = "各区要落实首席质量官制度，加强监督检查。"
SECOND = "市市场监督管理局负责组织实施，各有关部门配合。"


def records(content: str | bytes, kind: Kind, name: str = "表") -> list[Record | UnreadableDocument]:
    data = content if isinstance(content, bytes) else content.encode()
    return list(read_records(io.BytesIO(data), data[:65536], name, kind))


def texts(content: str | bytes, kind: Kind, name: str = "表") -> list[tuple[str, str]]:
    return [(one.source, one.text) for one in records(content, kind, name) if isinstance(one, Record)]


def test_a_table_becomes_documents(tmp_path: Path) -> None:
    path = tmp_path / "导出.csv"
    path.write_text(
        f"标题,发布日期,来源,网址,正文\r\n第一篇,2025-03-15,绍兴网,https://a.cn/1,“甲”：{FIRST}\r\n"
        f'第二篇,2025/3/16 10:00,绍兴网,https://a.cn/2,"{SECOND}\r\n完。"\r\n',
        encoding="gb18030",
        newline="",
    )
    first, second = read_all(path)
    assert not isinstance(first, UnreadableDocument) and not isinstance(second, UnreadableDocument)
    assert (first.source, second.source) == (f"{path}#2", f"{path}#3")
    assert (first.title, first.publisher, first.url) == ("第一篇", "绍兴网", "https://a.cn/1")
    assert (first.published, second.published) == (date(2025, 3, 15), date(2025, 3, 16))
    assert (first.encoding, first.offset) == ("gb18030", 0)
    assert second.text == f"{SECOND}\r\n完。"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (f"content,正文\n{FIRST},{SECOND}\n", FIRST),  # known names go by the order of the table
        (f"id,名字,说明\n1,甲,{FIRST}\n", FIRST),  # the column with most Chinese
        (f"甲,{FIRST}\n乙,{SECOND}\n", FIRST),  # no header
        (f"id;text\n1;{FIRST}\n", FIRST),
        (f"\ufefftext,id\n{FIRST},1\n", FIRST),
        (f'id,TEXT\n1,"说：""{FIRST}"""\n', f'说："{FIRST}"'),
    ],
)
def test_the_column_of_texts(content: str, found: str) -> None:
    assert texts(content, Kind.CSV, "表.csv")[0][1] == found


def test_tabs_part_the_cells_of_a_tsv() -> None:
    assert texts(f"id\ttext\n1\t{FIRST},a\n", Kind.CSV, "表.tsv") == [("表.tsv#2", f"{FIRST},a")]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("kind", [Kind.CSV, Kind.JSON])
def test_tables_in_any_encoding(codec: str, kind: Kind) -> None:
    text = f"id,text\n1,{FIRST}\n2,{SECOND}\n"
    if kind is Kind.JSON:
        text = "".join(f"{json.dumps({'text': one}, ensure_ascii=False)}\n" for one in (FIRST, SECOND))
    assert [one for _, one in texts(text.encode(codec), kind)] == [FIRST, SECOND]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (f'{{"text": "{FIRST}"}}\n\n{{"text": "{SECOND}"}}\n', [("表#1", FIRST), ("表#3", SECOND)]),
        (f'[{{"text": "{FIRST}"}}, {{"text": "{SECOND}"}}]', [("表#1", FIRST), ("表#2", SECOND)]),
        (f'{{\n "标题": "甲",\n "内容": "{FIRST}"\n}}', [("表", FIRST)]),
        (f'{{"code": 0, "data": [\n{{"text": "{FIRST}"}}]}}', [("表#1", FIRST)]),
        (
            f'{{"id": 1, "meta": {{"title": "甲"}}, "content": ["{FIRST}", "{SECOND}"]}}',
            [("表#1", f"{FIRST}\n{SECOND}")],
        ),
        (f'{{"说明": "甲", "全文": "{FIRST}"}}', [("表#1", FIRST)]),
        (f'{{"甲": "甲", "乙": "{FIRST}"}}', [("表#1", FIRST)]),
        (f'{{"text": "no", "全文": "{FIRST}"}}', [("表#1", FIRST)]),
    ],
)
def test_json_in_its_shapes(content: str, found: list[tuple[str, str]]) -> None:
    assert texts(content, Kind.JSON) == found


def test_a_text_that_is_markup_is_read_as_a_page(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    record = {"title": "通知", "content": f"<div><p>{FIRST}</p><p>{SECOND}</p></div>", "url": "https://a.cn"}
    path.write_text(json.dumps(record), encoding="utf-8")
    document = read(path)
    assert document.text.splitlines()[-2:] == [FIRST, SECOND]
    assert (document.title, document.url) == ("通知", "https://a.cn")


@pytest.mark.parametrize("name", ["a.txt", "a.dat", "a"])
def test_tables_are_known_by_their_content(name: str, tmp_path: Path) -> None:
    for content in (f"id,正文\n1,{FIRST}\n", f'{{"text": "{FIRST}"}}\n'):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        assert read(path).text == FIRST


def test_a_text_with_commas_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"一,二,三\n{FIRST}", encoding="utf-8")
    assert read(path).text == f"一,二,三\n{FIRST}"


@pytest.mark.parametrize(
    ("content", "kind", "says"),
    [
        ('{"text": 1}\n{"text": "' + FIRST + '"}', Kind.JSON, "no Chinese text in this record"),
        ('{"text": "' + FIRST + '"}\n{"text": ', Kind.JSON, "no sound JSON"),
        ('{"text": "' + FIRST + '"}\n' + "[" * 100_000, Kind.JSON, "nest too deeply"),
        ('{"text": "' + FIRST + '"}\n3', Kind.JSON, "no object"),
        (f"id,text\n1,{FIRST}\n2,\n", Kind.CSV, "no Chinese text in this record"),
        (f"id,text\n1,{FIRST}\n2,质{',' * 3000}\n", Kind.CSV, "more than 1,000 cells"),
    ],
)
def test_a_faulty_record_is_told_and_the_rest_is_read(content: str, kind: Kind, says: str) -> None:
    found = records(content, kind)
    [fault] = [one for one in found if isinstance(one, UnreadableDocument)]
    assert says in str(fault) and str(fault).startswith("表#") and "\n" not in str(fault)
    assert len(found) == 2


@pytest.mark.parametrize(
    ("content", "kind", "says"),
    [
        ("编号,名称\n1,绍兴市\n2,杭州市\n", Kind.CSV, "none of its columns holds texts"),
        ("[{", Kind.JSON, "no sound JSON"),
        ("", Kind.CSV, "empty"),
    ],
)
def test_a_table_without_texts_is_refused(content: str, kind: Kind, says: str) -> None:
    with pytest.raises(UnreadableDocument, match=says):
        records(content, kind)


def test_a_record_that_is_longer_than_it_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.tabular.RECORD_BYTES", 200)
    long = json.dumps({"text": FIRST * 20}, ensure_ascii=False)
    fault, after = records(f'{long}\n{{"text": "{FIRST}"}}\n', Kind.JSON)
    assert "longer than the 200 bytes" in str(fault) and isinstance(after, Record) and after.source == "表#2"
    with pytest.raises(UnreadableDocument, match="line 2"):
        records(f"text,id\n{FIRST * 20},1\n", Kind.CSV)
    with pytest.raises(UnreadableDocument, match="quotation marks"):
        records('text,id\n"' + f"{FIRST}\n" * 20, Kind.CSV)


def test_a_file_of_several_documents_is_not_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"text,id\n{FIRST},1\n{SECOND},2\n", encoding="utf-8")
    with pytest.raises(UnreadableDocument, match="several documents"):
        read(path)
