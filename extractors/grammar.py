"""The clause grammar: the elements of a clause → frames, facts whose subject may still be dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.clauses import DISPOSING, SPEECH_RELATIONS, Element, mark_predicates, split_elements
from extractors.lexicon import COMMA, CONJUNCTION, LEVELS, MODAL, OF, PREPOSITION, Lexicon, Verb
from extractors.model import Mention, Modality, Quantity, TimeValue
from extractors.phrases import Phrase, PhraseReader
from extractors.tokens import Token

# Control verbs that leave the subject of later clauses alone (使、引导、督促 hand it on: control moves to the pivot).
KEEPS_SUBJECT = frozenset({"promotes", "supports", "assists"})
_BECOMING = ("为", "成", "作")
_CATAPHORIC = ("means", "purpose", "basis", "instrument", "scope", "time", "adjunct")


@dataclass(slots=True)
class Frame:
    """A fact as a clause has it; `agents` is None where the subject is dropped."""

    agents: list[Mention] | None
    relation: str
    objects: list[Mention]
    modality: Modality | None
    negated: bool
    time: TimeValue | None
    quantity: Quantity | None
    predicate: str = ""


@dataclass(slots=True)
class ClauseReading:
    """The frames of one clause, its own subject, and who acts after it (the pivot of 引导、督促)."""

    frames: list[Frame] = field(default_factory=list)
    subject: list[Mention] | None = None
    successor: list[Mention] | None = None
    cataphoric: bool = False
    focus: bool = False  # 尤其是…: its subject is not taken up again
    speaks: bool = False
    time: TimeValue | None = None
    modality: Modality | None = None


class ClauseGrammar:
    """Reads single clauses with the tables of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._phrases = PhraseReader(lexicon)
        self._actors = frozenset(c.id for c in lexicon.ontology.classes.values() if c.actor)

    def read(self, text: str, tokens: Sequence[Token]) -> ClauseReading:
        """Return what one clause says."""
        marks = mark_predicates(tokens, self._actors, self._lexicon)
        return _Walk(self, text, tokens, split_elements(tokens, marks)).run()

    def phrase(self, text: str, tokens: Sequence[Token]) -> Phrase:
        """Return the noun phrase that `tokens` make up."""
        return self._phrases.read(text, tokens)

    def is_actor(self, mention: Mention) -> bool:
        """Return whether the mention's type is one that acts."""
        return mention.type in self._actors

    @property
    def lexicon(self) -> Lexicon:
        """The tables behind the grammar."""
        return self._lexicon


