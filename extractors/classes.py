"""The class behind a list: in A、B等重点领域监管, what 等 is followed by and how far it goes."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.lexicon import (
    ADJECTIVE,
    ADVERB,
    BRACKET,
    COMMA,
    CONJUNCTION,
    CONNECTIVE,
    NEGATION,
    NOUN,
    OF,
    PRONOUN,
    QUANTITY,
    TITLE,
    VERB,
    Lexicon,
)
from extractors.tokens import Token

# How far a figure may stand from the 的 in front of its noun: 5种不得实施的具体行为.
_REACH = 7
_LONGEST_BRACKET = 6


def find_class(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> range:
    """Return the class that begins at `tokens[at]`, as a range of tokens; an empty one where there is none.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon = compile_lexicon(load_ontology())
    >>> tokens = Tokenizer(lexicon).tokenize("等重点领域监管")
    >>> "".join(tokens[i].text for i in find_class(tokens, 1, lexicon))
    '重点领域'
    """
    start = at
    while start < len(tokens) and _determines(tokens[start]):
        start += 1  # 其他信息, 综合演练, 一批制度
    if start < len(tokens) and tokens[start].kind == QUANTITY:
        return _counted(tokens, start, lexicon)
    several = start > at and tokens[start - 1].kind == QUANTITY
    return _figured(tokens, start, name_class(tokens, start, lexicon, counted=several), lexicon)


def name_class(tokens: Sequence[Token], start: int, lexicon: Lexicon, *, counted: bool = False) -> range:
    """Return the noun that begins at `tokens[start]`, up to a predicate, a separator or a word that closes a class.

    Behind a figure (`counted`: 4项成果|国家技术发明奖) a name of its own closes it, too.
    """
    closing, names = lexicon.affixes["closing"], lexicon.affixes["collective"]
    i = stop = start
    nominal, act = False, 0
    while i < len(tokens):
        token = tokens[i]
        following = tokens[i + 1].kind if i + 1 < len(tokens) else ""
        if token.kind == OF:
            if nominal and not _transparent(tokens, start, stop, lexicon):
                break
            start = stop = i + 1  # 等内容的材料
            nominal, act = False, 0
        elif token.kind in (NOUN, TITLE):
            if counted and nominal and token.text.startswith(names):
                break
            nominal, stop = True, i + 1
            if token.text.endswith(closing) and following != OF:
                break
        elif counted and not nominal and token.kind == VERB and following == NOUN:
            pass  # 一批|配套制度
        elif token.verb is not None and token.verb.kind == "D":
            act = act or i + 1  # 等行为, 等综合演练
            if following == VERB and nominal:
                stop = i + 1
            elif following not in (NOUN, VERB):
                stop = i + 1 if not counted and following in ("", OF, COMMA, CONJUNCTION) else stop
                break
        elif token.kind in (ADJECTIVE, ADVERB, CONNECTIVE):
            if following not in (NOUN, VERB, ADJECTIVE, OF):
                break
        elif token.kind != BRACKET or len(token.text) > _LONGEST_BRACKET:
            break
        i += 1
    return range(start, stop if nominal else act or start)


def _determines(token: Token) -> bool:
    return token.kind in (PRONOUN, ADVERB, CONNECTIVE) or (token.kind == QUANTITY and token.value is None)


def _transparent(tokens: Sequence[Token], start: int, stop: int, lexicon: Lexicon) -> bool:
    return stop > start and tokens[stop - 1].text.endswith(lexicon.affixes["transparent"])


def _counted(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> range:
    """5大科学主题, 四个方面的审查标准, 5种不得实施的具体行为; 5个方面 and 两市 are their own class."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    own = tokens[at].text.endswith((*lexicon.sets["level"], *lexicon.sets["closing"]))
    if following is None or (own and following.kind not in (NOUN, OF)):
        return range(at, at + 1)
    begin = at + 2 if following.kind == OF else at + 1
    if following.kind in (NEGATION, VERB):
        of = next((i for i in range(at + 2, min(at + _REACH, len(tokens))) if tokens[i].kind == OF), at)
        begin = of + 1
    return _figured(tokens, begin, name_class(tokens, begin, lexicon, counted=True), lexicon)


def _figured(tokens: Sequence[Token], start: int, named: range, lexicon: Lexicon) -> range:
    """多个领域, 3个环节: what says nothing by itself is named with its figure."""
    vague = "".join(tokens[i].text for i in named) in lexicon.sets["container"]
    return range(start - 1, named.stop) if vague and start and tokens[start - 1].kind == QUANTITY else named
