"""Parts of a whole with their figures: 总投资723万元，其中设备购置费444万元，预备费34万元."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.frames import HAS_VALUE, INCLUDES, ClauseReading, Frame
from extractors.model import Mention, Modality
from extractors.tokens import Token

_OPENER = "其中"


def add_shares(clauses: Sequence[Sequence[Token]], readings: Sequence[ClauseReading]) -> None:
    """Add `whole includes part` to the readings of the clauses that 其中 opens and that give figures of parts.

    `clauses` are the tokens of the clauses of one sentence, `readings` what each of them says.

    >>> from extractors.grammar import ClauseGrammar
    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon, texts = compile_lexicon(load_ontology()), ("专项经费800万元", "其中检验费500万元")
    >>> clauses = [Tokenizer(lexicon).tokenize(text) for text in texts]
    >>> readings = [ClauseGrammar(lexicon).read(text, words) for text, words in zip(texts, clauses)]
    >>> add_shares(clauses, readings)
    >>> [(f.relation, f.objects[0].name) for f in readings[1].frames]
    [('hasValue', '500万元'), ('includes', '检验费')]
    """
    whole: list[Mention] = []
    sharing = False
    for tokens, reading in zip(clauses, readings, strict=True):
        measured = [f for f in reading.frames if f.relation == HAS_VALUE and f.agents and _counts(f)]
        if tokens and tokens[0].text == _OPENER:
            sharing = bool(whole)
        elif sharing and len(measured) < len(reading.frames):
            sharing = False
        if sharing:
            for frame in measured:
                parts = [m for m in frame.agents or () if m.name != whole[0].name]
                shared = Frame(whole, INCLUDES, parts, Modality.ACTUAL, predicate=_OPENER, construction="share")
                reading.frames.append(shared)
        else:
            named = [m for f in measured for m in f.agents or ()]
            whole = (named or reading.counted or whole)[-1:]


def _counts(frame: Frame) -> bool:
    """A rate has no parts: 其中西药价格下降66.67%."""
    return not frame.objects[0].name.endswith(("%", "％", "百分点"))
