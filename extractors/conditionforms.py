"""The forms of conditions and exceptions, and the words around them, as their two tables have them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from ontologies.errors import OntologyError
from ontologies.tables import read_tsv


class Form(NamedTuple):
    """A row of `conditions.tsv`: how a qualifier begins and ends, what it is for, and what must stand around it."""

    sense: str
    scope: str
    cue: re.Pattern[str]
    opens: re.Pattern[str] | None
    closes: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    main: str
    but: bool


class Forms(NamedTuple):
    """All forms, what a text must hold where any of them does, and the classes of words of `norms.tsv`."""

    rows: tuple[Form, ...]
    cue: re.Pattern[str]
    words: Mapping[str, re.Pattern[str]]

    def holds(self, word: str, text: str) -> bool:
        """Return whether `text` holds a word of the class `word`.

        >>> load_forms().holds("duty", "，企业应当立即报告"), load_forms().holds("duty", "，企业响应号召")
        (True, False)
        """
        return self.words[word].search(text) is not None


@cache
def load_forms() -> Forms:
    """Read both tables; the result is shared. Raises OntologyError for a pattern that is no regular expression.

    >>> {form.sense for form in load_forms().rows} == {"condition", "exception"}
    True
    """
    rows = read_tsv("conditions")
    forms = []
    for row in rows:
        opens, closes, unless = (_pattern(row[name]) if row[name] else None for name in ("opens", "closes", "unless"))
        cue, but = _pattern(row["cue"]), row["but"] == "yes"
        forms.append(Form(row["sense"], row["scope"], cue, opens, closes, unless, row["main"], but))
    classes: dict[str, list[str]] = {}
    for row in read_tsv("norms"):
        classes.setdefault(row["class"], []).append(row["pattern"])
    words = {name: _pattern("|".join(patterns)) for name, patterns in classes.items()}
    return Forms(tuple(forms), _pattern("|".join(dict.fromkeys(row["cue"] for row in rows))), words)


def _pattern(written: str) -> re.Pattern[str]:
    try:
        return re.compile(written)
    except re.error as error:
        message = f"conditions.tsv or norms.tsv: {written!r} is no regular expression: {error}; correct the row"
        raise OntologyError(message) from error
