"""Awards: 授予A、B等N项成果X奖 has two objects, those who receive and what they receive."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.lexicon import QUANTITY, Lexicon
from extractors.model import Quantity
from extractors.tokens import Token

_RECEIVING = frozenset({"Organization", "Enterprise", "Person", "Post"})
_QUOTES = '“"「'


def find_award(tokens: Sequence[Token], lexicon: Lexicon) -> int:
    """Return where, in the object of 授予, the award begins; 0 where there is only one object.

    It begins with a quotation (“全市劳动模范”称号), behind the thing that is counted (37项成果), or behind the last
    person, body or title (刘某院士).

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon = compile_lexicon(load_ontology())
    >>> tokens = Tokenizer(lexicon).tokenize("华城公司省长质量奖")
    >>> "".join(token.text for token in tokens[find_award(tokens, lexicon) :])
    '省长质量奖'
    """
    if not tokens:
        return 0
    quoted = [i for i, token in enumerate(tokens) if token.text[0] in _QUOTES]
    counted = [i for i, token in enumerate(tokens) if token.kind == QUANTITY and isinstance(token.value, Quantity)]
    if quoted and quoted[-1] > 0 and quoted[-1] + 2 >= len(tokens):
        start = quoted[-1]
    elif counted and counted[-1] + 2 < len(tokens):
        start = counted[-1] + 2
    else:
        receiving = [i for i, token in enumerate(tokens) if _receives(token, lexicon)]
        start = receiving[-1] + 1 if receiving else 0
    award = "".join(token.text for token in tokens[start:])
    return start if start and (award[:1] in _QUOTES or lexicon.type_of(award) == "Honor") else 0


def _receives(token: Token, lexicon: Lexicon) -> bool:
    return token.tag == "nr" or token.text in lexicon.sets["honorific"] or lexicon.type_of(token.text) in _RECEIVING
