"""What a figure measures: the noun phrase in front of the word that leads to the figure."""

from __future__ import annotations

from extractors.leads import Leads, leading_words
from extractors.lexicon import (
    ADJECTIVE,
    BRACKET,
    COMMA,
    CONJUNCTION,
    ETCETERA,
    LOCALIZER,
    NOUN,
    OF,
    PREPOSITION,
    PRONOUN,
    QUANTITY,
    TITLE,
    VERB,
    Lexicon,
)
from extractors.model import Mention
from extractors.phrases import PhraseReader

_NAMING = frozenset(
    {NOUN, TITLE, ADJECTIVE, OF, COMMA, CONJUNCTION, ETCETERA, LOCALIZER, BRACKET, PRONOUN, QUANTITY}
)  # fmt: skip


class IndicatorReader:
    """Reads the noun phrases of one clause that figures belong to.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.roles import mark_predicates
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon, text = compile_lexicon(load_ontology()), "全市抽检合格率比上年提高"
    >>> tokens = Tokenizer(lexicon).tokenize(text)
    >>> leads = Leads(tokens, mark_predicates(tokens, lexicon))
    >>> [m.name for m in IndicatorReader(lexicon, PhraseReader(lexicon), text, leads).before(len(tokens) - 1)]
    ['全市抽检合格率']
    """

    def __init__(self, lexicon: Lexicon, phrases: PhraseReader, text: str, leads: Leads) -> None:
        self._lexicon, self._phrases, self._text, self._leads = lexicon, phrases, text, leads

    def before(self, end: int, adjunct: bool = False) -> list[Mention]:
        """Return what the noun phrase that ends in front of token `end` names.

        With `adjunct` a verb follows, so that a prepositional phrase in between is not the noun phrase: 企业在中心注册.
        """
        tokens, low = self._leads.tokens, self._leads.low
        end = start = self._leads.skip(end)
        while start > low and self._names(start - 1):
            start -= 1
        inside = tokens[start:end]
        governed = start > low and tokens[start - 1].kind == PREPOSITION and not any(t.kind == OF for t in inside)
        if governed and (adjunct or start == end or inside[-1].kind in (LOCALIZER, VERB)):
            return self.before(start - 1)
        if start == end:
            return []
        mentions = [self._acted(m, start) for m in self._phrases.read(self._text, inside).mentions]
        return self._share_head(mentions, inside[-1].text)

    def _share_head(self, mentions: list[Mention], head: str) -> list[Mention]:
        """粮食加工品、肉制品合格率 → 粮食加工品合格率, 肉制品合格率."""
        last = mentions[-1] if mentions else None
        if len(mentions) < 2 or last is None or last.type != "Indicator":
            return mentions
        if head == last.name:  # a term of its own: its longest suffix that names an indicator
            ends = (head[k:] for k in range(1, len(head)))
            head = next((end for end in ends if self._lexicon.suffixes.get(end) == last.type), head)
        if head == last.name or not last.name.endswith(head):
            return mentions
        return [m if m.type == last.type else m._replace(name=m.name + head, type=last.type) for m in mentions]

    def _names(self, i: int) -> bool:
        """Whether the token may be part of a noun phrase in front of a figure."""
        token = self._leads.tokens[i]
        if token.kind != VERB:
            return token.kind in _NAMING or token.text == "非"
        if not self._leads.marks[i] or token.text in leading_words()["head"]:
            return True
        if token.verb is None or token.verb.kind != "D" or i == self._leads.low:
            return False
        before = self._leads.tokens[i - 1]  # 可再生能源发电, 超高层供水消防车: a dual verb behind a noun
        if before.kind not in (NOUN, ADJECTIVE) or before.end != token.start:
            return False
        collective = before.text in self._lexicon.sets["collective"]  # 全省研发经费
        return collective or self._lexicon.type_of(before.text) not in self._lexicon.actors

    def _acted(self, mention: Mention, start: int) -> Mention:
        """节约资金, 注册资本: a name of two characters takes a verb that is as often a noun along."""
        before = self._leads.tokens[start - 1] if start else None
        if len(mention.name) > 2 or before is None or before.verb is None or before.end != mention.start:
            return mention
        if before.verb.kind not in ("D", "C"):
            return mention
        return mention._replace(name=before.text + mention.name, start=before.start)