class _Walk:
    """One pass over the elements of a clause."""

    def __init__(self, grammar: ClauseGrammar, text: str, tokens: Sequence[Token], elements: list[Element]) -> None:
        self.grammar, self.text, self.tokens, self.elements = grammar, text, tokens, elements
        self.lexicon = grammar.lexicon
        self.out = ClauseReading()
        self.agents: list[Mention] | None = None  # who acts now, None: dropped
        self.before: list[Phrase] = []  # noun phrases in front of the first predicate
        self.theme: Phrase | None = None
        self.target: Phrase | None = None
        self.goal: Phrase | None = None
        self.bases: list[tuple[str, list[Mention]]] = []
        self.modality: Modality | None = None
        self.negated = False
        self.time: TimeValue | None = None
        self.passive = False
        self.leaves = False  # a 从 has been read
        self.owner: list[Mention] | None = None
        self.last: Phrase | None = None  # the object of the last verb
        self.predicate = ""
        self.at = 0

    def run(self) -> ClauseReading:
        elements = self.elements
        if elements:
            self.out.cataphoric = elements[0].kind in _CATAPHORIC
            self.out.focus = self.tokens[0].text in self.lexicon.focuses
        while self.at < len(elements):
            element = elements[self.at]
            self.at += 1
            step = getattr(self, f"_on_{element.kind.replace('-', '_')}", None)
            if step is not None:
                step(element)
        self._settle_subject()
        self._flush_bases()
        self.out.time = self.time
        self.out.modality = self.modality
        if self.out.subject is None and not self.out.frames and self.before and self.grammar.is_actor(self.before[0].mentions[0]):
            self.out.subject = self.before[0].mentions
        return self.out

    # -- what stands around the predicate

    def _phrase(self, element: Element, skip: int = 0) -> Phrase:
        phrase = self.grammar.phrase(self.text, self.tokens[element.start + skip : element.end])
        if phrase.whole is not None:
            self._include(phrase)
        if phrase.issuers and phrase.mentions:
            # 省经贸委、纺织总会《…意见》: bodies in front of a title issued it
            self._note(phrase.issuers, "issues", phrase.mentions[:1])
        if phrase.figure is not None and phrase.mentions:
            self._measure(phrase)
        if phrase.time is not None:
            self.time = self.time or phrase.time
        return phrase

    def _include(self, phrase: Phrase) -> None:
        assert phrase.whole is not None
        self._note([phrase.whole], "includes", phrase.members)

    def _note(self, agents: list[Mention], relation: str, objects: list[Mention]) -> None:
        """State what a noun phrase says by itself, whatever the clause does with it."""
        if relation in self.lexicon.ontology.relations:
            self.out.frames.append(Frame(list(agents), relation, list(objects), Modality.ACTUAL, False, None, None))

    def _measure(self, phrase: Phrase) -> None:
        """采购额87.38亿元: the figure is the value of what stands in front of it."""
        figure = phrase.figure
        assert figure is not None
        value = Mention(figure.text, "Quantity", figure.start, figure.end)
        self.out.frames.append(
            Frame([phrase.mentions[-1]], "hasValue", [value], self.modality, self.negated, self.time, phrase.quantity)
        )

    def _on_time(self, element: Element) -> None:
        value = self.tokens[element.start].value
        if isinstance(value, TimeValue):
            self.time = value

    def _on_modal(self, element: Element) -> None:
        value = self.lexicon.modals.get(self.tokens[element.start].text, "")
        if value:
            self.modality = Modality(value)

    def _on_negation(self, element: Element) -> None:
        self.negated = True
        self._on_modal(element)  # 不得, 严禁 bind too

    def _on_noun(self, element: Element) -> None:
        phrase = self._phrase(element)
        if phrase and self.theme is None and self.target is None:
            self.before.append(phrase)

    def _on_theme(self, element: Element) -> None:
        phrase = self._phrase(element, 1)
        if phrase:
            self.theme = phrase
        elif self.tokens[element.start].text == "将":
            self.modality = Modality.PLANNED

    def _on_target(self, element: Element) -> None:
        phrase = self._phrase(element, 1)
        if phrase:
            self.target = phrase

    def _on_agent(self, element: Element) -> None:
        phrase = self._phrase(element, 1)
        if phrase:
            self._settle_subject()
            self.passive = True
            self.agents = phrase.mentions

    def _on_passive(self, element: Element) -> None:
        self._on_agent(element)

    def _on_cause(self, element: Element) -> None:
        phrase = self._phrase(element, 1)
        if phrase:
            self._settle_subject()
            self.agents = phrase.mentions
            self.out.successor = phrase.mentions

    def _on_basis(self, element: Element) -> None:
        phrase = self._phrase(element, 1)
        if phrase:
            relations = self.lexicon.ontology.preposition_relations.get(self.tokens[element.start].text, ())
            if relations:
                self.bases.append((relations[0], phrase.mentions))

    def _on_source(self, element: Element) -> None:
        self.leaves = True

    def _on_goal(self, element: Element) -> None:
        inside = self.tokens[element.start + 1 : element.end]
        cut = next((k for k, t in enumerate(inside) if t.kind == OF), len(inside))
        goal = self.grammar.phrase(self.text, inside[:cut])
        if goal and self.last and self.leaves:  # 实现A从B向C的转变
            self._emit("becomes", goal.mentions, None, agents=self.last.mentions)
        elif goal and self.last and self.at < len(self.elements):  # 推动A向B发展
            self._emit("appliesTo", goal.mentions, None, agents=self.last.mentions)
        self.goal = goal or self.goal

    def _on_partner(self, element: Element) -> None:
        self.target = self._phrase(element, 1) or self.target

    def _on_company(self, element: Element) -> None:
        phrase = self._phrase(element, 1)
        relations = self.lexicon.ontology.trigger_relations.get(self.tokens[element.start].text, ())
        if phrase and relations:
            self._settle_subject()
            self._emit(relations[0], phrase.mentions)

    def _on_instrument(self, element: Element) -> None:
        """以A为B: the head of B tells what A is for."""
        phrase = self._phrase(element, 1)
        if not phrase or self.at >= len(self.elements):
            return
        following = self.elements[self.at]
        if following.kind != "purpose" or self.tokens[following.start].text != "为":
            return
        self.at += 1
        role = self._phrase(following, 1)
        if role:
            head = role.mentions[0].name
            relation = next((self.lexicon.bases[head[k:]] for k in range(len(head)) if head[k:] in self.lexicon.bases), None)
            if relation is not None:
                self.bases.append((relation, phrase.mentions))

    # -- the predicate

    def _settle_subject(self) -> None:
        """The noun phrase in front of the first predicate is the subject: the first that acts, else the first."""
        if self.out.subject is None and self.before:
            acting = [p for p in self.before if self.grammar.is_actor(p.mentions[0])]
            chosen = acting[0] if acting else self.before[0]
            self.out.subject, self.owner = chosen.mentions, self._owner(chosen)
            if self.agents is None:
                self.agents = chosen.mentions
            self.before = []

    def _owner(self, phrase: Phrase) -> list[Mention] | None:
        """企业的责任意识得到提高: whose it is did it."""
        owner = self.grammar.phrase(self.text, phrase.attribute).mentions if phrase.attribute else []
        return owner if owner and self.grammar.is_actor(owner[-1]) else None

    def _flush_bases(self) -> None:
        subject = self.out.subject
        for relation, mentions in self.bases:
            self.out.frames.append(Frame(subject, relation, list(mentions), self.modality, False, self.time, None))
        self.bases = []

    def _on_copula(self, element: Element) -> None:
        self._settle_subject()
        if self.at < len(self.elements) and self.elements[self.at].kind == "noun" and self.out.subject:
            phrase = self._phrase(self.elements[self.at])
            self.at += 1
            if phrase and self.at >= len(self.elements):
                counted = phrase.mentions[0].type == "Quantity"
                self._emit("hasValue" if counted else "becomes", phrase.mentions, phrase)

    def _on_verb(self, element: Element) -> None:
        self._settle_subject()
        chain = [element]
        while self.at < len(self.elements):
            follower = self.elements[self.at]
            if follower.kind == "noun" and all(t.kind in (COMMA, CONJUNCTION) for t in self.tokens[follower.start : follower.end]):
                self.at += 1
                continue
            if follower.kind != "verb":
                break
            chain.append(follower)
            self.at += 1
        # 组织编制, 加快完善: of verbs side by side the last one states the fact; 制定、完善 states two
        chain = [e for e, n in zip(chain, [*chain[1:], None], strict=True) if n is None or n.start > e.end or e is chain[0]]
        verbs = [v for v in (self.tokens[e.start].verb for e in chain) if v is not None]
        if len(chain) > 1 and chain[1].start == chain[0].end and verbs[0].kind not in ("C", "P"):
            verbs = verbs[1:]
        self.predicate = verbs[-1].word
        phrase, governed = self._object()
        if not phrase and self._speaks(verbs[-1]):
            self.out.speaks = True
            return
        if self._embeds(verbs[-1], phrase):
            return
        self._frame([*verbs], phrase, governed)
        self.theme = self.target = self.goal = None
        self.last, self.leaves = phrase or None, False
        self.negated = False
        self.passive = False

    def _embeds(self, verb: Verb, phrase: Phrase) -> bool:
        """将政府履行总体责任放在重要位置: what is disposed of is a clause, whose subject acts."""
        theme = self.theme
        if theme is None or not phrase or self.at >= len(self.elements) or self.elements[self.at].kind != "verb":
            return False
        if verb.reversed or verb.word.endswith(DISPOSING) or not self.grammar.is_actor(theme.mentions[0]):
            return False
        self._emit(self._relation(verb, phrase), phrase.mentions, phrase, agents=theme.mentions)
        self.theme = phrase
        return True

    def _speaks(self, verb: Verb) -> bool:
        """会议指出,… 《条例》规定,…: what follows the comma is the content."""
        if verb.kind == "S":
            return True
        alone = self.at >= len(self.elements) and self.theme is None and self.target is None
        return alone and bool(self.out.subject) and verb.relation in SPEECH_RELATIONS

    def _object(self) -> tuple[Phrase, Phrase | None]:
        """The object of the verb just read and, for 对A的B, A."""
        if self.at >= len(self.elements):
            return Phrase(), None
        element = self.elements[self.at]
        if element.kind == "noun":
            self.at += 1
            phrase = self._phrase(element)
            if phrase and self.at < len(self.elements) and self.elements[self.at].kind == "target":
                self._nested(phrase)
            return phrase, None
        if element.kind == "time" and self.at + 1 < len(self.elements) and self.elements[self.at + 1].kind == "noun":
            self.at += 2
            return self._phrase(self.elements[self.at - 1]), None
        if element.kind in ("target", "partner", "goal"):
            inside = self.tokens[element.start + 1 : element.end]
            cut = max((k for k, t in enumerate(inside) if t.kind == OF), default=-1)
            if 0 < cut < len(inside) - 1:
                self.at += 1
                head = self.grammar.phrase(self.text, inside[cut + 1 :])
                return head, self.grammar.phrase(self.text, inside[:cut])
        return Phrase(), None

    def _nested(self, agents: Phrase) -> None:
        """促进A对B的落实 states that A puts B into practice, and B is what is promoted."""
        element = self.elements[self.at]
        inside = self.tokens[element.start + 1 : element.end]
        cut = max((k for k, t in enumerate(inside) if t.kind == OF), default=-1)
        if not 0 < cut < len(inside) - 1 or not self.grammar.is_actor(agents.mentions[-1]):
            return
        verb = inside[cut - 1].verb  # 地方政府对质量工作负总责的责任
        theme = self.grammar.phrase(self.text, inside[: cut - 1] if verb else inside[:cut])
        relation = verb.relation if verb else self._nominal(self.grammar.phrase(self.text, inside[cut + 1 :]))
        if theme and relation:
            self.at += 1
            self._emit(relation, theme.mentions, None, agents=list(agents.mentions))
            agents.mentions = theme.mentions

    def _frame(self, verbs: list[Verb], phrase: Phrase, governed: Phrase | None) -> None:
        lead, last = verbs[0], verbs[-1]
        pivots = self._pivots(lead, last, phrase)
        if self.theme is not None:
            self._theme_frame(last, phrase)
        elif (patient := self.out.subject or self.agents) and (received := self._received(lead, last, phrase)):
            # X得到加强: X is the object, who does it is dropped
            frame = Frame(self.owner, received, list(patient), self.modality, self.negated, self.time, None)
            self.out.frames.append(frame)
        elif self.goal and self.leaves and "becomes" in last.relations and self.out.subject:
            self._emit("becomes", self.goal.mentions, None, agents=self.out.subject)
        elif last.reversed and phrase:
            # X列入Y; without X (列入议事日程) there is nothing to include
            self._emit("includes", self.out.subject or [], phrase, agents=phrase.mentions)
        elif governed:
            nominal = self._nominal(phrase)
            self._emit(nominal or self._relation(last, phrase), governed.mentions if nominal else phrase.mentions, phrase)
        elif self.passive and not phrase and self.out.subject:
            if last.relation == "includes":  # X由A、B组成
                self._emit("includes", self.agents or [], None, agents=self.out.subject)
            else:
                self._emit(self._relation(last, None), self.out.subject, None)
        elif self.target is not None:
            nominal = self._nominal(phrase) if phrase else self._relation(last, None)
            if nominal:
                self._emit(nominal, self.target.mentions, None)
            if phrase and (last.kind != "L" or not nominal):
                self._emit(self._relation(last, phrase), phrase.mentions, phrase)
        elif phrase and not (pivots and last.relation in KEEPS_SUBJECT):
            for verb in self._distinct(verbs, phrase):
                self.predicate = verb.word
                self._emit(self._relation(verb, phrase), phrase.mentions, phrase)
        elif self.out.subject and not pivots and last.relation in ("promotes", "curbs") and not self.grammar.is_actor(self.out.subject[0]):
            # 新型城镇化水平大幅提升: what improves is the object, who improves it is dropped
            frame = Frame(self.owner, last.relation, list(self.out.subject), self.modality, self.negated, self.time, None)
            self.out.frames.append(frame)
        if pivots:
            self.agents = phrase.mentions
            if lead.kind == "C" and lead.relation not in KEEPS_SUBJECT:
                self.out.successor = phrase.mentions

    def _received(self, lead: Verb, last: Verb, phrase: Phrase) -> str | None:
        if lead.kind == "P" and lead is not last and not phrase:
            return last.relation
        return self._nominal(phrase) if last.kind == "P" else None

    def _pivots(self, lead: Verb, last: Verb, phrase: Phrase) -> bool:
        """引导企业落实责任: the object of the first verb acts in the next."""
        if not phrase or self.at >= len(self.elements):
            return False
        follower = self.elements[self.at]
        if follower.kind not in ("verb", "theme", MODAL, "negation", "target", "means", "purpose"):
            return False
        if self.tokens[follower.start - 1].kind in (COMMA, CONJUNCTION):
            return False
        counted = phrase.mentions[-1].type == "Quantity"  # 共有380多人…成为
        return (lead.kind == "C" or last.kind == "C" or not self.theme) and (counted or self.grammar.is_actor(phrase.mentions[-1]))

    def _theme_frame(self, verb: Verb, phrase: Phrase) -> None:
        assert self.theme is not None
        goal = phrase or self.goal
        if goal and verb.reversed:
            self._emit("includes", self.theme.mentions, self.theme, agents=goal.mentions)
        elif goal and verb.relation == "includes":  # 把A分解成B、C
            self._emit("includes", goal.mentions, goal, agents=self.theme.mentions)
        elif goal and (verb.word.endswith(_BECOMING) or "becomes" in verb.relations):
            self._emit("becomes", goal.mentions, goal, agents=self.theme.mentions)
        else:
            nominal = self._nominal(phrase) if phrase and verb.kind == "L" else None
            self._emit(nominal or self._relation(verb, self.theme), self.theme.mentions, self.theme)

    def _nominal(self, phrase: Phrase | None) -> str | None:
        """对X进行监督检查, 加强对X的监督: the relation of the verb that the object ends in."""
        if not phrase:
            return None
        name = phrase.mentions[-1].name
        for size in (4, 3, 2):
            verb = self.lexicon.verbs.get(name[-size:]) if len(name) >= size else None
            if verb is not None and verb.relation is not None:
                return verb.relation
        return None

    def _relation(self, verb: Verb, phrase: Phrase | None) -> str | None:
        kind = phrase.mentions[0].type if phrase else None
        if kind == "Quantity" and "hasValue" in self.lexicon.ontology.relations:
            return "hasValue"
        relations = self.lexicon.ontology.relations
        for relation in verb.relations:
            accepted = relations[relation].range
            if kind is None or not accepted or kind in accepted:
                return relation
        return verb.relation

    def _distinct(self, verbs: list[Verb], phrase: Phrase) -> list[Verb]:
        """One verb for each relation: 制定完善 states one fact, 建设管理 two."""
        kept: dict[str | None, Verb] = {}
        for verb in verbs:
            kept.setdefault(self._relation(verb, phrase), verb)
        if len(kept) > 1:
            kept.pop(None, None)
        return list(kept.values())

    def _emit(self, relation: str | None, objects: list[Mention], phrase: Phrase | None = None, agents: list[Mention] | None = None) -> None:
        if relation is None or not objects or relation not in self.lexicon.ontology.relations:
            return
        if relation == "hasValue" and phrase is not None and phrase.mentions[0].type != "Quantity":
            if phrase.quantity is None:
                return
        self.out.frames.append(
            Frame(
                agents if agents is not None else self.agents,
                relation,
                list(objects),
                self.modality,
                self.negated,
                self.time,
                phrase.quantity if phrase else None,
                self.predicate,
            )
        )
