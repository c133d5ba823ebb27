"""Names of persons where a segmenter misses them: next to a title, in a list of names, with a dot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.lexicon import ADJECTIVE, COMMA, CONJUNCTION, NOUN, OTHER, QUANTITY, TIME, TITLE, VERB, Lexicon

if TYPE_CHECKING:
    from extractors.tokens import Token, Words

# Tags as ICTCLAS has them: a person, a surname alone, another name.
PERSON, SURNAME, UNKNOWN = "nr", "nr1", "nz"
# 阿不都拉·买买提: the dot inside a name
_DOTS = re.compile("[·•・‧]")
_LONGEST_FOREIGN = 16  # characters
_LONGEST_POST = 8  # words
# What the segmenter is not sure of, so that a name may end inside it (马春莉时, 王小洪作).
_UNSURE = frozenset({PERSON, UNKNOWN, SURNAME, "j", "x"})
# Tags of words that are names or parts of names; a common noun is none (市长任期).
_NAMELIKE = _UNSURE | {"ns", "nt", "ng", "n", "m", "a", ""}
_JOINING = frozenset({COMMA, CONJUNCTION})


class NameFinder:
    """Finds the names of persons among the tokens of a text, with the tables of one lexicon.

    What the segmenter takes for a name without anything that speaks for it (成渝, 金山) is one no longer.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> tokens = Tokenizer(compile_lexicon(load_ontology())).tokenize("财务处处长马春莉时常强调，建设成渝高速。")
    >>> [token.text for token in tokens if token.tag == "nr"]
    ['马春莉']
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._generic = lexicon.sets["unnamed"]
        self._anonymous = lexicon.sets["anonymous"]
        self._behind = lexicon.sets["behind-name"]

    def settle(self, text: str, tokens: list[Token], words: Words) -> None:
        """Give the names among `tokens`, those of `text`, the tag of persons; `words` cuts what a name leaves over."""
        known: set[str] = set()
        surnames = self._lexicon.surnames
        self._dotted(text, tokens)
        i = 0
        while i < len(tokens):
            token = tokens[i]
            if token.text[0] in surnames or token.tag == PERSON:
                if i and self._titled(text, tokens, i):
                    self._take(text, tokens, i, words)
                    token = tokens[i]
                if self._supported(tokens, i) if token.tag == PERSON else self._addressed(tokens, i):
                    known.add(token.text)
            i += 1
        if known:
            self._listed(tokens, known)
        for token in tokens:
            if token.tag == PERSON:
                token.tag = PERSON if token.text in known else UNKNOWN
            elif token.text in known and token.kind == NOUN:
                token.tag = PERSON

    # -- one name

    def _is_title(self, token: Token) -> bool:
        return token.kind in (NOUN, VERB, ADJECTIVE) and self._lexicon.type_of(token.text) == "Post"

    def _titled(self, text: str, tokens: Sequence[Token], i: int) -> bool:
        """Whether a title stands right in front."""
        before = tokens[i - 1]
        if not self._is_title(before) or "\n" in text[before.end : tokens[i].start]:
            return False
        return tokens[i].tag == PERSON or not before.text.endswith(tuple(self._generic))

    def _addressed(self, tokens: Sequence[Token], i: int) -> bool:
        """郑国强部长: a name that the segmenter takes for another kind of name, in front of a title."""
        token = tokens[i]
        if token.tag not in ("ns", UNKNOWN) or len(token.text) != 3 or i + 1 == len(tokens):
            return False
        title, lexicon = tokens[i + 1], self._lexicon
        if title.start != token.end or len(title.text) > 3 or title.text in self._generic or not self._is_title(title):
            return False
        return lexicon.is_person(token.text) and lexicon.type_of(token.text) is None

    def _take(self, text: str, tokens: list[Token], i: int, words: Words) -> None:
        """Make the characters from token `i` on one name, if they are one: 王|江平|说, 王小洪作|交流, 宾燕|渝|介绍."""
        if tokens[i].tag == PERSON and self._ends(tokens, i + 1):
            return
        start = tokens[i].start
        # 李某|说: what stands behind names more often than in them is tried as such first
        for size in (2, 3, 4) if text[start + 2 : start + 3] in self._behind else (3, 2, 4):
            end = start + size
            name = text[start:end]
            if not self._lexicon.is_person(name):
                continue
            j = i
            while j < len(tokens) and tokens[j].end < end and tokens[j].end == _next_start(tokens, j):
                j += 1
            if j == len(tokens) or tokens[j].end < end or not self._composes(tokens[i : j + 1]):
                continue
            rest: list[Token] = []
            if size == 3 and text[end - 1 : end + 1] in self._lexicon.sets["personal"]:
                continue  # 孙某|陪同
            if tokens[j].end > end:
                if not self._unsure(tokens[j]) or text[tokens[j].start : end] in self._lexicon.classes:
                    continue
                rest = words(text, end, tokens[j].end)
            if self._ends([*rest, *tokens[j + 1 : j + 2]], 0, end):
                tokens[i : j + 1] = [_person(tokens[i], name, end), *rest]
                return

    def _composes(self, parts: Sequence[Token]) -> bool:
        """Whether the words can be parts of one name: none is a word of grammar or a term, the whole no common noun."""
        if len(parts) == 1 and parts[0].tag in ("n", "a"):
            return False
        return all(t.text in self._anonymous or self._names_part(t, t is parts[0]) for t in parts)

    def _names_part(self, token: Token, first: bool) -> bool:
        lexicon, word = self._lexicon, token.text
        if first and len(word) == 1:
            return word not in lexicon.classes
        if token.kind not in (NOUN, ADJECTIVE, QUANTITY, VERB) or word in lexicon.classes or word in lexicon.terms:
            return False
        if first and word in lexicon.names:
            return False
        return len(word) == 1 or token.tag in _NAMELIKE or self._unsure(token)

    def _unsure(self, token: Token) -> bool:
        """Whether a word may be one of the segmenter's making: no table has it."""
        return token.tag in _UNSURE or (token.kind == VERB and token.text not in self._lexicon.classes)

    def _ends(self, tokens: Sequence[Token], i: int, end: int = 0) -> bool:
        """Whether a name can end in front of token `i`: nothing follows that would go on with a noun."""
        if i >= len(tokens):
            return True
        token = tokens[i]
        if token.start > (end or tokens[i - 1].end):
            return True
        if token.text in self._behind:
            return True
        if token.kind == NOUN:
            return self._is_title(token)
        return token.kind not in (ADJECTIVE, QUANTITY) and not (token.kind == VERB and self._unsure(token))

    def _supported(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether something around a token says that it names a person: a title, a personal verb, a line of its own."""
        lexicon, token = self._lexicon, tokens[i]
        before = tokens[i - 1] if i else None
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        if before is not None and self._is_title(before) and self._is_nominal(tokens, i - 1):
            return True
        if before is not None and before.text in lexicon.sets["naming"]:
            return True  # 任命王某为, 免去王某的
        if following is None:
            return False
        if following.text in lexicon.sets["appointing"] and (before is None or before.kind != NOUN):
            return True
        if following.start == token.end and following.text not in self._generic and self._is_title(following):
            return True
        if following.text in lexicon.sets["honorific"] or following.text == "一行":
            return following.start == token.end
        if following.kind != VERB or (before is not None and before.end == token.start and before.kind == NOUN):
            return False
        personal = following.verb is not None and "participatesIn" in following.verb.relations
        return personal or following.text in lexicon.sets["personal"]

    @staticmethod
    def _is_nominal(tokens: Sequence[Token], i: int) -> bool:
        """Whether a title is a noun here: 院领导何某, though 领导 is a verb."""
        before = tokens[i - 1] if i else None
        return tokens[i].kind == NOUN or (before is not None and before.kind == NOUN and before.end == tokens[i].start)

    # -- lists and dots

    def _listed(self, tokens: list[Token], known: set[str]) -> None:
        """张某、李某和市长王某: what stands alone in a list with a name, and could be one, is one."""
        places = [i for i, token in enumerate(tokens) if token.text in known]
        for step in (1, -1):
            for i in places[::step]:
                k = self._beside(tokens, i, step)
                while 0 < k < len(tokens) - 1 and tokens[k].kind in _JOINING:
                    k += step
                    token = tokens[k]
                    named = token.kind == NOUN and self._lexicon.is_person(token.text)
                    if not named or not self._alone(tokens, k, step):
                        break
                    known.add(token.text)
                    k = self._beside(tokens, k, step)

    def _beside(self, tokens: Sequence[Token], i: int, step: int) -> int:
        """The next place in a list of names: behind the title that follows a name, before the post in front of it."""
        k = i + step
        if step > 0 or not (k > 0 and self._is_title(tokens[k])):
            return k + 1 if 0 <= k < len(tokens) and self._is_title(tokens[k]) else k
        while k >= 0 and i - k < _LONGEST_POST and tokens[k].kind in (NOUN, ADJECTIVE):
            k -= 1
        return k

    def _alone(self, tokens: Sequence[Token], k: int, step: int) -> bool:
        """Whether token `k` fills its place in a list by itself."""
        outer = tokens[k + step] if 0 <= k + step < len(tokens) else None
        if outer is None or outer.kind not in (NOUN, ADJECTIVE, QUANTITY, TIME, TITLE):
            return True
        return step > 0 and tokens[k].tag != "n" and self._ends(tokens, k + 1)

    def _dotted(self, text: str, tokens: list[Token]) -> None:
        """主席热孜万|·|买买提, 米勒|·|李教授: next to a title, what a dot joins is one name."""
        if _DOTS.search(text) is None:
            return
        i = len(tokens)
        while i:
            i -= 1
            if not _DOTS.fullmatch(tokens[i].text):
                continue
            a, b = i, i + 1
            while a and self._foreign(tokens[a - 1]) and tokens[a - 1].end == tokens[a].start:
                a -= 1
            while b < len(tokens) and self._foreign(tokens[b]) and tokens[b].start == tokens[b - 1].end:
                b += 1
            i, name = a, text[tokens[a].start : tokens[b - 1].end]
            titled = (a and self._is_title(tokens[a - 1])) or (b < len(tokens) and self._is_title(tokens[b]))
            joined = not _DOTS.match(name[0]) and not _DOTS.match(name[-1])
            if titled and joined and len(name) <= _LONGEST_FOREIGN:
                tokens[a:b] = [_person(tokens[a], name, tokens[b - 1].end)]

    def _foreign(self, token: Token) -> bool:
        """Whether a token can be part of a name that is no Chinese one."""
        if token.kind in (NOUN, ADJECTIVE):
            return token.value is None and not self._is_title(token) and token.text not in self._lexicon.terms
        return len(token.text) == 1 and (token.kind == OTHER) == bool(_DOTS.match(token.text)) and token.kind != COMMA


def _person(token: Token, name: str, end: int) -> Token:
    return replace(token, text=name, end=end, tag=PERSON, kind=NOUN, verb=None, role="", value=None)


def _next_start(tokens: Sequence[Token], j: int) -> int:
    return tokens[j + 1].start if j + 1 < len(tokens) else -1
