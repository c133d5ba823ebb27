"""Annotated texts and readings of them for the tests of evaluation: facts as short rows, all in one text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from extractors.gold import GoldDocument, load_gold
from extractors.model import Document, Mention, Modality, Quantity, Reading, Span, Statement, TimeValue

TEXT = (
    "自2022年以来，海州市推行首席质量官制度。市政府印发《质量强市规划》，建立质量信用档案。"
    "区政府应当落实属地责任。企业不得伪造检验报告。海州市共有名牌产品140项。"
)
SUBJECTS = ("海州市", "市政府", "区政府", "企业", "区政府部门")
OBJECTS = ("首席质量官制度", "“首席质量官”制度", "质量信用档案", "质量档案", "属地责任", "《质量强市规划》", "140项")
RELATIONS = ("adopts", "issues", "establishes", "promotes")
KINDS = ("Place", "Government", "System", "Matter")


def statement(
    subject: str,
    relation: str,
    thing: str,
    *,
    kinds: tuple[str, str] = ("Government", "System"),
    at: int = 0,
    confidence: float = 0.9,
    modality: str = "actual",
    negated: bool = False,
    time: str | None = None,
    quantity: str | None = None,
) -> Statement:
    """A statement read from the text at the offset `at`."""
    return Statement(
        subject=Mention(subject, kinds[0], at, at + 1),
        relation=relation,
        object=Mention(thing, kinds[1], at, at + 1),
        evidence=Span(at, at + 1),
        modality=Modality(modality),
        negated=negated,
        time=TimeValue(time, at, at + 1) if time else None,
        quantity=Quantity(quantity, at, at + 1) if quantity else None,
        confidence=confidence,
    )


def reading(*statements: Statement, mentions: tuple[Mention, ...] = ()) -> Reading:
    """A reading of TEXT."""
    return Reading(Document("a.txt", TEXT), mentions, statements)


def row(subject: str | list[str], relation: str, thing: str | list[str], **qualifiers: Any) -> dict[str, Any]:
    """A statement of a gold file; a text in place of a list is one conjunct."""
    s = [subject] if isinstance(subject, str) else subject
    o = [thing] if isinstance(thing, str) else thing
    empty = {"sent": TEXT[:8], "time": None, "quantity": None, "modality": "actual", "negated": False}
    return empty | {"s": s, "p": relation, "o": o} | qualifiers


def gold_content(rows: list[dict[str, Any]], entities: list[tuple[str, str]] | None = None) -> dict[str, Any]:
    """What a gold file holds."""
    named = [{"name": name, "type": kind} for name, kind in entities or []]
    return {
        "doc": "a",
        "title": "海州质量",
        "date": "2025-04-18",
        "source": None,
        "entities": named,
        "statements": rows,
    }


def write_gold(folder: Path, content: Any, name: str = "a", text: str = TEXT) -> Path:
    """Write a gold file and its text; return the path of the gold file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.gold.json"
    written = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    path.write_text(written, encoding="utf-8")
    path.with_name(f"{name}.txt").write_text(text, encoding="utf-8")
    return path


def gold_document(folder: Path, *rows: dict[str, Any], entities: list[tuple[str, str]] | None = None) -> GoldDocument:
    """A gold document of TEXT, read from a file."""
    [document] = load_gold([write_gold(folder, gold_content(list(rows), entities))])
    return document


def _alternatives(names: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True).map("|".join)


gold_rows = st.lists(
    st.builds(
        row,
        st.lists(_alternatives(SUBJECTS), min_size=1, max_size=2),
        _alternatives((*RELATIONS, "other")),
        st.lists(_alternatives(OBJECTS), min_size=1, max_size=2),
    ),
    max_size=8,
)
gold_entities = st.lists(st.tuples(_alternatives((*SUBJECTS, *OBJECTS)), st.sampled_from(KINDS)), max_size=8)
statements = st.lists(
    st.builds(
        statement,
        st.sampled_from(SUBJECTS),
        st.sampled_from(RELATIONS),
        st.sampled_from(OBJECTS),
        kinds=st.tuples(st.sampled_from(KINDS), st.sampled_from(KINDS)),
        at=st.integers(0, len(TEXT) - 1),
        confidence=st.sampled_from((0.2, 0.5, 0.55, 0.9, 1.0)),
        modality=st.sampled_from([*Modality]).map(str),
    ),
    max_size=10,
)
