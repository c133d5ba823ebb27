"""What a question begins with in a large graph: the things that have the asked words in their names.

A named query sifts the names of what its other conditions let through, which in a large graph is much. Where a line
says so, the things are looked up in the index of the search and put in front:

    WHERE {
      # finds: ?a by who
      ?statement rdf:predicate zt:adopts ; rdf:subject ?a …

The line speaks of the group that it opens; `# finds: ?a ?b by about` is met where one of them has the words, and
`?d by about in titles` looks at titles. The query's own filters stay, so that the answer is the same. A group with more
than a thousand things in front of it would be planned from another end, so it is written again for each so many. Where
the first condition of a group is met by fewer things, it is asked first which of these have the words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.sparql import Value, group_end, tokens
from graph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from graph.search import Index

MOST = 10_000  # texts with the words: of more, each condition of the query is as good a beginning
_AT_ONCE = 900  # things in front of a group
_FACTS = {"names": 1, "titles": 50}  # that an article has, beside those of an entity
_LINE = re.compile(r"^[ \t]*#\s*finds\s*:\s*((?:\?\w+\s+)+)by\s+(\w+)(?:\s+in\s+(names|titles))?[ \t]*$", re.MULTILINE)

_LIST = re.compile(r"\bVALUES\s+(\?\w+)\s*\{([^{}()<>\"#]*)\}")


@dataclass(frozen=True, slots=True)
class Finder:
    """Variables of a query one of which is a thing with the words of a parameter in its names (or titles)."""

    variables: tuple[str, ...]
    parameter: str
    kind: str = "names"


def finders_of(sparql: str) -> tuple[Finder, ...]:
    """Return what the lines of a query declare, each once.

    >>> finders_of("ASK {\\n# finds: ?a ?b by about\\n ?s rdf:subject ?a ; rdf:object ?b }")
    (Finder(variables=('?a', '?b'), parameter='about', kind='names'),)
    """
    return tuple(dict.fromkeys(_finder(match) for match in _LINE.finditer(sparql)))


def put_in_front(sparql: str, values: Mapping[str, Value], index: Index, store: ox.Store) -> str:
    """Return a query, whose parameters have these values, with what it is about in front.

    Of several things to begin with, those stand there that have the fewest facts; where the group's first condition is
    met by fewer things of the store, those of these that have the words. A group stays as it is where no such parameter
    has a value, or too much has the words.
    """
    found: dict[Finder, list[str]] = {}
    for finder in finders_of(sparql):
        words = _words(values.get(finder.parameter))
        texts = index.texts(words, finder.kind, MOST + 1, within=True) if words else []
        if words and len(texts) <= MOST:
            found[finder] = texts
    # From the end, so that what is written does not move what comes before.
    for lines in reversed(_groups(sparql)):
        known = [finder for finder in map(_finder, lines) if finder in found]
        if not known:
            continue
        chosen = min(known, key=lambda one: len(found[one]) * len(one.variables) * _FACTS[one.kind])
        begin, end = lines[-1].end(), group_end(sparql, lines[-1].end())
        nodes: list[str] | None
        if _are_fewer(sparql[begin:end], len(found[chosen]) * len(chosen.variables), store):
            nodes = _sifted(sparql[begin:end], chosen.variables, store)
        else:
            nodes = list(dict.fromkeys(node for text in found[chosen] for node in index.nodes(chosen.kind, text)))
        if nodes is not None:
            written = _fronted(sparql[begin:end], chosen.variables, nodes)
            sparql = f"{sparql[:begin]}\n{written}{sparql[end:]}"
    return sparql


def _groups(sparql: str) -> list[list[re.Match[str]]]:
    """Return the lines of each group: those that follow each other."""
    groups: list[list[re.Match[str]]] = []
    for match in _LINE.finditer(sparql):
        if groups and not sparql[groups[-1][-1].end() : match.start()].strip():
            groups[-1].append(match)
        else:
            groups.append([match])
    return groups


def _are_fewer(group: str, many: int, store: ox.Store) -> bool:
    """Whether fewer things than so many meet the first condition of a group, which ends with a full stop."""
    ends = (at for _, text, at in tokens(group) if text == ".")
    first = f"SELECT (COUNT(*) AS ?n) {{ SELECT * {{ {group[: next(ends, 0)]} }} LIMIT {many} }}"
    [row] = store.query(first, prefixes=PREFIXES)  # type: ignore[misc]
    return int(row[0].value) < many


def _sifted(group: str, variables: tuple[str, ...], store: ox.Store) -> list[str] | None:
    """Return what meets the conditions of a group as far as the filter of names, None where it is much, or has none.

    A filter that looks at other names too is met after all conditions of its group, those behind it as well.
    """
    other = re.search(rf"EXISTS\s*\{{\s*\{variables[0]}\s", group)
    if other is None or len(variables) > 1:
        return None
    begun = group[: group_end(group, other.start()) + 1]
    asked = f"SELECT DISTINCT {variables[0]} {{ {begun} }} LIMIT {_AT_ONCE + 1}"
    rows = [row[0].value for row in store.query(asked, prefixes=PREFIXES)]  # type: ignore[union-attr]
    return rows if len(rows) <= _AT_ONCE else None


def _finder(match: re.Match[str]) -> Finder:
    return Finder(tuple(match[1].split()), match[2], match[3] or "names")


def _words(value: Value | None) -> str:
    """Return a value as words that the index can be asked for, else nothing."""
    from graph.indexing import fold, grams

    text = value.value if isinstance(value, ox.Literal) else value
    return text if isinstance(text, str) and grams(fold(text)) else ""


def _fronted(group: str, variables: tuple[str, ...], nodes: Sequence[str]) -> str:
    """Return a group for the things of each variable; what an earlier variable has found is not found again.

    A list of relations becomes a filter: it is shorter than the things, and the optimizer begins with what is shortest.
    """
    group = _LIST.sub(lambda match: f"FILTER({match[1]} IN ({', '.join(match[2].split())}))", group)
    parts = [
        f"{{ {{ SELECT {variable} WHERE {{ {_values(variable, nodes[start : start + _AT_ONCE])} }} }}{group}"
        f"{_without(variables[:place], nodes)} }}"
        for place, variable in enumerate(variables)
        for start in range(0, len(nodes), _AT_ONCE)
    ]
    return " UNION ".join(parts) or f"{group} FILTER(false)"


def _without(variables: tuple[str, ...], nodes: Sequence[str]) -> str:
    return "".join(f" MINUS {{ {_values(variable, nodes)} }}" for variable in variables)


def _values(variable: str, nodes: Sequence[str]) -> str:
    return f"VALUES {variable} {{ {' '.join(f'<{node}>' for node in nodes)} }}"
