"""The cases of Recognizers-Text (microsoft/Recognizers-Text, MIT) for Chinese dates, periods, durations and numbers.

They lie in a folder that does not ship: `time/DateTime/*.json` and `time/Number/Chinese/*.json`. Which of them no
policy text has is told by class in ontologies/lexicons/exclusions.tsv.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from ontologies.errors import NotFound
from ontologies.tables import read_tsv

SUITES = {  # kind and step of each file
    "DateTime/DateExtractor.json": ("date", "find"),
    "DateTime/DateParser.json": ("date", "read"),
    "DateTime/DatePeriodExtractor.json": ("period", "find"),
    "DateTime/DatePeriodParser.json": ("period", "read"),
    "DateTime/DurationExtractor.json": ("duration", "find"),
    "DateTime/DurationParser.json": ("duration", "read"),
    "Number/Chinese/NumberModel.json": ("number", "read"),
    "Number/Chinese/OrdinalModel.json": ("ordinal", "read"),
    "Number/Chinese/PercentModel.json": ("percent", "read"),
    "Number/Chinese/NumberRangeModel.json": ("range", "read"),
    "Number/Chinese/NumberRangeModelExperimentalMode.json": ("range", "read"),
}


class Expected(NamedTuple):
    """What a case expects at `start` to `end` of its sentence; `value` is the suite's own."""

    start: int
    end: int
    value: Any


class Case(NamedTuple):
    """One case of a suite."""

    kind: str
    step: str
    text: str
    day: date | None
    expected: tuple[Expected, ...]


def load_cases(shared: Path) -> Iterator[Case]:
    """Yield the cases below `shared`; raise NotFound, naming the file, where one is missing."""
    for name, (kind, step) in SUITES.items():
        path = shared / "time" / name
        if not path.exists():
            raise NotFound(f"{path}: not there; give the folder that holds time/DateTime and time/Number/Chinese")
        for row in json.loads(path.read_text(encoding="utf-8-sig")):
            reference = row.get("Context", {}).get("ReferenceDateTime")
            yield Case(
                kind,
                step,
                row["Input"],
                date.fromisoformat(reference[:10]) if reference else None,
                tuple(
                    Expected(
                        one["Start"],
                        one["End"] + 1 if "End" in one else one["Start"] + one["Length"],
                        one.get("Value", one.get("Resolution")),
                    )
                    for one in row["Results"]
                ),
            )


def excluded_by(case: Case) -> str | None:
    """Return why a case is no case of a policy text, None where it is one.

    >>> excluded_by(Case("date", "find", "会议在下周三", None, (Expected(3, 6, None),))) is None
    False
    """
    stated = [case.text[one.start : one.end] for one in case.expected] or [case.text]
    for row in read_tsv("exclusions"):
        searched = stated if row["in"] == "text" else [case.text]
        concerned = row["kind"] == case.kind and row["step"] in ("", case.step)
        if concerned and any(re.search(row["pattern"], words) for words in searched):
            return row["reason"]
    return None
