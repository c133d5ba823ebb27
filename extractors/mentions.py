"""Typed mentions of a document: the arguments of its statements, and names, titles and values wherever they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractors.grammar import ClauseGrammar
from extractors.lexicon import NOUN, QUANTITY, TIME, TITLE
from extractors.model import Document, Mention, Statement
from extractors.tokens import Token

_NAMING = frozenset({NOUN, QUANTITY, TIME, TITLE})
_QUOTES = "“”\"'「」‘’"


def find_mentions(
    document: Document, tokens: Sequence[Token], statements: Iterable[Statement], grammar: ClauseGrammar
) -> tuple[Mention, ...]:
    """Return the mentions of a document in order, one for each name, type and place.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon, document = compile_lexicon(load_ontology()), Document("a.txt", "广州市印发《质量纲要》")
    >>> tokens = Tokenizer(lexicon).tokenize(document.text)
    >>> [mention.type for mention in find_mentions(document, tokens, (), ClauseGrammar(lexicon))]
    ['Place', 'Document']
    """
    found: dict[tuple[int, int, str, str], Mention] = {}
    for statement in statements:
        for mention in (statement.subject, statement.object):
            found.setdefault((mention.start, mention.end, mention.name, mention.type), mention)
    covered = {(m.start, m.end) for m in found.values()}
    for token in tokens:
        if token.kind not in _NAMING:
            continue
        kind = _own_type(token, grammar)
        if kind is not None and (token.start, token.end) not in covered:
            mention = Mention(token.text.strip(_QUOTES) or token.text, kind, token.start, token.end)
            found.setdefault((mention.start, mention.end, mention.name, kind), mention)
    return tuple(sorted(found.values(), key=lambda m: (m.start, m.end, m.name, m.type)))


def _own_type(token: Token, grammar: ClauseGrammar) -> str | None:
    lexicon = grammar.lexicon
    if token.kind == TITLE:
        return "Document"
    if token.kind == TIME:
        return "Time" if token.value is not None else None
    if token.kind == QUANTITY:
        return "Quantity" if token.value is not None else None
    if token.tag == "nr":
        return "Person"
    return lexicon.terms.get(token.text) or lexicon.names.get(token.text)
