"""Who works together: A与B签署协议, A、B联合印发, 与A合作."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.clauses import Element
from extractors.frames import COOPERATES, ClauseReading, Frame
from extractors.lexicon import BODIES, COMMA, CONJUNCTION, TIME, Lexicon
from extractors.model import Mention
from extractors.tokens import Token


def is_partner(tokens: Sequence[Token], element: Element, lexicon: Lexicon) -> bool:
    """Return whether a noun phrase opens with 与, 同 or 和 and nothing in front that it could be joined to.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon = compile_lexicon(load_ontology())
    >>> is_partner(Tokenizer(lexicon).tokenize("与公安部"), Element("noun", 0, 2), lexicon)
    True
    """
    first = tokens[element.start]
    return first.kind == CONJUNCTION and first.role == "partner" and element.end > element.start + 1


def cooperate(reading: ClauseReading, tokens: Sequence[Token], partner: Sequence[Mention], lexicon: Lexicon) -> None:
    """Add to a clause that its subjects work together, or its subject with a partner (与A), where its words say so."""
    subject = reading.subject or []
    if not partner and (len(subject) < 2 or not reading.frames or any(m.type not in BODIES for m in subject)):
        return
    mutual = any(frame.predicate in lexicon.sets["mutual"] for frame in reading.frames)
    mutual = mutual or any(t.text in lexicon.sets["mutual"] for t in tokens)
    first, others = reading.subject, list(partner)
    if not partner:
        end = subject[-1].end
        behind = [t for t in tokens if t.start >= end and t.kind != TIME][:1]
        jointly = any(t.text.startswith(lexicon.affixes["jointly"]) for t in behind)
        linked = any(t.kind == CONJUNCTION and t.role == "partner" for t in tokens if t.end <= end)
        listed = any(t.kind == COMMA for t in tokens if t.end <= end)
        mutual = jointly or (mutual and linked and not listed)
        first, others = subject[:1], subject[1:]
    if mutual:
        reading.frames.append(
            Frame(first, COOPERATES, others, reading.modality, time=reading.time, construction="joint")
        )
