"""Facts inside noun phrases: 党对教育工作的全面领导 says that the party leads, 在党委领导下 that who acts is led."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.frames import AFFILIATED, LEADS, Frame
from extractors.lexicon import ADJECTIVE, ADVERB, LOCALIZER, NOUN, OF, VERB, Lexicon
from extractors.model import Mention, Modality
from extractors.phrases import PhraseReader
from extractors.tokens import Token

_MEMBERS = frozenset({"Government", "Organization", "Enterprise", "Post"})
_RULING = frozenset({LEADS, "supervises", "evaluates", "supports", "sanctions"})


def state_nominals(text: str, tokens: Sequence[Token], phrases: PhraseReader, lexicon: Lexicon) -> list[Frame]:
    """Return what `A对B的领导` states wherever it stands in a clause: A leads B.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon, text = compile_lexicon(load_ontology()), "坚持市委对质量工作的全面领导"
    >>> [frame] = state_nominals(text, Tokenizer(lexicon).tokenize(text), PhraseReader(lexicon), lexicon)
    >>> frame.agents[0].name, frame.relation, frame.objects[0].name
    ('市委', 'leads', '质量工作')
    """
    found: list[Frame] = []
    its = lexicon.sets["and-its"]
    texts = [token.text for token in tokens]
    if "对" not in texts and its.isdisjoint(texts):
        return found
    for i, token in enumerate(tokens):
        if token.text in its and 0 < i < len(tokens) - 1:
            found += _belonging(text, tokens, i, phrases, lexicon)
        if token.role != "target" or token.text != "对" or i == 0:
            continue
        of = next((j for j in range(i + 2, len(tokens)) if tokens[j].kind == OF), None)
        if of is None:
            continue
        k = of + 1
        while k < len(tokens) and tokens[k].kind in (ADJECTIVE, ADVERB):
            k += 1
        verb = tokens[k].verb if k < len(tokens) and tokens[k].kind == VERB else None
        if verb is None or verb.relation not in _RULING:
            continue
        agents = _actors_before(text, tokens, i, phrases, lexicon)
        things = phrases.read(text, tokens[i + 1 : of]).mentions
        if agents and things and not any(t.kind == VERB and t.verb and t.verb.kind == "V" for t in tokens[i + 1 : of]):
            found.append(
                Frame(agents, verb.relation, things, Modality.ACTUAL, predicate=tokens[k].text, construction="ruling")
            )
    return found


def _belonging(text: str, tokens: Sequence[Token], i: int, phrases: PhraseReader, lexicon: Lexicon) -> list[Frame]:
    """市政府及其工作部门: what is the body's belongs to it."""
    stop = i + 1
    while stop < len(tokens) and tokens[stop].kind in (NOUN, ADJECTIVE) and tokens[stop].end - tokens[i].end < 12:
        stop += 1
    owners = _actors_before(text, tokens, i, phrases, lexicon)
    owned = [m for m in phrases.read(text, tokens[i + 1 : stop]).mentions if m.type in _MEMBERS]
    if not owners or not owned or owners[-1].type == "Place":
        return []
    return [Frame(owned, AFFILIATED, owners[-1:], Modality.ACTUAL, predicate=tokens[i].text, construction="belonging")]


def read_guidance(text: str, inside: Sequence[Token], phrases: PhraseReader, lexicon: Lexicon) -> list[Mention]:
    """Return who leads by the words of 在A（集中统一）领导下; `inside` is what stands behind 在."""
    if len(inside) < 3 or inside[-1].kind != LOCALIZER or not inside[-2].text.endswith("领导"):
        return []
    stop = len(inside) - 2
    while stop and inside[stop - 1].kind in (ADJECTIVE, ADVERB, VERB):
        stop -= 1
    start = max((j + 1 for j in range(stop) if inside[j].kind == OF), default=0)
    found = phrases.read(text, inside[start:stop]).mentions
    return [m for m in found if m.type in lexicon.actors]


def unmark_guidance(tokens: Sequence[Token], marks: list[bool]) -> None:
    """在党委领导下, 在各方支持下: what stands between 在 and 下 is no predicate."""
    for i in range(2, len(tokens)):
        if tokens[i].text == "下" and tokens[i - 1].kind == VERB:
            opener = next((j for j in range(i - 1, -1, -1) if tokens[j].text == "在"), None)
            if opener is not None:
                marks[opener:i] = [False] * (i - opener)


def _actors_before(
    text: str, tokens: Sequence[Token], i: int, phrases: PhraseReader, lexicon: Lexicon
) -> list[Mention]:
    start = i
    while start and tokens[start - 1].kind == NOUN and tokens[start - 1].end == tokens[start].start:
        start -= 1
    found = phrases.read(text, tokens[start:i]).mentions if start < i else []
    return found if found and all(m.type in lexicon.actors for m in found) else []
