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

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> tokenizer = Tokenizer(compile_lexicon(load_ontology()))
    >>> def valued(name, figure):
    ...     return Frame([Mention(name, "Matter", 0, 3)], HAS_VALUE, [Mention(figure, "Quantity", 0, 5)])
    >>> readings = [ClauseReading([valued("总投资", "723万元")]), ClauseReading([valued("设备费", "444万元")])]
    >>> add_shares([tokenizer.tokenize("总投资723万元"), tokenizer.tokenize("其中设备费444万元")], readings)
    >>> [(f.agents[0].name, f.relation, f.objects[0].name) for f in readings[1].frames]
    [('设备费', 'hasValue', '444万元'), ('总投资', 'includes', '设备费')]
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
                if not parts:
                    continue
                shared = Frame(whole, INCLUDES, parts, Modality.ACTUAL, predicate=_OPENER, construction="share")
                reading.frames.append(shared)
        else:
            named = [m for f in measured for m in f.agents or ()]
            whole = (named or reading.counted or whole)[-1:]


def _counts(frame: Frame) -> bool:
    """A rate has no parts: 其中西药价格下降66.67%."""
    return not frame.objects[0].name.endswith(("%", "％", "百分点"))
