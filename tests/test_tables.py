"""The word lists as they lie on disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontologies.errors import OntologyError
from ontologies.layers import Layers, parse
from ontologies.schema import DEFAULT, NAMESPACE
from ontologies.tables import FOLDER, read_tsv

TABLES = sorted(path.stem for path in FOLDER.glob("*.tsv"))
CELLS = st.text(st.sampled_from("质量制度ab·、 "), max_size=5)


@pytest.mark.parametrize("name", TABLES)
def test_every_table_of_the_package_is_read(name: str) -> None:
    rows = read_tsv(name)
    assert rows and all(row.keys() == rows[0].keys() for row in rows)


@pytest.mark.parametrize("name", TABLES)
def test_no_row_is_given_twice(name: str) -> None:
    rows = [tuple(row.values()) for row in read_tsv(name)]
    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize(
    ("table", "column"),
    [("verbs", "word"), ("adverbs", "word"), ("prepositions", "word"), ("terms", "term"), ("surnames", "surname")],
)
def test_the_key_of_a_table_is_there_once_and_is_a_word(table: str, column: str) -> None:
    keys = [row[column] for row in read_tsv(table)]
    assert all(key and key == key.strip() for key in keys)
    assert len(set(keys)) == len(keys)


def test_the_classes_of_verbs_are_those_that_the_grammar_weighs() -> None:
    assert {row["class"] for row in read_tsv("verbs")} == set("VDCLPS")


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=5))
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    path = tmp_path_factory.mktemp("table") / "own.tsv"
    path.write_text("\n".join(["word\tnote", *("\t".join(row) for row in rows)]), encoding="utf-8")
    kept = [{"word": word, "note": note} for word, note in rows if f"{word}\t{note}".strip()]
    assert list(read_tsv(path)) == kept


def test_a_row_may_leave_out_its_last_cells(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_text("# a note\nword\tnote\r\n\r\n质量\r\n", encoding="utf-8-sig")
    assert read_tsv(path) == ({"word": "质量", "note": ""},)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"word\tnote\na\tb\tc\n", "line 2: 3 cells under 2 columns"),
        (b"word\tword\n", "line 1: the header needs distinct column names"),
        (b"", "has no header"),
        (b"word\n\xff\xfe\n", "line 2: not UTF-8"),
    ],
)
def test_a_faulty_table_is_named_by_line(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "own.tsv"
    path.write_bytes(content)
    with pytest.raises(OntologyError, match=message) as caught:
        read_tsv(path)
    assert str(path) in str(caught.value)


def test_layers_lie_over_each_other(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(f'<{NAMESPACE}adopts> <{NAMESPACE}trigger> "力推" .', encoding="utf-8")
    words = Layers([DEFAULT, path]).words(f"{NAMESPACE}adopts", "trigger")
    assert words[0] == "力推" and "推行" in words
    assert list(parse(path)) == [f"{NAMESPACE}adopts"]
