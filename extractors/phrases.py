"""Noun phrases: a run of tokens → its conjuncts as typed mentions, its class (A、B等C), its figure, its attribute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.lexicon import (
    ADJECTIVE,
    ADVERB,
    ADVERBIAL,
    ASPECT,
    BRACKET,
    COMMA,
    CONJUNCTION,
    CONNECTIVE,
    COPULA,
    ETCETERA,
    LOCALIZER,
    MODAL,
    NEGATION,
    NOUN,
    OF,
    OTHER,
    PREPOSITION,
    PRONOUN,
    QUANTITY,
    TIME,
    TITLE,
    VERB,
    Lexicon,
)  # fmt: skip
from extractors.model import Mention, Quantity, TimeValue
from extractors.tokens import ACT, Token

_LEADING = {
    ADVERB, ADVERBIAL, ASPECT, BRACKET, COMMA, CONJUNCTION, CONNECTIVE, COPULA, ETCETERA, LOCALIZER, MODAL,
    NEGATION, OF, OTHER,
}  # fmt: skip
_TRAILING = {
    ADVERB,
    ADVERBIAL,
    ASPECT,
    BRACKET,
    COMMA,
    CONJUNCTION,
    CONNECTIVE,
    COPULA,
    LOCALIZER,
    MODAL,
    NEGATION,
    OF,
    OTHER,
    PREPOSITION,
}
_COMPOSING = frozenset({COMMA, CONJUNCTION, ETCETERA, OF, QUANTITY, TITLE})
_SEPARATORS = {COMMA, CONJUNCTION}
_NAMED_ACTORS = frozenset({"Government", "Organization", "Enterprise", "Person", "Post"})
_OPENING = "“‘「"
_PARTING = frozenset(_OPENING + "各")
_QUOTES = "“”\"'「」‘’"
LONGEST_NAME = 36


@dataclass(slots=True)
class Phrase:
    """What a noun phrase names: `mentions` are its conjuncts; in A、B等C the members, not their class.

    `quantity` is its figure; `counts` has those of conjuncts that are counted one by one, by where their names begin.
    """

    mentions: list[Mention] = field(default_factory=list)
    quantity: Quantity | None = None
    time: TimeValue | None = None
    attribute: list[Token] = field(default_factory=list)
    counts: dict[int, Quantity] = field(default_factory=dict)
    issuers: list[Mention] = field(default_factory=list)
    start: int = 0
    end: int = 0

    def __bool__(self) -> bool:
        return bool(self.mentions)


class PhraseReader:
    """Reads noun phrases with the tables of one lexicon.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon, text = compile_lexicon(load_ontology()), "考核机制、追溯机制等制度"
    >>> phrase = PhraseReader(lexicon).read(text, Tokenizer(lexicon).tokenize(text))
    >>> [mention.name for mention in phrase.mentions]
    ['考核机制', '追溯机制']
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._honorifics = lexicon.affixes["honorific"]

    def read(self, text: str, tokens: Sequence[Token]) -> Phrase:
        """Return the phrase that `tokens`, a run without predicates, make up; empty where they hold no name."""
        phrase = Phrase()
        tokens = self._trim(tokens, phrase)
        if not tokens:
            return phrase
        phrase.start, phrase.end = tokens[0].start, tokens[-1].end
        kinds = [token.kind for token in tokens]
        if _COMPOSING.isdisjoint(kinds) and (
            len(tokens) == 1
            or (
                phrase.end - phrase.start == sum([len(t.text) for t in tokens])
                and _PARTING.isdisjoint([t.text[0] for t in tokens[1:]])
            )
        ):
            mention = self._mention(tokens, phrase)  # one name, as most phrases are
            phrase.mentions = [mention] if mention else []
            return phrase
        if TITLE in kinds:
            tokens = self._issued(text, tokens, kinds.index(TITLE), phrase)
            kinds = kinds[-len(tokens) :]
        cut = kinds.index(ETCETERA) if ETCETERA in kinds else 0
        if cut:
            self._conjuncts(text, tokens[:cut], phrase)
            self._class(text, tokens[cut + 1 :], phrase)
        elif QUANTITY not in kinds or not self._counted_class(text, tokens, phrase):
            self._conjuncts(text, tokens, phrase)
        return phrase

    def name(self, tokens: Sequence[Token]) -> Mention | None:
        """Return the one name that `tokens` make up, whatever verbs it holds; None where there is none."""
        return self._mention(tokens, Phrase())

    def _issued(self, text: str, tokens: Sequence[Token], title: int, phrase: Phrase) -> Sequence[Token]:
        """省经贸委、纺织总会《…意见》: bodies in front of a title issued it; return the tokens from the title on."""
        before = tokens[:title]
        if not before or before[-1].kind != NOUN or any(t.kind == OF for t in before):
            return tokens
        bodies = self.read(text, before).mentions
        if not bodies or any(m.type not in ("Government", "Organization") for m in bodies):
            return tokens
        phrase.issuers = bodies
        return tokens[title:]

    def _trim(self, tokens: Sequence[Token], phrase: Phrase) -> Sequence[Token]:
        a, b = 0, len(tokens)
        while a < b:
            token = tokens[a]
            if token.kind == TIME and isinstance(token.value, TimeValue) and b - a > 1:
                phrase.time = phrase.time or token.value
            elif token.kind not in _LEADING or (token.kind == BRACKET and a + 1 < b):
                break
            a += 1
        while b > a and tokens[b - 1].kind in _TRAILING:
            b -= 1
        return tokens[a:b]

    def _segments(self, tokens: Sequence[Token]) -> list[list[Token]]:
        segments: list[list[Token]] = [[]]
        for token in tokens:
            if token.kind in _SEPARATORS:
                if segments[-1]:
                    segments.append([])
                continue
            before = segments[-1][-1] if segments[-1] else None
            if before is not None and (token.start > before.end or _side_by_side(before, token, segments[-1])):
                segments.append([])
            segments[-1].append(token)
        return segments if segments[-1] else segments[:-1]

    def _counted_class(self, text: str, tokens: Sequence[Token], phrase: Phrase) -> bool:
        """产品、工程、服务、环境4大质量目标: the figure counts the conjuncts, what follows it is their class."""
        segments = self._segments(tokens)
        if len(segments) < 2 or any(t.kind == OF for s in segments[:-1] for t in s):
            return False
        last = segments[-1]
        for i in range(1, len(last)):
            value = last[i].value
            if isinstance(value, Quantity) and value.value == len(segments) and last[i - 1].text != "各":
                rest = last[i + 1 :]
                members = [t for t in tokens if t.end <= last[i].start]
                self._conjuncts(text, members, phrase)
                self._class(text, rest, phrase)
                phrase.quantity = value
                return True
        return False

    def _class(self, text: str, tokens: Sequence[Token], phrase: Phrase) -> None:
        """Read what follows 等 and the class: (A、B等C的D) what is said of it, or (A、B等C和D) further conjuncts."""
        tokens = self._trim(tokens, Phrase())
        if not tokens:
            return
        phrase.end = tokens[-1].end
        first = tokens[0].value
        if isinstance(first, Quantity):  # A、B等9项制度: the class is counted
            phrase.quantity = first
            phrase.counts.clear()
        of = next((i for i, t in enumerate(tokens) if t.kind == OF), len(tokens))
        if of < len(tokens) - 1 and not self._relational(tokens[of + 1 :]):
            phrase.mentions = self.read(text, tokens[of + 1 :]).mentions or phrase.mentions
        elif of == len(tokens):
            behind = next((i + 1 for i, t in enumerate(tokens) if t.kind in _SEPARATORS), len(tokens))
            phrase.mentions += self.read(text, tokens[behind:]).mentions

    def _conjuncts(self, text: str, tokens: Sequence[Token], phrase: Phrase) -> None:
        segments = self._segments(tokens)
        if not segments:
            return
        for attribute, head in self._heads(segments):
            if attribute and attribute[-1].end + 1 == head[0].start and self._relational(head):
                # 质量工作的落实, X的作用: what is put into practice is the attribute
                inner = self.read(text, [t for t in attribute if t.kind != PREPOSITION])
                phrase.mentions += inner.mentions
                continue
            mention = self._mention(head, phrase)
            if mention is not None:
                if mention.type == "Person" and head[0].start < mention.start:
                    while phrase.mentions and phrase.mentions[-1].type == "Post":
                        phrase.mentions.pop()  # 市委书记、市长李某: the posts are the person's
                figure = attribute[-1].value if attribute and attribute[-1].end + 1 == head[0].start else None
                if isinstance(figure, Quantity):  # 约80%的光伏组件
                    phrase.quantity = phrase.quantity or figure
                phrase.mentions.append(self._identify(text, mention, attribute, head))
                if attribute and not phrase.attribute:
                    phrase.attribute = attribute
        phrase.mentions = self._share_head(text, phrase.mentions, segments)

    def _identify(self, text: str, mention: Mention, attribute: Sequence[Token], head: Sequence[Token]) -> Mention:
        """消费者的权益: a name of two characters identifies nothing without whose it is; A关于B的论述 is one name."""
        said = mention.name.endswith(self._lexicon.affixes["saying"])
        about = next((k for k, t in enumerate(attribute) if t.text == "关于"), 0) if said else 0
        if about and attribute[0].kind == NOUN and attribute[-1].end + 1 == head[0].start:
            name = "".join(text[attribute[0].start : mention.end].split())
            return mention._replace(name=name, start=attribute[0].start) if len(name) <= LONGEST_NAME else mention
        acts = mention.type in self._lexicon.actors and head[-1].kind != VERB  # 党的领导 is what is done
        if len(mention.name) > 2 or acts or not attribute:
            return mention
        if attribute[-1].kind != NOUN or attribute[-1].end + 1 != head[0].start:
            return mention
        start = len(attribute) - 1
        while start and attribute[start - 1].kind == NOUN and attribute[start - 1].end == attribute[start].start:
            start -= 1
        governor = attribute[start - 1].verb if start else None
        if governor is not None and governor.kind == "V":
            return mention  # 优化营商环境的举措
        owner = "".join(t.text for t in attribute[start:])
        kind = "Matter" if head[-1].kind == VERB and mention.type == "Post" else mention.type
        return mention._replace(name=f"{owner}的{mention.name}", type=kind, start=attribute[start].start)

    def _relational(self, head: Sequence[Token]) -> bool:
        if len(head) != 1:
            return False
        return head[0].text in self._lexicon.relational or (
            head[0].kind == VERB and head[0].text not in self._lexicon.vague
        )

    def _share_head(self, text: str, mentions: list[Mention], segments: list[list[Token]]) -> list[Mention]:
        """市、区政府 → 市政府, 区政府; 纪检、纠风部门 → 纪检部门, 纠风部门; 林业和草原主管部门 stays one name."""
        levels = self._lexicon.sets["level"]
        last = mentions[-1] if mentions else None
        if len(mentions) < 2 or last is None or last.type not in ("Government", "Organization", "Post"):
            return mentions
        if any(m.name in self._lexicon.sets["administration"] for m in mentions[:-1]):
            # 各省、自治区、直辖市人民政府 is one addressee
            name = "".join(text[mentions[0].start : last.end].split())
            return [Mention(name, last.type, mentions[0].start, last.end)]
        if last.name[0] in levels and all(m.name.removeprefix("各") in levels for m in mentions[:-1]):
            return [Mention(m.name + last.name[1:], last.type, m.start, m.end) for m in mentions[:-1]] + [last]
        fields = [m for m in mentions[:-1] if m.type not in _NAMED_ACTORS and len(m.name) <= 8]
        if len(fields) != len(mentions) - 1 or last.type == "Post":
            return mentions
        joint = text[mentions[-2].end : last.start].strip()
        if joint in ("和", "与", "及") or any(t.kind == CONJUNCTION for s in segments for t in s):
            name = "".join(text[mentions[0].start : last.end].split())
            return [Mention(name, last.type, mentions[0].start, last.end)]
        head = segments[-1][-1].text
        if last.name.endswith(head) and len(head) < len(last.name):
            return [Mention(m.name + head, last.type, m.start, m.end) for m in mentions[:-1]] + [last]
        return mentions

    def _heads(self, segments: list[list[Token]]) -> list[tuple[list[Token], list[Token]]]:
        """Attribute and head of each conjunct; what stands before a 的 of a later conjunct is attribute."""
        heads: list[tuple[list[Token], list[Token]]] = []
        pending: list[Token] = []
        for segment in segments:
            cut = max((i for i, t in enumerate(segment[:-1]) if t.kind == OF), default=-1)
            if cut < 0:
                heads.append((pending if pending else [], segment))
                continue
            attribute = segment[:cut]
            if not all(t.kind == ADJECTIVE for t in attribute):
                # A、B的C: A and B belong to the attribute unless A has a 的 of its own
                while heads and not heads[-1][0]:
                    attribute = [*heads.pop()[1], *attribute]
                pending = attribute
            heads.append((attribute, segment[cut + 1 :]))
        return heads

    def _mention(self, tokens: Sequence[Token], phrase: Phrase) -> Mention | None:
        tokens = self._bare(self._trim(tokens, phrase))
        counted: Quantity | None = None
        if len(tokens) > 1 and tokens[0].kind == QUANTITY:
            while len(tokens) > 1 and isinstance(figure := tokens[0].value, Quantity):
                counted, tokens = (
                    figure,
                    self._trim(tokens[1:], phrase),
                )  # 八部分30条举措: the last one counts the thing
            if counted is None:
                tokens = self._trim(tokens[1:], phrase)
        if len(tokens) > 1 and tokens[-1].kind == QUANTITY and isinstance(tokens[-1].value, Quantity):
            # 采购额87.38亿元: the figure belongs to what it measures
            counted = tokens[-1].value
            tokens = self._trim(tokens[:-1], phrase)
            if len(tokens) > 1 and tokens[-1].text == "各":  # 叉车和冷藏车各1辆
                tokens = self._trim(tokens[:-1], phrase)
        while len(tokens) > 1 and tokens[-1].kind == QUANTITY and tokens[-1].value is None:  # 政府、企业三方
            tokens = self._trim(tokens[:-1], phrase)
        if not tokens:
            return None
        if counted is not None:
            phrase.counts[tokens[0].start] = counted
            phrase.quantity = phrase.quantity or counted
        last = tokens[-1].text
        for token in tokens:
            if token.tag == "nr" and (
                token.text == last or last in self._honorifics or self._lexicon.type_of(last) == "Post"
            ):
                # 国务院总理李某, 李某总理: the person is meant; who holds which post is read in extractors.persons
                return Mention(token.text, "Person", token.start, token.end)
        name = last if len(tokens) == 1 else "".join([t.text for t in tokens if t.kind != BRACKET or len(t.text) <= 4])
        if name and name[0] in _QUOTES and name[-1] in _QUOTES:
            name = name.strip(_QUOTES)
        bare = name[:-2] if name.endswith(self._honorifics) else ""
        if bare and self._lexicon.is_person(bare):  # 王某某同志, read as one word
            return Mention(bare, "Person", tokens[0].start, tokens[0].start + len(bare))
        if not name or (len(name) > LONGEST_NAME and not name.startswith("《")):
            return None
        return Mention(name, self.type_of(name, tokens), tokens[0].start, tokens[-1].end)

    def _bare(self, tokens: Sequence[Token]) -> Sequence[Token]:
        """该《通知》精神 → 《通知》; 融资方面 → 融资, but 有关方面 are bodies."""
        sets = self._lexicon.sets
        title = next((i for i, t in enumerate(tokens) if t.kind == TITLE), -1)
        if title >= 0 and all(t.text in sets["of-title"] for t in tokens[title + 1 :]):
            tokens = tokens[: title + 1]
            if all(t.kind == PRONOUN for t in tokens[:title]):
                tokens = tokens[title:]
        while len(tokens) > 1 and tokens[-1].text in sets["trailing"]:
            before = tokens[-2]
            if before.kind in (PRONOUN, QUANTITY, ADJECTIVE) or before.text in sets["unspecific"]:
                break
            tokens = tokens[:-1]
        return tokens

    def type_of(self, name: str, tokens: Sequence[Token]) -> str:
        """Return the entity type of a name, Matter where nothing tells."""
        last = tokens[-1]
        if last.kind == TITLE:
            return "Document"
        if last.kind == QUANTITY:
            return "Quantity"
        if last.kind == TIME:
            return "Time"
        known = self._lexicon.type_of(name)
        if known is not None and (last.tag != ACT or known not in self._lexicon.actors):
            return known
        if last.tag == "ns" or all(self._lexicon.names.get(t.text) == "Place" for t in tokens):
            return "Place"
        if last.tag == "nt":
            return "Organization"
        return "Matter"


def _side_by_side(before: Token, token: Token, segment: Sequence[Token]) -> bool:
    """《甲》《乙》, “甲”“乙”, 各地区各部门: conjuncts without a separator."""
    if token.kind == before.kind == TITLE:
        return True
    if token.text[0] in _OPENING and before.text[0] in _OPENING:
        return True
    return token.text[0] == "各" and before.kind == NOUN and segment[0].text[0] == "各"
