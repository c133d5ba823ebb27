"""Two objects behind one verb: 授予A公司质量奖, 给予A企业奖励."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractors.lexicon import COMMA, CONJUNCTION, ETCETERA, NOUN, OF, VERB, Lexicon
from extractors.model import Mention
from extractors.names import PERSON
from extractors.phrases import PhraseReader
from extractors.tokens import Token

HONOR = "Honor"
_PARTED = frozenset({COMMA, CONJUNCTION, ETCETERA, OF})


class Gift(NamedTuple):
    """Who is given something, and what: an honour, or the verb of what is done for them (给予…奖励)."""

    recipients: list[Mention]
    honour: Mention | None = None
    relation: str = ""


def part_gift(text: str, tokens: Sequence[Token], phrases: PhraseReader, lexicon: Lexicon) -> Gift | None:
    """Return the two objects that the noun phrase `tokens` holds, None where it is one.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon, text = compile_lexicon(load_ontology()), "海天公司省长质量奖"
    >>> gift = part_gift(text, Tokenizer(lexicon).tokenize(text), PhraseReader(lexicon), lexicon)
    >>> gift.recipients[0].name, gift.honour.name
    ('海天公司', '省长质量奖')
    """
    last = tokens[-1]
    first = next((k for k in range(len(tokens) - 1, 0, -1) if tokens[k].kind in _PARTED), -1) + 2
    for k in range(max(first, 1), len(tokens)):
        opener = tokens[k]
        if opener.tag == PERSON or lexicon.type_of(opener.text) == "Post" or opener.text in lexicon.sets["honorific"]:
            continue
        name = text[opener.start : last.end]
        done = k == len(tokens) - 1 and last.kind == VERB and last.verb is not None and last.verb.relation
        if not done and (opener.kind != NOUN or lexicon.type_of(name.strip("“”")) != HONOR):
            continue
        recipients = phrases.read(text, tokens[:k])
        if not recipients or not _receives(recipients.mentions[-1], tokens[k - 1], lexicon):
            continue
        if done and last.verb is not None and last.verb.relation:
            return Gift(recipients.mentions, None, last.verb.relation)
        return Gift(recipients.mentions, Mention(name.strip("“”"), HONOR, opener.start, last.end))
    return None


def _receives(mention: Mention, last: Token, lexicon: Lexicon) -> bool:
    if len(mention.name) < 2:
        return False
    return mention.type in lexicon.actors or last.text in lexicon.sets["rewarded"] or last.text[0] in "“"
