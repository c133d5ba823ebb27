"""Log-linear models: the score of a reading is the sum of the weights of its features.

A feature is a string; a factor is a handful of features that depend on one small key. Keys recur all the time (the same
verb, the same construction), so what a factor is worth is added up once and looked up by its key from then on. A writer
tells the features of a factor from its key; fitting (`extractors.training`) and reading use the same writers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TypeAlias, TypeVar

Part: TypeAlias = str | int | bool
Key: TypeAlias = tuple[Part, ...]
Factor: TypeAlias = tuple[str, Key]
Writer: TypeAlias = Callable[[Key], list[str]]
Writers: TypeAlias = Mapping[str, Writer]

K = TypeVar("K")
V = TypeVar("V")
_MOST = 100_000
_MOST_TABLES = 10_000


class Table(dict[K, V]):
    """What keys are worth, found out by `find` when a key is first asked for.

    A table of more than `most` keys starts afresh: keys recur inside a document more than between documents.

    >>> lengths = Table(len)
    >>> lengths["制度"], dict(lengths)
    (2, {'制度': 2})
    """

    __slots__ = ("_find", "_most")

    def __init__(self, find: Callable[[K], V], most: int = _MOST) -> None:
        super().__init__()
        self._find = find
        self._most = most

    def __missing__(self, key: K) -> V:
        if len(self) >= self._most:
            self.clear()
        worth = self[key] = self._find(key)
        return worth


class LogLinear:
    """A model that scores one outcome.

    `worth[name][key]` is what a factor adds to the score.

    >>> model = LogLinear({"verb:推行": 1.5, "verb:any": -0.5}, {"verb": lambda key: ["verb:any", f"verb:{key[0]}"]})
    >>> model.worth["verb"]["推行",], model.worth["verb"]["发展",]
    (1.0, -0.5)
    """

    def __init__(self, weights: Mapping[str, float], writers: Writers) -> None:
        self._weights, self._writers = weights, writers
        self.worth: dict[str, Table[Key, float]] = {name: Table(partial(self.score, name)) for name in writers}
        self._given: Table[Factor, Table[Part, float]] = Table(self._open, _MOST_TABLES)

    def score(self, name: str, key: Key) -> float:
        """Return what a factor adds to the score, adding up its weights."""
        get = self._weights.get
        return sum([get(feature, 0.0) for feature in self._writers[name](key)])

    def given(self, name: str, rest: Key) -> Table[Part, float]:
        """Return the table of a factor for keys that end in `rest`, by what stands first in them.

        >>> model = LogLinear({"edge:的+object": 2.0}, {"edge": lambda key: [f"edge:{key[0]}+{key[1]}"]})
        >>> model.given("edge", ("object",))["的"]
        2.0
        """
        return self._given[name, rest]

    def _open(self, factor: Factor) -> Table[Part, float]:
        name, rest = factor
        return Table(lambda first: self.score(name, (first, *rest)))


class Outcomes:
    """A model that scores several outcomes, each with the weights of its own prefix: `P:verb:推行`, `R:verb:推行`.

    `worth[name][key]` is what a factor adds to the score of each outcome.

    >>> writers = {"verb": lambda key: [f"verb:{key[0]}"]}
    >>> model = Outcomes({"P:verb:推行": 1.5, "R:verb:推行": -1.0}, writers, ("P", "R"))
    >>> model.worth["verb"]["推行",]
    (1.5, -1.0)
    """

    def __init__(self, weights: Mapping[str, float], writers: Writers, prefixes: Sequence[str]) -> None:
        rows: dict[str, list[float]] = {}
        places = {prefix: place for place, prefix in enumerate(prefixes)}
        for written, weight in weights.items():
            prefix, _, feature = written.partition(":")
            if prefix in places:
                rows.setdefault(feature, [0.0] * len(prefixes))[places[prefix]] = weight
        get = {feature: tuple(row) for feature, row in rows.items()}.get
        nothing = (0.0,) * len(prefixes)

        def table(write: Writer) -> Table[Key, tuple[float, ...]]:
            def find(key: Key) -> tuple[float, ...]:
                found = [row for feature in write(key) if (row := get(feature)) is not None]
                if len(found) > 1:
                    return tuple(map(sum, zip(*found, strict=True)))
                return found[0] if found else nothing

            return Table(find)

        self.worth = {name: table(write) for name, write in writers.items()}


def write_all(writers: Writers, factors: Iterable[Factor]) -> list[str]:
    """Return the features of all `factors`: what the weights are fitted on.

    >>> write_all({"verb": lambda key: [f"verb:{key[0]}"]}, [("verb", ("推行",)), ("verb", ("印发",))])
    ['verb:推行', 'verb:印发']
    """
    return [feature for name, key in factors for feature in writers[name](key)]
