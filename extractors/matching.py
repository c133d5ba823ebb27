"""How names and facts are held against annotated ones: likeness of two names, largest one-to-one matchings.

The definitions are those of gold scoring: a name is right where the longest matching blocks of the two strings make up
at least THRESHOLD of them, quotation marks, spaces and half-width brackets aside, and each annotated fact is used once.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

THRESHOLD = 0.6  # from here on two names count as the same

_DROPPED = re.compile(r"[\s“”\"'‘’「」()]")


@lru_cache(maxsize=1 << 17)
def normal(name: str) -> str:
    """Return a name without quotation marks, spaces and half-width brackets.

    >>> normal("“一把手” 工程(试行)")
    '一把手工程试行'
    """
    return _DROPPED.sub("", name)


def alternatives(name: str) -> tuple[str, ...]:
    """Return the acceptable forms of an annotated name, which `|` parts, the best first.

    >>> alternatives("广州市政府|市政府| ")
    ('广州市政府', '市政府')
    """
    return tuple(part.strip() for part in name.split("|") if part.strip())


def likeness(a: str, b: str) -> float:
    """Return how like two names are, from 0.0 to 1.0: twice the characters in matching blocks by those of both names.

    The blocks are those of Ratcliff and Obershelp (difflib.SequenceMatcher): the longest common one, then those to its
    left and to its right.

    >>> likeness("首席质量官制度", "“首席质量官”制度"), likeness("首席质量官制度", "首席质量官")
    (1.0, 0.8333333333333334)
    """
    return _likeness(normal(a), normal(b))


def alike(wanted: Iterable[str], found: Sequence[str], threshold: float = THRESHOLD) -> bool:
    """Tell whether any of the `wanted` names is at least `threshold` like any of the `found` ones.

    >>> alike(["广州市政府", "市政府"], ["广州市人民政府"]), alike(["广州市"], ["广东省"])
    (True, False)
    """
    for one in wanted:
        a = normal(one)
        for other in found:
            b = normal(other)
            if a == b or (_at_most(a, b) >= threshold and _likeness(a, b) >= threshold):
                return True
    return False


def best_likeness(wanted: Iterable[str], found: Sequence[str]) -> float:
    """Return the greatest likeness of one of the `wanted` names with one of the `found` ones, 0.0 where there are none.

    >>> best_likeness(["质量工作", "工作"], ["质量工作"])
    1.0
    """
    return max((likeness(one, other) for one in wanted for other in found), default=0.0)


def largest_matching(edges: Sequence[Sequence[int]], start: Mapping[int, int] | None = None) -> dict[int, int]:
    """Return a largest one-to-one matching of left-hand nodes with right-hand ones.

    `edges[i]` lists the right-hand nodes that the left-hand node i may take, those that it prefers first. `start` is a
    matching to set out from: its nodes stay matched, and keep their partners unless that would cost a pair.

    >>> largest_matching([[0, 1], [0], []])
    {0: 1, 1: 0}
    """
    begun = start or {}
    taken = {right: left for left, right in begun.items()}
    for left in range(len(edges)):
        if left not in begun:
            _augment(edges, left, taken)
    return {left: right for right, left in sorted(taken.items(), key=lambda pair: pair[1])}


def _augment(edges: Sequence[Sequence[int]], begin: int, taken: dict[int, int]) -> None:
    """Find a place for the left-hand node `begin`, moving others on where that takes it."""
    came_from: dict[int, int] = {}  # right → the left-hand node that would take it
    before: dict[int, int] = {}  # left → the right-hand node that it would give up
    queue = deque([begin])
    while queue:
        left = queue.popleft()
        for right in edges[left]:
            if right in came_from:
                continue
            came_from[right] = left
            if right in taken:
                before[taken[right]] = right
                queue.append(taken[right])
                continue
            at = right
            while True:
                owner = came_from[at]
                taken[at] = owner
                if owner == begin:
                    return
                at = before[owner]


@lru_cache(maxsize=1 << 17)
def _likeness(a: str, b: str) -> float:
    if a == b:
        return 1.0
    if not a or not b or not _at_most(a, b):
        return 0.0
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def _at_most(a: str, b: str) -> float:
    """What the likeness cannot exceed: matching blocks hold no more characters than both names have in common."""
    counts = _counts(b)
    shared = 0
    for character, count in _counts(a).items():
        if character in counts:
            shared += min(count, counts[character])
    return 2.0 * shared / (len(a) + len(b)) if shared else 0.0


@lru_cache(maxsize=1 << 17)
def _counts(name: str) -> Counter[str]:
    return Counter(name)
