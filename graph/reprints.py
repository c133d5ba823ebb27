"""Reprints: texts that say nearly the same, known by sketches of them.

A sketch has the smallest hashes of a text's shingles (runs of six characters, without marks and space); of two, the
share of hashes that both have among the smallest of either estimates how much the texts have in common: bottom-k
sketches, after Cohen and Kaplan, «Summarizing data using bottom-k sketches», PODC 2007.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from zlib import crc32

_SHINGLE = 6
_SIZE = 64  # hashes of a sketch: the estimate is within 0.04 of the truth at 0.9, two times out of three
_KEYS = 8  # of them, any one of which two reprints are sure to share
ALIKE = 0.85  # how much in common makes a reprint
_FEWEST = 40  # shingles: of shorter texts nothing is told
_NO_WORD = re.compile(r"[\W_]+")


def sketch(text: str) -> str:
    """Return the sketch of a text in hexadecimal digits, eight a hash; empty for a text that is too short.

    >>> len(sketch("市政府推行首席质量官制度")), len(sketch("".join(map(chr, range(0x4E00, 0x4F00)))))
    (0, 512)
    """
    written = _NO_WORD.sub("", text).encode("utf-16-le", "surrogatepass")
    width = 2 * _SHINGLE
    found = {crc32(written[at : at + width]) for at in range(0, len(written) - width + 1, 2)}
    return "".join(f"{number:08x}" for number in nsmallest(_SIZE, found)) if len(found) >= _FEWEST else ""


def common(one: str, other: str) -> float:
    """Return the share of shingles, 0 to 1, that two sketched texts have in common, as far as the sketches tell.

    >>> text = "".join(map(chr, range(0x4E00, 0x4F00)))
    >>> common(sketch(text), sketch(text)), common(sketch(text), "")
    (1.0, 0.0)
    """
    return _common(frozenset(_hashes(one)), frozenset(_hashes(other)))


def _common(a: frozenset[str], b: frozenset[str]) -> float:
    if not a or not b:
        return 0.0
    least = sorted(a | b)[:_SIZE]
    both = a & b
    return sum(number in both for number in least) / len(least)


def _are_alike(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether sketches may have as much in common as reprints; the most that they can have is counted fast."""
    return len(a & b) >= ALIKE * max(len(a), len(b))


def _hashes(sketched: str) -> list[str]:
    return [sketched[at : at + 8] for at in range(0, len(sketched), 8)]


@dataclass(frozen=True, slots=True)
class Sketched:
    """A document by its id and day, with its sketch."""

    id: str
    sketch: str
    day: date | None = None


def find_reprints(documents: Iterable[Sketched]) -> Mapping[str, str]:
    """Return the id of each reprint → that of its original, the earliest of those that say nearly the same.

    What has no date comes after what has one; of one day the least id is the original. The answer does not depend on
    the order of `documents`.

    >>> text = "".join(map(chr, range(0x4E00, 0x4F00)))
    >>> find_reprints([Sketched("b", sketch(text)), Sketched("a", sketch(f"转载：{text}"))])
    {'b': 'a'}
    """
    originals: dict[str, list[Sketched]] = {}  # by each of the hashes that reprints share
    hashes: dict[str, frozenset[str]] = {}  # of the originals, by id
    reprints: dict[str, str] = {}
    for document in sorted(set(documents), key=lambda one: (one.day or date.max, one.id, one.sketch)):
        listed = _hashes(document.sketch)
        keys, own = listed[:_KEYS], frozenset(listed)
        near = {one.id for key in keys for one in originals.get(key, ())} - {document.id}
        alike = [(_common(own, hashes[one]), one) for one in near if _are_alike(own, hashes[one])]
        meant = max(((share, one) for share, one in alike if share >= ALIKE), default=None)
        if meant is not None:
            reprints[document.id] = meant[1]
            continue
        hashes[document.id] = own
        for key in keys:
            originals.setdefault(key, []).append(document)
    return reprints
