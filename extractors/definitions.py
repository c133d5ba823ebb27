"""What a document defines: 本办法所称采挖，是指将林木连根挖出的作业措施。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.frames import BECOMES
from extractors.grammar import ClauseGrammar
from extractors.lexicon import ADJECTIVE, ETCETERA, NOUN, OF, VERB
from extractors.model import Mention, Span, Statement
from extractors.tokens import Words

# 第三条 本规定所称|明码标价|，是指|经营者…公开标示价格的行为|，包括…
_DEFINED = re.compile(
    r"(?:(?<=[。；\n])|^)[\s　]*(?:[（(]?第?[一二三四五六七八九十百\d]+[条款）).、][\s　]*)?"
    r"(?:[^\s，。；：、]{0,12}(?:所称的?|所谓|中的)[\s　]*)?"
    r"(?P<term>[^\s，。；：、的]{2,24})[，,]?[\s　]*(?P<sign>(?:是|系)指)(?P<body>[^。；\n]{3,160}?)"
    r"(?=[，,](?:主要)?(?:包括|包含|一般|其中|即)|[。；\n]|$)",
    re.M,
)


def read_definitions(text: str, grammar: ClauseGrammar, words: Words) -> Iterator[Statement]:
    """Yield `term becomes what it is` for the definitions of `text`; `words` cuts a stretch into tokens.

    What a term is stands behind the last 的 of its definition.

    >>> from extractors.grammar import ClauseGrammar
    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon = compile_lexicon(load_ontology())
    >>> grammar, tokenizer = ClauseGrammar(lexicon), Tokenizer(lexicon)
    >>> text = "本办法所称首检，是指设备安装后进行的检验。"
    >>> [(s.subject.name, s.object.name) for s in read_definitions(text, grammar, tokenizer.words)]
    [('首检', '检验')]
    """
    for found in _DEFINED.finditer(text):
        start, end = found.span("body")
        tokens = words(text, start, end)
        stop = next((i for i, t in enumerate(tokens) if t.kind == ETCETERA and i > len(tokens) - 3), len(tokens))
        of = max((i for i, t in enumerate(tokens[: stop - 1]) if t.kind == OF), default=-1)
        head = tokens[of + 1 : stop]
        if not head or any(t.kind not in (NOUN, ADJECTIVE, VERB) for t in head):
            continue
        term, thing = _term(grammar, words, text, *found.span("term")), grammar.name(head)
        if term is not None and thing is not None and term.name != thing.name:
            yield Statement(
                term, BECOMES, thing, Span(found.start("term"), end), predicate=found["sign"], confidence=0.7
            )


def _term(grammar: ClauseGrammar, words: Words, text: str, start: int, end: int) -> Mention | None:
    name = text[start:end].strip("“”\"'「」")
    if len(name) < 2:
        return None
    return Mention(name, grammar.lexicon.type_of(name) or "Matter", start, end)
