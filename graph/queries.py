"""The named queries of ontologies/queries: each a file that any SPARQL engine reads, its head says what it is for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

import ontologies
from graph.fronts import Finder, finders_of
from graph.sparql import Value, bind, parameters_of, tokens
from graph.vocabulary import Names
from ontologies.errors import NotFound, QueryError

FOLDER = Path(ontologies.__file__).parent / "queries"
_HEAD = re.compile(r"^#\s*(title|title_zh|description|param)\s*:\s*(.*?)\s*$", re.MULTILINE)
_PARAMETER = re.compile(r'(?P<name>\w+)\s+(?P<default>"[^"]*"(?:@[\w-]+)?|-?\d+)\s*(?:#\s*(?P<meaning>.*))?')


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a named query is asked with. `default` is SPARQL: `"广州市"@zh`, `""`, 20."""

    name: str
    default: str
    meaning: str = ""

    def term(self, value: Value) -> Value:
        """Return a value as the kind of term that the query expects: the language of the default, or a number.

        Raises QueryError where a number is expected and none is given.

        >>> str(Parameter("name", '"广州市"@zh').term("深圳市")), str(Parameter("limit", "20").term("5"))
        ('"深圳市"@zh', '5')
        """
        if not isinstance(value, str):
            return value
        if not self.default.startswith('"'):
            try:
                return int(value)
            except ValueError:
                raise QueryError(f"{self.name} must be a whole number, and {value!r} is none") from None
        language = self.default.rpartition('"')[2].removeprefix("@")
        return ox.Literal(value, language=language) if language else value


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question with a name; `sparql` has `$name` where a parameter goes, `finders` say what may stand in front."""

    name: str
    title: str
    title_zh: str
    description: str
    parameters: tuple[Parameter, ...]
    sparql: str
    finders: tuple[Finder, ...] = ()

    def bind(self, values: Mapping[str, Value], names: Names | None = None) -> str:
        """Return the query with `values` for its parameters, the defaults for those not given.

        Raises QueryError for a parameter that the query does not have, naming those that it has.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in values:
            if name not in known:
                choice = ", ".join(known) or "none"
                raise QueryError(f"the query {self.name} has no parameter {name!r}; its parameters are: {choice}")
        terms = {name: known[name].term(value) for name, value in values.items()}
        defaults = {p.name: _term(p.default) for p in self.parameters}
        return bind(self.sparql, defaults | terms, names)


def read_query(path: Path) -> NamedQuery:
    """Read a query file with its head.

    Raises QueryError, naming the file, for a head without title or description, a parameter that is not declared or
    not used, a declaration that cannot be read, and one that finds what the query does not ask for.
    """
    text = path.read_text(encoding="utf-8")
    lines = _HEAD.findall(text)
    said = {key: value for key, value in lines if key != "param"}
    parameters = []
    for value in (value for key, value in lines if key == "param"):
        match = _PARAMETER.fullmatch(value)
        if not match:
            raise QueryError(f'{path}: cannot read «param: {value}»; write it as: # param: place "广州市"')
        parameters.append(Parameter(match["name"], match["default"], match["meaning"] or ""))
    for key in ("title", "title_zh", "description"):
        if not said.get(key):
            raise QueryError(f"{path}: has no {key}; add a line «# {key}: …» to its head")
    for name in parameters_of(text) ^ {parameter.name for parameter in parameters}:
        raise QueryError(f"{path}: the parameter {name!r} is declared or used, but not both; correct the head")
    finders = finders_of(text)
    used = {word for kind, word, _ in tokens(text) if kind == "variable"} | {one.name for one in parameters}
    for finder in finders:
        for name in {*finder.variables, finder.parameter} - used:
            raise QueryError(f"{path}: finds {name}, which the query does not have; correct the line «# finds: …»")
    head = (said["title"], said["title_zh"], said["description"])
    return NamedQuery(path.stem, *head, tuple(parameters), text, finders)


@cache
def load_queries() -> Mapping[str, NamedQuery]:
    """Return the named queries by name, in the order of their names.

    >>> load_queries()["adopted"].title_zh
    '谁推行了什么'
    """
    return MappingProxyType({path.stem: read_query(path) for path in sorted(FOLDER.glob("*.rq"))})


def find_query(name: str) -> NamedQuery:
    """Return the query with a name.

    Raises NotFound, naming the queries that there are.
    """
    queries = load_queries()
    if name not in queries:
        raise NotFound(f"no query named {name!r}; there are: {', '.join(queries)}")
    return queries[name]


def _term(default: str) -> Value:
    if not default.startswith('"'):
        return int(default)
    text, _, language = default[1:].rpartition('"')
    return ox.Literal(text, language=language.removeprefix("@")) if language else text
