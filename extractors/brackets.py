"""What brackets and quotation marks tell off: 计算机（包括A、B）, “四个到位”（A、B、C、D）, “A、B、C”的格局."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.frames import INCLUDES
from extractors.grammar import ClauseGrammar
from extractors.lexicon import ADJECTIVE, BRACKET, NOUN, OF, QUANTITY, VERB
from extractors.model import Mention, Span, Statement
from extractors.numerals import parse_number
from extractors.tokens import Token, Words

LONGEST = 24
_QUOTES = "“‘「"
_TELLING = re.compile(
    r"[（(](?:主要|具体)?(?P<sign>包括|包含|涵盖|含(?!税|义)|其中)[:：]?(?P<members>[^（）()。；]+?)等?[）)]$"
)
_MEMBERS = re.compile(r"[（(“‘「](?!以下|下称)(?P<members>[^（）()“”。]*[、，；][^（）()“”。]*)[）)”’」]$")
_NUMBER = re.compile(r"[一二两三四五六七八九十]|\d+")
_MEMBER = re.compile(r"[^、，；]+")
_FIGURE = re.compile(r"\d[\d.,]*[万亿]?\w{0,2}$")


def read_brackets(text: str, tokens: Sequence[Token], grammar: ClauseGrammar, words: Words) -> Iterator[Statement]:
    """Yield `D includes A` for what brackets behind D and quotation marks in front of it tell off.

    A bracket does so where it says so (包括, 含, 其中 with figures) or where a number in the name counts what it
    holds, a quotation where it is the motto of a system. `words` cuts a stretch of `text` into tokens.

    >>> from extractors.grammar import ClauseGrammar
    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon = compile_lexicon(load_ontology())
    >>> grammar, tokenizer = ClauseGrammar(lexicon), Tokenizer(lexicon)
    >>> text = "抽查特种设备（包括电梯、锅炉）"
    >>> [s.object.name for s in read_brackets(text, tokenizer.tokenize(text), grammar, tokenizer.words)]
    ['电梯', '锅炉']
    """
    for i, token in enumerate(tokens):
        found = whole = None
        if token.kind == BRACKET and i and tokens[i - 1].end == token.start:
            whole = _whole(tokens, i, grammar)
            if whole is not None:
                found = _TELLING.match(token.text) or _counted(whole, token)
        elif token.kind == NOUN and token.text[0] in _QUOTES:
            found = _MEMBERS.match(token.text)
            whole = _arrangement(tokens, i + 1, grammar) if found else None
        if whole is None or found is None:
            continue
        evidence = Span(min(whole.start, token.start), max(whole.end, token.end))
        start, stop = found.span("members")
        sign = found.groupdict().get("sign") or ""
        for part in _MEMBER.finditer(text, token.start + start, token.start + stop):
            member = _member(text, *part.span(), grammar, words)
            if member is not None:
                yield Statement(whole, INCLUDES, member, evidence, predicate=sign, confidence=0.8)


def _whole(tokens: Sequence[Token], stop: int, grammar: ClauseGrammar) -> Mention | None:
    """The name that ends in front of a bracket."""
    if stop > 1 and tokens[stop - 1].kind == VERB and tokens[stop - 2].text[0] in _QUOTES:
        stop -= 1  # “四个到位”要求
    start = stop
    while start and tokens[start - 1].end == tokens[start].start and _composes(tokens[start - 1]):
        start -= 1
    acting = (i + 1 for i in range(start, stop - 1) if tokens[i].kind == VERB and _acts(tokens, i, start, grammar))
    start = max(acting, default=start)
    return grammar.name(tokens[start:stop])


def _acts(tokens: Sequence[Token], i: int, start: int, grammar: ClauseGrammar) -> bool:
    """市质监局抽查特种设备（…）: a verb behind an actor has what follows as its object."""
    return i > start and grammar.lexicon.type_of(tokens[i - 1].text) in grammar.lexicon.actors


def _composes(token: Token) -> bool:
    return token.kind in (NOUN, ADJECTIVE, QUANTITY) or (token.verb is not None and token.verb.kind == "D")


def _counted(whole: Mention, token: Token) -> re.Match[str] | None:
    """“四个到位”（A、B、C、D）: a figure in the name counts what the bracket holds."""
    found, number = _MEMBERS.match(token.text), _NUMBER.search(whole.name)
    if found is None or number is None:
        return None
    return found if parse_number(number.group()) == len(_MEMBER.findall(found["members"])) else None


def _arrangement(tokens: Sequence[Token], start: int, grammar: ClauseGrammar) -> Mention | None:
    """The system that a quotation is the motto of: “A、B、C”的|工作格局."""
    if start < len(tokens) and tokens[start].kind == OF:
        start += 1
    stop = start
    while stop < len(tokens) and (_composes(tokens[stop]) and tokens[stop].start == tokens[max(stop, 1) - 1].end):
        stop += 1
    whole = grammar.name(tokens[start:stop]) if stop > start else None
    named = whole is not None and whole.name.endswith(grammar.lexicon.affixes["arrangement"])
    return whole if named else None


def _member(text: str, start: int, end: int, grammar: ClauseGrammar, words: Words) -> Mention | None:
    """What stands between two separators, without a figure behind it: a name, or a phrase by all its words."""
    figure = _FIGURE.search(text, start, end)
    end = figure.start() if figure else end
    inside = words(text, start, end)
    if not inside:
        return None
    if all(t.kind in (NOUN, ADJECTIVE) for t in inside):
        member = grammar.name(inside)
    else:
        name = text[start:end].strip()
        member = Mention(name, grammar.lexicon.type_of(name) or "Matter", start, end)
    return member if member is not None and 1 < len(member.name) <= LONGEST else None
