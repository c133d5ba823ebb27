"""What stands around the predicates of a clause: subject, 将, 对, 由, 向, grounds, modality, time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extractors.clauses import Element
from extractors.cooperation import is_partner
from extractors.frames import APPLIES_TO, BECOMES, HAS_VALUE, ISSUES, OBTAINS, ClauseReading, Frame, Nominal
from extractors.lexicon import LOCALIZER, OF, Lexicon, Verb
from extractors.meetings import EVENT
from extractors.model import Mention, Modality, Quantity, TimeValue
from extractors.nominals import read_guidance
from extractors.phrases import Phrase, PhraseReader
from extractors.places import named_place
from extractors.tokens import Token


class Arguments:
    """One pass over the elements of a clause; each handler takes one kind of element.

    The state is that of a reader half-way through the clause: who acts (`agents`, None: dropped), what a preposition
    has brought (`theme` 将A, `target` 对A, `goal` 向A, `beneficiary` 为A), what the last verb took (`last`).
    """

    def __init__(
        self, lexicon: Lexicon, phrases: PhraseReader, text: str, tokens: Sequence[Token], elements: Sequence[Element]
    ) -> None:
        self.lexicon, self.phrases = lexicon, phrases
        self.text, self.tokens, self.elements = text, tokens, elements
        self.out = ClauseReading()
        self.at = 0
        self.agents: list[Mention] | None = None
        self.owner: list[Mention] | None = None  # 企业的责任意识: 企业
        self.counted: Quantity | None = None  # 23家企业: 23家
        self.before: list[Phrase] = []
        self.theme: Phrase | None = None
        self.target: Phrase | None = None
        self.goal: Phrase | None = None
        self.beneficiary: Phrase | None = None  # 为A
        self.last: Phrase | None = None
        self.places: list[Mention] = []
        self.partner: list[Mention] = []
        self.bases: list[tuple[str, list[Mention]]] = []
        self.adjuncts: list[tuple[Element, list[Mention]]] = []
        self.modality: Modality | None = None
        self.time: TimeValue | None = None
        self.negated = self.passive = self.leaves = False
        self.predicate = ""
        self.leading: tuple[str, ...] = ()  # 制定完善A: what 制定 says

    def is_actor(self, mention: Mention) -> bool:
        """Return whether the mention's type is one that acts."""
        return mention.type in self.lexicon.actors

    def following(self) -> Element | None:
        """Return the next element, if there is one."""
        return self.elements[self.at] if self.at < len(self.elements) else None

    def region(self, mention: Mention) -> Mention | None:
        """Return the place that a name opens with where it says of whom it holds: 全市养老体系, 我省产业结构."""
        opening = self.lexicon.affixes["collective"]
        if not mention.name.startswith(opening) or mention.name in opening:
            return None
        word = next(word for word in opening if mention.name.startswith(word))
        return Mention(word, "Place", mention.start, mention.start + len(word))

    # -- phrases, and what they state by themselves

    def read_phrase(self, element: Element, skip: int = 0) -> Phrase:
        """Read an element as a noun phrase, stating what it says by itself; `skip` leaves a preposition out."""
        inside = self.tokens[element.start + skip : element.end]
        if len(inside) > 1 and inside[-1].text in self.lexicon.sets["distributive"]:
            inside = inside[:-1]  # 省、市各承担一半
        phrase = self.phrases.read(self.text, inside)
        if phrase:
            place, elements = element.place, self.elements
            before = elements[place - 1].kind if place else ""
            after = elements[place + 1].kind if place + 1 < len(elements) else ""
            first = all(e.kind == "time" for e in elements[:place])
            self.out.nominals.append(Nominal(tuple(phrase.mentions), element.kind, before, after, first))
            if region := self.region(phrase.mentions[0]):
                self.out.nominals.append(Nominal((region,), "region", before, after, first))
        if phrase.issuers and phrase.mentions:
            # 省经贸委、纺织总会《…意见》: bodies in front of a title issued it
            self.note(phrase.issuers, ISSUES, phrase.mentions[:1], "issuer")
        if phrase.quantity is not None and phrase.mentions:
            self.out.counted = phrase.mentions[-1:]
        if phrase.time is not None:
            self.time = self.time or phrase.time
        return phrase

    def note(
        self,
        agents: list[Mention],
        relation: str,
        objects: list[Mention],
        construction: str,
        quantity: Quantity | None = None,
    ) -> None:
        """State what a noun phrase says whatever the clause does with it."""
        frame = Frame(
            list(agents), relation, list(objects), Modality.ACTUAL, quantity=quantity, construction=construction
        )
        self.out.frames.append(frame)

    def emit(
        self,
        relation: str | None,
        objects: list[Mention],
        phrase: Phrase | None = None,
        agents: list[Mention] | None = None,
        construction: str = "object",
    ) -> None:
        """State a fact of the clause; `agents` stands in for who acts now, `phrase` is where a figure may hang."""
        if relation is None or relation == HAS_VALUE or not objects:  # figures are read in extractors.measurements
            return
        if relation == OBTAINS and objects[-1].name.endswith(self.lexicon.affixes["rhetoric"]):
            return  # 具有重要意义 tells nothing that could be checked
        doer = self.agents if agents is None else agents
        counts = phrase.counts if phrase and len(phrase.counts) > 1 else {}
        for counted in [[o] for o in objects] if counts else [list(objects)]:
            quantity = counts.get(counted[0].start) if counts else phrase.quantity if phrase else None
            if doer is not None and doer is self.out.subject:
                quantity = quantity or self.counted
            frame = Frame(doer, relation, counted, self.modality, self.negated, self.time, quantity, self.predicate)
            frame.construction, frame.alternatives = construction, self.leading
            self.out.frames.append(frame)

    def includer(self, role: Phrase) -> list[Mention]:
        """Return what A is part of where A is, or serves as, B的组成部分, B的重要内容; empty for other roles."""
        if not role.attribute or not role.mentions[0].name.endswith(self.lexicon.affixes["constituent"]):
            return []
        return self.phrases.read(self.text, role.attribute).mentions

    # -- the elements

    def on_noun(self, element: Element) -> None:
        """A noun phrase in front of the predicate: a subject, unless 将 or 对 has opened the verb phrase."""
        phrase = self.read_phrase(element)
        last = self.tokens[element.end - 1]
        if phrase and phrase.mentions[-1].type == EVENT and last.text in self.lexicon.sets["occasion"]:
            self.out.occasion = phrase.mentions[-1:]  # 座谈会上,…
        elif phrase and is_partner(self.tokens, element, self.lexicon) and self.is_actor(phrase.mentions[0]):
            self.partner += phrase.mentions
        elif phrase and self.theme is None and self.target is None:
            self.before.append(phrase)

    def on_time(self, element: Element) -> None:
        """A time expression scopes what follows in the clause; a base of comparison does for want of another."""
        value = self.tokens[element.start].value
        if isinstance(value, TimeValue) and not (value.base and self.time):
            self.time = value

    def on_modal(self, element: Element) -> None:
        """应当, 将, 可以 hold for the rest of the clause."""
        value = self.lexicon.modals.get(self.tokens[element.start].text)
        if value:
            self.modality = Modality(value)

    def on_negation(self, element: Element) -> None:
        """不, 未 and, binding too, 不得, 严禁."""
        self.negated = True
        self.on_modal(element)

    def on_theme(self, element: Element) -> None:
        """将A, 把A; 将 alone is the modal of the future."""
        phrase = self.read_phrase(element, 1)
        if phrase:
            self.theme = phrase
        elif self.tokens[element.start].text == "将":
            self.modality = Modality.PLANNED

    def on_target(self, element: Element) -> None:
        """对A, 与A."""
        self.target = self.read_phrase(element, 1) or self.target
        self.adjoin(element, self.target)

    def on_agent(self, element: Element) -> None:
        """由A, 被A: A acts, and what stood in front is what is acted upon."""
        phrase = self.read_phrase(element, 1)
        if phrase and phrase.mentions[0].type != "Quantity":  # 由94%提高到98% names no agent
            self.settle_subject()
            self.passive = True
            self.agents = phrase.mentions

    def on_cause(self, element: Element) -> None:
        """使A V: A acts, here and in the clauses to come."""
        phrase = self.read_phrase(element, 1)
        if phrase:
            self.settle_subject()
            self.agents = self.out.successor = phrase.mentions

    def on_basis(self, element: Element) -> None:
        """按照A, 根据A, 围绕A."""
        phrase = self.read_phrase(element, 1)
        relations = self.lexicon.ontology.preposition_relations.get(self.tokens[element.start].text)
        if phrase and relations:
            self.bases.append((relations[0], phrase.mentions))

    def on_purpose(self, element: Element) -> None:
        """为A提供B: A benefits; 为 in front of a verb opens a clause of purpose."""
        if self.tokens[element.start].text == "为" and element.end > element.start + 1:
            self.beneficiary = self.read_phrase(element, 1) or self.beneficiary
            self.adjoin(element, self.beneficiary)

    def on_means(self, element: Element) -> None:
        """通过A V: with a noun phrase an adjunct; 经A批准: A acts."""
        if element.end == element.start + 1:
            return
        phrase, verb = self.read_phrase(element, 1), self.following()
        judged = (
            verb is not None and verb.kind == "verb" and self.tokens[verb.start].text in self.lexicon.sets["judging"]
        )
        if phrase and judged and self.is_actor(phrase.mentions[0]):
            self.settle_subject()
            self.passive, self.agents = True, phrase.mentions
        else:
            self.adjoin(element, phrase)

    def adjoin(self, element: Element, phrase: Phrase | None) -> None:
        """Keep the noun phrase of a preposition: whom it concerns is told by the whole clause."""
        if phrase and self.tokens[element.start].text in self.lexicon.adjuncts:
            self.adjuncts.append((element, phrase.mentions))

    def on_source(self, element: Element) -> None:
        """从A: only that something is left matters."""
        self.leaves = True

    def on_goal(self, element: Element) -> None:
        """实现A从B向C的转变: A becomes C; 推动A向C发展: A applies to C."""
        inside = self.tokens[element.start + 1 : element.end]
        cut = next((k for k, t in enumerate(inside) if t.kind == OF), len(inside))
        goal = self.phrases.read(self.text, inside[:cut])
        if goal and self.last and self.leaves:
            self.emit(BECOMES, goal.mentions, agents=self.last.mentions, construction="goal")
        elif goal and self.last and self.following() is not None:
            self.emit(APPLIES_TO, goal.mentions, agents=self.last.mentions, construction="goal")
        self.goal = goal or self.goal
        self.adjoin(element, goal)

    def on_scope(self, element: Element) -> None:
        """在会上, 在仪式上: an occasion; 在成都, 在京: a place."""
        inside = self.tokens[element.start + 1 : element.end]
        guidance = read_guidance(self.text, inside, self.phrases, self.lexicon)
        if guidance:
            self.out.guidance = guidance
            return
        phrase = self.phrases.read(self.text, inside)
        if not phrase:
            return
        localizer = inside[-1].text if inside[-1].kind == LOCALIZER else ""
        if phrase.mentions[-1].type == EVENT and localizer in self.lexicon.sets["occasion"]:
            self.out.occasion = phrase.mentions[-1:]
        elif localizer or not any(named_place(m) for m in phrase.mentions):
            self.adjoin(element, phrase)
        if not localizer:
            self.places += [place for m in phrase.mentions if (place := named_place(m)) is not None]

    def on_company(self, element: Element) -> None:
        """会同A, 联合A: the word itself says how A is involved."""
        phrase = self.read_phrase(element, 1)
        ontology, word = self.lexicon.ontology, self.tokens[element.start].text
        relations = ontology.preposition_relations.get(word) or ontology.trigger_relations.get(word)
        if phrase and relations and self.is_actor(phrase.mentions[0]):
            self.settle_subject()
            self.emit(relations[0], phrase.mentions, construction="company")

    def on_instrument(self, element: Element) -> None:
        """以A为B: the head of B tells what A is for (table `as.tsv`)."""
        phrase = self.read_phrase(element, 1)
        purpose = self.following()
        if not phrase or purpose is None or purpose.kind != "purpose" or self.tokens[purpose.start].text != "为":
            self.adjoin(element, phrase)
            return
        self.at += 1
        role = self.read_phrase(purpose, 1)
        if role:
            head, bases = role.mentions[0].name, self.lexicon.bases
            relation = next((bases[head[k:]] for k in range(len(head)) if head[k:] in bases), None)
            if relation is not None:
                self.bases.append((relation, phrase.mentions))

    # -- the subject

    def settle_subject(self) -> None:
        """The noun phrase in front of the first predicate is the subject: the first that acts, else the first."""
        if self.out.subject is not None or not self.before:
            return
        chosen = next((p for p in self.before if self.is_actor(p.mentions[0])), self.before[0])
        self.out.subject, self.counted = chosen.mentions, chosen.quantity
        owner = self.phrases.read(self.text, chosen.attribute).mentions if chosen.attribute else []
        region = self.region(chosen.mentions[0])
        self.owner = owner if owner and self.is_actor(owner[-1]) else [region] if region else None
        if self.agents is None:
            self.agents = chosen.mentions
        self.before = []

    def flush_bases(self) -> None:
        """State the grounds of the clause of its subject."""
        for relation, mentions in self.bases:
            # 以A为重点: what applies to A may be the object of a clause to come
            subject = None if relation == APPLIES_TO else self.out.subject
            frame = Frame(subject, relation, list(mentions), self.modality, time=self.time, construction="basis")
            self.out.frames.append(frame)
        self.bases = []

    def flush_adjuncts(self) -> None:
        """State what prepositions have brought and no frame has taken: 通过A V, 在A中 V B, 为A V."""
        taken = {thing.start for frame in self.out.frames for thing in frame.objects}
        for element, mentions in self.adjuncts:
            if mentions[0].start in taken:
                continue
            first, *others = self.lexicon.adjuncts[self.tokens[element.start].text]
            verb = self._verb_behind(element)
            frame = Frame(self.out.subject, first, list(mentions), self.modality, time=self.time)
            frame.predicate, frame.construction = verb.word if verb else "", element.kind
            frame.alternatives = tuple(others)
            self.out.frames.append(frame)
        self.adjuncts = []

    def _verb_behind(self, element: Element) -> Verb | None:
        """The verb that a preposition's phrase belongs to; how something is done is told by the phrase itself."""
        if element.kind in ("means", "instrument"):
            return None
        later = (e for e in self.elements[element.place + 1 :] if e.kind == "verb")
        return next((self.tokens[e.start].verb for e in later), None)


# What takes an element of each kind; the roles are those of `prepositions.tsv`.
HANDLERS: dict[str, Callable[[Arguments, Element], None]] = {
    "noun": Arguments.on_noun, "time": Arguments.on_time, "modal": Arguments.on_modal,
    "negation": Arguments.on_negation, "theme": Arguments.on_theme, "target": Arguments.on_target,
    "partner": Arguments.on_target, "agent": Arguments.on_agent, "passive": Arguments.on_agent,
    "cause": Arguments.on_cause, "basis": Arguments.on_basis, "source": Arguments.on_source, "goal": Arguments.on_goal,
    "purpose": Arguments.on_purpose, "scope": Arguments.on_scope, "company": Arguments.on_company,
    "instrument": Arguments.on_instrument, "means": Arguments.on_means,
}  # fmt: skip
