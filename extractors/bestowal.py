"""Two objects behind 给予: 给予A企业奖励 says that A is commended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractors.lexicon import COMMA, CONJUNCTION, ETCETERA, OF, VERB, Lexicon
from extractors.model import Mention
from extractors.phrases import PhraseReader
from extractors.tokens import Token

_PARTED = frozenset({COMMA, CONJUNCTION, ETCETERA, OF})


class Grant(NamedTuple):
    """Who is given something, and the relation of what is done for them (奖励, 支持, 处分)."""

    recipients: list[Mention]
    relation: str


def find_grant(text: str, tokens: Sequence[Token], phrases: PhraseReader, lexicon: Lexicon) -> Grant | None:
    """Return the two objects that the noun phrase `tokens` holds, None where it is one.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon, text = compile_lexicon(load_ontology()), "施工企业奖励"
    >>> grant = find_grant(text, Tokenizer(lexicon).tokenize(text), PhraseReader(lexicon), lexicon)
    >>> grant.recipients[0].name, grant.relation
    ('施工企业', 'commends')
    """
    if len(tokens) < 2:
        return None
    done = tokens[-1]
    if done.kind != VERB or done.verb is None or done.verb.relation is None or tokens[-2].kind in _PARTED:
        return None
    recipients = phrases.read(text, tokens[:-1]).mentions
    if not recipients or any(m.type not in lexicon.actors or len(m.name) < 2 for m in recipients):
        return None
    return Grant(recipients, done.verb.relation)
