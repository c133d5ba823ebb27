"""The words around figures of a clause: what leads to a figure, what it is compared with, what it counts.

The words are in ontologies/lexicons/measurements.tsv.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from extractors.frames import HAS_VALUE
from extractors.lexicon import (
    ADJECTIVE,
    ADVERB,
    ADVERBIAL,
    ASPECT,
    BRACKET,
    CONNECTIVE,
    COPULA,
    MODAL,
    NEGATION,
    NOUN,
    OF,
    QUANTITY,
    TIME,
    TITLE,
    VERB,
)
from extractors.model import Quantity
from extractors.tokens import Token
from ontologies.tables import read_tsv

# What may stand between an indicator and its figure without meaning anything to either.
_SLACK = frozenset({ADVERB, ASPECT, ADVERBIAL, TIME, BRACKET, CONNECTIVE, MODAL, NEGATION})
_THINGS = frozenset({NOUN, ADJECTIVE, TITLE, OF, VERB})
# Verbs of these relations state the fact themselves, and the figure is its qualifier (查处案件32起).
_STATED = frozenset({"issues", "sanctions", "repeals", "curbs", "includes", "establishes"})
FEW = 10  # 召开会议3次 says how often
_ENDINGS = ("到", "至", "达")


@cache
def leading_words() -> Mapping[str, frozenset[str]]:
    """Return the words of `measurements.tsv` by role.

    >>> "占" in leading_words()["share"]
    True
    """
    roles: dict[str, set[str]] = {}
    for row in read_tsv("measurements"):
        roles.setdefault(row["role"], set()).add(row["word"])
    return {role: frozenset(words) for role, words in roles.items()}


@cache
def _units() -> Mapping[str, Mapping[str, str]]:
    return {row["text"]: row for row in read_tsv("units")}


def is_count(value: Quantity) -> bool:
    """Return whether a figure tells how many there are (36家), and no measure (36亿元).

    >>> from extractors.values import find_quantities
    >>> [is_count(value) for value in find_quantities("36家企业投资36亿元")]
    [True, False]
    """
    return _units().get(value.unit or "", {}).get("before") == "counted"


def is_exact(value: Quantity) -> bool:
    """Return whether it is a figure at all: not 一批, 多项, 几种."""
    return value.text[:1] != "一" and not (value.value is None and value.text[:1] in "多几数")


def is_slight(value: Quantity, few: bool = False) -> bool:
    """Return whether a figure tells how long or how often something is done; with `few`, any below ten is slight."""
    duration = _units().get(value.unit or "", {}).get("note") == "duration"
    return duration or ((few or value.unit == "次") and (value.value or 0) < FEW)


class Leads:
    """The tokens of a clause with its predicates marked; `low` is where the last figure ended.

    Positions are those of tokens; -1 where there is none.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.roles import mark_predicates
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon = compile_lexicon(load_ontology())
    >>> tokens = Tokenizer(lexicon).tokenize("公共支出占全部支出的78%")
    >>> leads = Leads(tokens, mark_predicates(tokens, lexicon))
    >>> tokens[leads.share(len(tokens) - 2)].text
    '占'
    """

    def __init__(self, tokens: Sequence[Token], marks: Sequence[bool]) -> None:
        self.tokens, self.marks, self.low = tokens, marks, 0

    def skip(self, end: int) -> int:
        """Return where what stands in front of `end` ends when adverbs, times and comparisons are left out."""
        words = leading_words()
        while end > self.low:
            token = self.tokens[end - 1]
            if token.text in words["adverb"] or (token.kind in _SLACK and token.text not in words["standard"]):
                end -= 1
            elif not self.links(token) and (opener := self._comparison(end)) >= 0:
                end = opener
            else:
                break
        return end

    def _comparison(self, end: int) -> int:
        """Where 比上年, 与上年相比 in front of `end` begins."""
        words = leading_words()
        compared = self.tokens[end - 1].text in words["compared"]
        for i in range(end - 1, self.low - 1, -1):
            text = self.tokens[i].text
            if text in words["standard"] or (compared and text in words["companion"]):
                return i
            verb = self.tokens[i].verb
            if self.marks[i] and i < end - 1 and verb is not None and verb.kind != "D":
                break
        return -1

    def share(self, link: int) -> int:
        """Return where the 占 of 占X的F stands, `link` being the token in front of F."""
        for i in range(link, self.low - 1, -1):
            if self.tokens[i].text in leading_words()["share"]:
                return i
            if self.marks[i] and i != link:
                break
        return -1

    def source(self, link: int) -> int:
        """Return where the 由 of 由F, 从上年的F stands."""
        for i in range(link, self.low - 1, -1):
            token = self.tokens[i]
            if token.text in leading_words()["source"]:
                return i
            if token.kind not in (OF, TIME, QUANTITY) and (i == link or token.kind not in (NOUN, ADJECTIVE)):
                break
        return -1

    def links(self, token: Token) -> bool:
        """Return whether a word leads from an indicator to its figure: 为, 达到, 增加, any verb in 到."""
        words = leading_words()
        if token.kind == COPULA or token.text in words["level"]:
            return True
        if token.verb is None or token.text in words["head"]:
            return False
        return HAS_VALUE in token.verb.relations or token.text.endswith(_ENDINGS)

    def compares(self, end: int) -> bool:
        """Return whether a comparison (比上年) stands between the last figure and `end`."""
        standard = leading_words()["standard"]
        times = tuple(standard)  # 比上年 is one time
        return any(
            token.text in standard or (token.kind == TIME and token.text.startswith(times))
            for token in self.tokens[self.low : end]
        )

    def states(self, link: int, figure: int) -> bool:
        """Return whether the verb of the clause states the fact itself: 查处案件32起, but 公布药品共计720个."""
        words = leading_words()
        if any(token.text in words["adverb"] for token in self.tokens[link + 1 : figure]):
            return False
        for i in range(link, self.low - 1, -1):
            token = self.tokens[i]
            if token.kind == OF:
                break
            if self.marks[i]:
                return token.verb is not None and token.verb.relation in _STATED and token.text not in words["saving"]
        return False

    def thing(self, start: int) -> int:
        """Return where the noun phrase that begins at `start`, right behind a figure, ends; `start` without one."""
        tokens, stop = self.tokens, start
        while stop < len(tokens) and tokens[stop].start == tokens[stop - 1].end:
            kind = tokens[stop].kind
            if kind not in _THINGS or self.marks[stop] or (kind == OF and stop == start):
                break
            stop += 1
        while stop > start and tokens[stop - 1].kind not in (NOUN, TITLE):
            stop -= 1
        return stop
