"""What turns into what: 中国制造向中国创造转变, 由个案纠偏向类案规范拓展, 监管从事前向事后转变."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.frames import BECOMES
from extractors.grammar import ClauseGrammar
from extractors.lexicon import ADVERB, CONJUNCTION, MODAL, PREPOSITION
from extractors.model import Mention, Span, Statement
from extractors.tokens import Token, Words

_LONGEST = 16
_STOP = r"，,。；;：:、\n向"
_BEFORE = re.compile(
    rf"(?P<thing>[^{_STOP}]{{0,{_LONGEST}}}?)(?:[从由](?P<origin>[^{_STOP}]{{2,{_LONGEST}}}))?$",
)
_BODIES = frozenset({"Government", "Organization", "Enterprise", "Person", "Post"})
_PART = re.compile("[^、]+")


class TurnReader:
    """Finds X向Y转变 with the words of the set `turning`; make it once for a grammar, read many texts.

    >>> from extractors.grammar import ClauseGrammar
    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon = compile_lexicon(load_ontology())
    >>> grammar, tokenizer = ClauseGrammar(lexicon), Tokenizer(lexicon)
    >>> [s.object.name for s in TurnReader(grammar).read("推动温州制造向温州创造转变。", tokenizer.words)]
    ['温州创造']
    """

    def __init__(self, grammar: ClauseGrammar) -> None:
        self._grammar = grammar
        words = "|".join(sorted(map(re.escape, grammar.lexicon.sets["turning"]), key=len, reverse=True))
        self._pattern = re.compile(
            rf"向(?P<goal>[^，,。；;：:\n向]{{2,{_LONGEST}}}?)的?(?:纵深|深度|加快|逐步)?(?P<turn>{words})(?=[{_STOP}]|为主线|$)"
        )

    def read(self, text: str, words: Words) -> Iterator[Statement]:
        """Yield `X becomes Y`, or `A becomes Y` where only 由A says what turns; `words` cuts a stretch into tokens."""
        for found in self._pattern.finditer(text):
            before = _BEFORE.search(text, max(found.start() - 2 * _LONGEST, 0), found.start())
            if before is None:
                continue
            thing = self._thing(words(text, *before.span("thing")))
            if thing is None and before["origin"]:
                thing = self._named(words(text, *before.span("origin")))
            if thing is None or thing.type in _BODIES:  # 市财政局向市审计局转化成果
                continue
            for part in _PART.finditer(text, *found.span("goal")):
                goal = self._named(words(text, *part.span()))
                if goal is not None:
                    span = Span(before.start(), found.end())
                    yield Statement(thing, BECOMES, goal, span, predicate=found["turn"], confidence=0.75)

    def _thing(self, tokens: Sequence[Token]) -> Mention | None:
        """What stands behind the verb that brings it about: 推动|中国制造."""
        cut = max((i for i, t in enumerate(tokens) if _governs(t)), default=-1)
        return self._named(tokens[cut + 1 :])

    def _named(self, tokens: Sequence[Token]) -> Mention | None:
        return self._grammar.name(tokens) if tokens else None


def _governs(token: Token) -> bool:
    strong = token.verb is not None and token.verb.kind != "D"
    return strong or token.kind in (PREPOSITION, MODAL, CONJUNCTION, ADVERB)
