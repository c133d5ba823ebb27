"""What an enumeration states: D includes A and B, by name."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.enumerations import Enumeration
from extractors.frames import INCLUDES, Frame
from extractors.lexicon import ADVERB, BRACKET, COMMA, CONJUNCTION, MODAL, NEGATION, QUANTITY, VERB, Lexicon
from extractors.members import is_verbal
from extractors.model import Mention, Modality, Quantity
from extractors.phrases import LONGEST_NAME, PhraseReader
from extractors.tokens import Token

_SAID = frozenset({VERB, ADVERB, MODAL, NEGATION})
# Who was present (王某、李某等领导) and what was measured is told elsewhere.
_UNLISTED = frozenset({"Person", "Quantity"})


def read_inclusion(
    tokens: Sequence[Token], listed: Enumeration, phrases: PhraseReader, lexicon: Lexicon
) -> Frame | None:
    """Return the frame of an enumeration of the clause of `tokens`.

    None where the class says no more than that there are several (A、B等方面) or its members are not told of it.

    >>> from extractors.enumerations import find_enumerations
    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon = compile_lexicon(load_ontology())
    >>> tokens = Tokenizer(lexicon).tokenize("制假售假、虚假宣传等违法行为")
    >>> [listed] = find_enumerations(tokens, lexicon)
    >>> frame = read_inclusion(tokens, listed, PhraseReader(lexicon), lexicon)
    >>> frame.agents[0].name, [mention.name for mention in frame.objects]
    ('违法行为', ['制假售假', '虚假宣传'])
    """
    inside = tokens[listed.whole.start : listed.whole.stop]
    whole = phrases.name(inside) if listed.told else None
    if whole is None or len(whole.name) < 2:
        return None
    if whole.name in lexicon.sets["container"]:
        if inside[0].kind != QUANTITY or whole.type == "Government":
            return None
        whole = whole._replace(name="".join(t.text for t in inside), start=inside[0].start)  # 3个领域
    if whole.type == "Government" and listed.construction == "counted":  # 由A、B2个部门组成
        return None
    if whole.type == "Quantity" and not whole.name.endswith(lexicon.affixes["closing"]):
        return None
    named = [_member(tokens[m.start : m.stop], phrases, lexicon) for m in listed.members]
    members = [m for m in named if m is not None and m.type not in _UNLISTED]
    if not members or (whole.type == "Post" and members[0].type != "Post"):
        return None  # 市财政局等部门负责人, 王某等领导
    frame = Frame([whole], INCLUDES, members, Modality.ACTUAL, predicate=tokens[listed.sign].text)
    frame.construction = listed.construction
    frame.quantity = next(
        (v for t in tokens[listed.sign : listed.whole.stop] if isinstance(v := t.value, Quantity)), None
    )
    return frame


def _member(tokens: Sequence[Token], phrases: PhraseReader, lexicon: Lexicon) -> Mention | None:
    """The name of a member: as a phrase has it, but with verbs (不作为, 进企业) by all its words."""
    while len(tokens) > 1 and tokens[0].kind in (CONJUNCTION, COMMA, BRACKET):
        tokens = tokens[1:]
    if _SAID.isdisjoint([t.kind for t in tokens]):
        return phrases.name(tokens)
    name = "".join(t.text for t in tokens if t.kind != BRACKET)
    if len(name) > LONGEST_NAME:
        return None
    kind = lexicon.type_of(name) or "Matter"
    acts = kind in lexicon.actors and is_verbal(tokens, range(len(tokens)))
    return Mention(name, "Matter" if acts else kind, tokens[0].start, tokens[-1].end)
