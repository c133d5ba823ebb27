"""SPARQL text before it runs: parameters set, changes and network access refused, faults explained in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import pyoxigraph as ox

from graph.facts import Entity
from graph.vocabulary import DATE, PREFIXES, Names
from ontologies.errors import QueryError

Single = str | int | float | bool | date | ox.NamedNode | ox.Literal | Entity
Value = Single | Sequence[Single]

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n\r]*)
      | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
                  |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
      | (?P<language>@[A-Za-z0-9-]+)
      | (?P<parameter>\$\w+)
      | (?P<variable>\?\w+)
      | (?P<name>[^\W\d_][\w.-]*:[\w.:%\\-]*|:[\w.:%\\-]*)
      | (?P<word>[^\W\d]\w*)
      | (?P<space>\s+)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_CHANGES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"])
_EXPECTED = re.compile(r'error at (\d+):(\d+): expected [^\[]*"')
_REASON = re.compile(r"expected (?:one of )?((?:The|A|An) [^,\[]+)")


def tokens(sparql: str) -> Iterator[tuple[str, str, int]]:
    """Yield kind, text and offset of the tokens that mean something: no comments, no white space.

    >>> [text for _, text, _ in tokens('ASK { ?a zt:adopts "$b # no" } # yes')]
    ['ASK', '{', '?a', 'zt:adopts', '"$b # no"', '}']
    """
    for match in _TOKEN.finditer(sparql):
        if match.lastgroup not in ("comment", "space"):
            yield str(match.lastgroup), match[0], match.start()


def group_end(sparql: str, begin: int) -> int:
    """Return where the group or the brackets end that hold a place: the offset of what closes them.

    >>> group_end("ASK { { ?a ?b ?c } }", 9)
    17
    """
    depth = 0
    for _, text, at in tokens(sparql[begin:]):
        depth += (text in ("{", "(")) - (text in ("}", ")"))
        if depth < 0:
            return begin + at
    return len(sparql)


def parameters_of(sparql: str) -> frozenset[str]:
    """Return the names that are written with `$` in a query.

    >>> sorted(parameters_of('SELECT ?a { ?a zt:adopts ?b FILTER(STR(?b) = $what) } LIMIT $limit'))
    ['limit', 'what']
    """
    return frozenset(text[1:] for kind, text, _ in tokens(sparql) if kind == "parameter")


def write_term(value: Value, names: Names | None = None) -> str:
    """Return a Python value as SPARQL; texts are quoted and escaped, so no value can end its own quotation.

    Several values stand one behind another, as between the braces of `VALUES ?who { $found }`.

    >>> write_term('广州" . ?x ?y ?z'), write_term(5), write_term(Entity("440100", "广州市", "Place"))
    ('"广州\\\\" . ?x ?y ?z"', '5', '<https://w3id.org/zhitu/id/e/440100>')
    """
    if isinstance(value, (ox.NamedNode, ox.Literal)):
        return str(value)
    if isinstance(value, Entity):
        return str((names or Names()).entity(value.id))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, date):
        return str(ox.Literal(value.isoformat(), datatype=DATE))
    if not isinstance(value, str):
        return " ".join(write_term(one, names) for one in value)
    return str(ox.Literal(value))


def bind(sparql: str, values: Mapping[str, Value], names: Names | None = None) -> str:
    """Return a query with each `$name` replaced by its value.

    Raises QueryError for a value that the query has no place for.

    >>> bind('ASK { ?a skos:prefLabel ?b FILTER(STR(?b) = $name) }', {"name": "广州市"})
    'ASK { ?a skos:prefLabel ?b FILTER(STR(?b) = "广州市") }'
    """
    known = parameters_of(sparql)
    for name in values:
        if name not in known:
            choice = ", ".join(sorted(known)) or "none"
            raise QueryError(f"the query has no parameter {name!r}; its parameters are: {choice}")
    written, done = [], 0
    for kind, text, at in tokens(sparql):
        if kind == "parameter" and text[1:] in values:
            try:
                term = write_term(values[text[1:]], names)
            except ValueError as error:
                raise QueryError(f"the value of {text[1:]!r} is no text that can be asked for: {error}") from error
            written += [sparql[done:at], term]
            done = at + len(text)
    return "".join([*written, sparql[done:]])


def check(sparql: str) -> None:
    """Raise QueryError for an empty query, one that would change the graph, and one that would use the network."""
    first = None
    skip = 0
    for kind, text, at in tokens(sparql):
        word = text.upper() if kind == "word" else ""
        if word == "SERVICE":
            line = sparql.count("\n", 0, at) + 1
            raise QueryError(f"line {line}: SERVICE would ask another machine, and zhitu works offline; leave it out")
        if first is None and word in _FORMS | _CHANGES:
            first = word
            if word in _CHANGES:
                raise QueryError(
                    f"{word} would change the graph, and a query only reads; build again to add or remove documents"
                )
        skip += 1
    if not skip:
        raise QueryError("the query is empty; begin with SELECT, ASK, CONSTRUCT or DESCRIBE")
    if first is None:
        raise QueryError("no SELECT, ASK, CONSTRUCT or DESCRIBE in the query; begin with one of them")


def explain(error: SyntaxError, sparql: str) -> QueryError:
    """Return a parse error as one sentence with the line, and with the reason where it is a common one."""
    declared = {*PREFIXES, *(match[1] for match in re.finditer(r"(?i)\bPREFIX\s+([\w.-]*):", sparql))}
    for kind, text, at in tokens(sparql):
        prefix = text.partition(":")[0]
        if kind == "name" and prefix not in declared:
            return QueryError(
                f"line {_line(sparql, at)}: the prefix {prefix}: is not declared; add PREFIX {prefix}: <…>"
            )
    reason = _REASON.search(str(error))
    if reason:
        return QueryError(f"line {_line(sparql, len(sparql))}: {reason[1].strip()}; correct the query")
    for _, text, at in tokens(sparql):
        if not _may_go_on(sparql[: at + len(text)]):
            return QueryError(
                f"line {_line(sparql, at)}: the query does not parse at {text[:40]!r}; correct what is there"
            )
    return QueryError(f"line {_line(sparql, len(sparql))}: the query ends too early; close its brackets or complete it")


def _line(sparql: str, at: int) -> int:
    return sparql.count("\n", 0, at) + 1


def _may_go_on(beginning: str) -> bool:
    """Whether a query may begin so: the store's parser then expects a sign or a bracket at its end.

    Its own position of an error lies up to a keyword's length too far, and at the end for some errors.
    """
    if beginning.upper().endswith(("ORDER", "GROUP", "NOT", "INSERT", "DELETE")):
        return True
    try:
        ox.Store().query(beginning, prefixes=PREFIXES)
    except SyntaxError as error:
        found = _EXPECTED.match(str(error))
        lines = beginning.split("\n")
        return bool(found) and (int(found[1]), int(found[2])) == (len(lines), len(lines[-1]) + 1)  # type: ignore[index]
    return True
