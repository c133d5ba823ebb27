"""A clause as a row of elements: its predicates, and the noun and prepositional phrases between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.lexicon import (
    ADVERB,
    ADVERBIAL,
    ASPECT,
    COMMA,
    CONJUNCTION,
    CONNECTIVE,
    COPULA,
    LOCALIZER,
    MODAL,
    NEGATION,
    NOUN,
    OF,
    PREPOSITION,
    QUANTITY,
    TIME,
    TITLE,
    VERB,
)
from extractors.tokens import Token


@dataclass(slots=True)
class Element:
    """A predicate (`kind` "verb"), a noun phrase ("noun") or a prepositional phrase (its role): tokens[start:end].

    `place` is its position among the elements of its clause.
    """

    kind: str
    start: int
    end: int
    place: int = 0


def split_elements(tokens: Sequence[Token], marks: Sequence[bool]) -> list[Element]:
    """Return the clause as predicates, prepositional phrases and noun phrases in order.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.roles import mark_predicates
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon = compile_lexicon(load_ontology())
    >>> tokens = Tokenizer(lexicon).tokenize("市政府对企业开展抽查")
    >>> [element.kind for element in split_elements(tokens, mark_predicates(tokens, lexicon))]
    ['noun', 'target', 'verb', 'noun']
    """
    elements: list[Element] = []
    i, count = 0, len(tokens)
    while i < count:
        token = tokens[i]
        if marks[i]:
            elements.append(Element("verb", i, i + 1))
            i += 1
        elif token.kind == COPULA or (token.text == "为" and _measures(tokens, i)):
            elements.append(Element("copula", i, i + 1))
            i += 1
        elif token.kind in (MODAL, NEGATION):
            elements.append(Element(token.kind, i, i + 1))
            i += 1
        elif token.kind == TIME and not _inside_phrase(tokens, i):
            elements.append(Element("time", i, i + 1))
            i += 1
        elif token.kind in (ADVERB, CONNECTIVE, ADVERBIAL, ASPECT):
            i += 1
        elif token.kind == PREPOSITION and token.role == "source" and i + 1 < count and marks[i + 1]:
            i += 1  # 从建立…入手: a clause of its own
        elif token.kind == PREPOSITION and token.role not in ("", "means", "purpose"):
            stop = _phrase_end(tokens, marks, i + 1)
            elements.append(Element(token.role, i, stop))
            i = stop
        elif token.kind == PREPOSITION:
            # 通过X, 为X: with a noun phrase an adjunct or a beneficiary, with a verb phrase a clause of its own
            stop = i + 1 if i + 1 < count and marks[i + 1] else _phrase_end(tokens, marks, i + 1)
            elements.append(Element(token.role or "adjunct", i, stop))
            i = stop
        else:
            governed = bool(elements) and elements[-1].kind == "verb"
            stop = _phrase_end(tokens, marks, i, ("source",) if governed and _said(tokens, i) else ("target", "source"))
            if stop == i:
                stop = i + 1
            elements.append(Element("noun", i, stop))
            i = stop
    for place, element in enumerate(elements):
        element.place = place
    return elements


def _measures(tokens: Sequence[Token], i: int) -> bool:
    """合格率为95.2%: 为 in front of a figure that ends the clause is the copula."""
    return i > 0 and i + 1 < len(tokens) and tokens[i + 1].kind == QUANTITY and tokens[i + 1].value is not None


def _inside_phrase(tokens: Sequence[Token], i: int) -> bool:
    """A time that a noun follows without comma belongs to the phrase (2018年度奖励), unless it opens the clause."""
    return (
        i > 0 and tokens[i - 1].kind in (NOUN, OF, TITLE) and i + 1 < len(tokens) and tokens[i + 1].kind in (NOUN, OF)
    )


def _said(tokens: Sequence[Token], i: int) -> bool:
    """落实A关于B的指示: the object is one phrase."""
    about = next((t for t in tokens[i + 1 : i + 5] if t.kind == PREPOSITION), None)
    return about is not None and about.text == "关于"


def _phrase_end(tokens: Sequence[Token], marks: Sequence[bool], i: int, ends: Sequence[str] = ()) -> int:
    """The first position from `i` that a noun phrase cannot cover; A对B的落实 ends in front of 对, one of `ends`."""
    count, start = len(tokens), i
    while i < count:
        token = tokens[i]
        kind = token.kind
        if marks[i] or kind in (MODAL, COPULA):
            break
        if kind == PREPOSITION and ((i > start and token.role in ends) or not _embedded_preposition(tokens, marks, i)):
            break
        if kind in (ADVERB, NEGATION, CONNECTIVE) and not (_of_follows(tokens, marks, i) or _names(tokens, marks, i)):
            break
        if kind == LOCALIZER and i + 1 < count and tokens[i + 1].kind not in (OF, NOUN, COMMA, CONJUNCTION):
            return i + 1
        if kind == TIME and not _inside_phrase(tokens, i):
            break
        i += 1
    while i > 0 and i <= count and tokens[i - 1].kind == CONJUNCTION and i < count and marks[i]:
        i -= 1
    return i


def _names(tokens: Sequence[Token], marks: Sequence[bool], i: int) -> bool:
    """该院全面工作: an adverb inside a name, in front of a verb that is no predicate."""
    return i + 1 < len(tokens) and tokens[i].kind == ADVERB and tokens[i + 1].kind == VERB and not marks[i + 1]


def _of_follows(tokens: Sequence[Token], marks: Sequence[bool], i: int) -> bool:
    for j in range(i + 1, len(tokens)):
        if marks[j]:
            return False
        if tokens[j].kind == OF:
            return True
    return False


def _embedded_preposition(tokens: Sequence[Token], marks: Sequence[bool], i: int) -> bool:
    """对X的监督, 关于Y的意见 inside a noun phrase: a 的 comes before the next predicate."""
    if i + 1 < len(tokens) and marks[i + 1]:
        return False
    if tokens[i].role in ("basis", "means"):  # 未按规定报送材料的单位
        return i > 0 and tokens[i - 1].kind == NEGATION and _of_follows(tokens, marks, i)
    return tokens[i].role in ("target", "scope", "goal", "partner", "source", "adjunct", "agent") and _of_follows(
        tokens, marks, i
    )


def split_at_commas(tokens: Sequence[Token]) -> list[list[Token]]:
    """Return the stretches between enumerating commas, without empty ones."""
    stretches: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == COMMA:
            stretches.append([])
        else:
            stretches[-1].append(token)
    return [stretch for stretch in stretches if stretch]
