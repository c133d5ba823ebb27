"""The clause grammar: the predicates of a clause with their arguments → frames."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from extractors.arguments import HANDLERS
from extractors.attributes import read_attributes
from extractors.awards import find_award
from extractors.bestowal import find_grant
from extractors.clauses import Element, split_at_commas, split_elements
from extractors.constructions import Constructions, relation_of
from extractors.cooperation import cooperate
from extractors.enumerations import find_enumerations, find_objects, name_members
from extractors.frames import (
    APPLIES_TO,
    APPROVES,
    BECOMES,
    CARRIES_OUT,
    INCLUDES,
    OBTAINS,
    PARTICIPATES,
    SUPERVISES,
    ClauseReading,
    Frame,
)
from extractors.inclusions import read_inclusion
from extractors.lexicon import ADVERB, COMMA, CONJUNCTION, ETCETERA, MODAL, NEGATION, OF, VERB, Lexicon, Verb
from extractors.meetings import EVENT, mark_events, visited
from extractors.model import Mention, Modality
from extractors.nominals import state_nominals, unmark_guidance
from extractors.phrases import Phrase, PhraseReader
from extractors.places import locate
from extractors.roles import Role, tag_roles
from extractors.tokens import Token
from extractors.topics import find_topics, read_topics, settle_topics

# Of what these verbs bring about only the outcome is stated (推动企业落实责任: the enterprises adopt).
NESTING = frozenset({"promotes", "supports"})
# What can be said without an object: 水平提升, 风险下降, 方案出台, 原办法废止.
CHANGING = frozenset({"promotes", "curbs", "issues", "repeals", "establishes", "carriesOut", "adopts", APPROVES})
DISPOSING = ("为", "成", "入", "到", "至", "给", "在", "于")
SPEECH_RELATIONS = ("issues", "establishes", "requires")
LONGEST_PRINCIPLE = 24
_PIVOTING = frozenset({"verb", "theme", MODAL, NEGATION, "target", "means", "purpose"})
_CATAPHORIC = frozenset({"means", "purpose", "basis", "instrument", "scope", "time", "adjunct"})


class ClauseGrammar:
    """Reads single clauses with the tables of one lexicon.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon, text = compile_lexicon(load_ontology()), "市政府将质量工作纳入考核体系"
    >>> [frame] = ClauseGrammar(lexicon).read(text, Tokenizer(lexicon).tokenize(text)).frames
    >>> frame.agents[0].name, frame.relation, frame.objects[0].name
    ('考核体系', 'includes', '质量工作')
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._phrases = PhraseReader(lexicon)

    def read(self, text: str, tokens: Sequence[Token]) -> ClauseReading:
        """Return what the clause of `tokens`, a stretch of `text`, says."""
        if tokens and tokens[0].text in self.lexicon.sets["concessive"]:
            return ClauseReading()  # 无论发生在境内或境外,均…: what may be either way is no fact
        listed = find_enumerations(tokens, self.lexicon)
        included = [read_inclusion(tokens, enumeration, self._phrases, self.lexicon) for enumeration in listed]
        tokens = name_members(tokens, find_objects(tokens, self.lexicon) or listed)
        roles = tag_roles(tokens, self.lexicon)
        topics = find_topics(tokens)
        settle_topics(topics, roles)
        marks = [False] * len(tokens)
        for i, role in roles.items():
            marks[i] = role is Role.PREDICATE
        mark_events(tokens, marks, self.lexicon)
        unmark_guidance(tokens, marks)
        reading = Predicates(self.lexicon, self._phrases, text, tokens, split_elements(tokens, marks)).run()
        if Role.ATTRIBUTE in roles.values():
            reading.frames.extend(read_attributes(text, tokens, roles, self._phrases, self.lexicon))
        reading.frames += filter(None, included)
        reading.frames += read_topics(text, tokens, topics, self._phrases, self.lexicon)
        return reading

    def phrase(self, text: str, tokens: Sequence[Token]) -> Phrase:
        """Return the noun phrase that `tokens` make up."""
        return self._phrases.read(text, tokens)

    def name(self, tokens: Sequence[Token]) -> Mention | None:
        """Return the one name that `tokens` make up, whatever verbs it holds; None where there is none."""
        return self._phrases.name(tokens)

    def is_actor(self, mention: Mention) -> bool:
        """Return whether the mention's type is one that acts."""
        return mention.type in self.lexicon.actors


class Predicates(Constructions):
    """The walk over a clause, from its predicates on: each verb takes its object and states its frame."""

    def run(self) -> ClauseReading:
        """Walk the clause and return what it says."""
        if self.elements:
            self.out.cataphoric = self.elements[0].kind in _CATAPHORIC
            self.out.focus = self.tokens[0].text in self.lexicon.focuses
        done = self.lexicon.sets["done"]
        self.out.done = not done.isdisjoint([token.text for token in self.tokens])
        while self.at < len(self.elements):
            element = self.elements[self.at]
            self.at += 1
            if element.kind == "verb":
                self.on_verb(element)
            elif element.kind == "copula":
                self.on_copula(element)
            elif (handle := HANDLERS.get(element.kind)) is not None:
                handle(self, element)
        self.settle_subject()
        self.out.bare = self._is_bare()
        self.flush_bases()
        self.out.time, self.out.modality = self.time, self.modality
        self.flush_adjuncts()
        self.out.frames += state_nominals(self.text, self.tokens, self.phrases, self.lexicon)
        if self.out.subject and self.out.subject[0].type == "Person":
            bodies = visited(self.text, self.tokens, self.phrases, self.lexicon)
            self.emit(SUPERVISES, bodies, None, self.out.subject, "visit")
        cooperate(self.out, self.tokens, self.partner, self.lexicon)
        if self.places and len(self.elements) == 1:
            self.out.site = self.places
        elif self.places:
            locate(self.out, self.places, self.lexicon)
        return self.out

    def _is_bare(self) -> bool:
        """Whether the clause is one noun phrase, with nothing but titles behind its last name."""
        if len(self.elements) != 1 or self.elements[0].kind != "noun" or not self.out.subject:
            return False
        behind = (t for t in self.tokens if t.start >= self.out.subject[-1].end)
        return all(t.kind == ETCETERA or self.lexicon.type_of(t.text) == "Post" for t in behind)

    def on_copula(self, element: Element) -> None:
        """A是B at the end of a clause."""
        self.settle_subject()
        role = self.following()
        if role is None or role.kind != "noun":
            return
        phrase = self.read_phrase(role)
        self.at += 1  # …,是重要举措: what B is named as is no subject
        if not phrase or not self.out.subject or self.following() is not None or phrase.mentions[0].type == "Quantity":
            return
        self.predicate = ""
        if whole := self.includer(phrase):
            self.emit(INCLUDES, self.out.subject, agents=whole, construction="constituent")
        else:
            self.emit(BECOMES, phrase.mentions, phrase, construction="copula")

    def on_verb(self, element: Element) -> None:
        """A predicate: its object, then the frame that verb and arguments make."""
        self.settle_subject()
        if self._complement(element):
            return
        verbs = self._chain(element)
        self.predicate = verbs[-1].word
        if verbs[-1].word in self.lexicon.sets["bestowing"] and self._grant():
            return
        if self.tokens[element.start].text in self.lexicon.sets["polite"] and not self._asks_someone():
            self.modality = self.modality or Modality.REQUIRED  # 请严格落实要求
            verbs = [verb for verb in verbs if verb.word not in self.lexicon.sets["polite"]]
            if not verbs:
                return
        phrase, governed = self._object()
        if not phrase and self._speaks(verbs[-1]):
            self.out.speaks = True
            return
        if self._embeds(verbs[-1], phrase):
            return
        self._frame(verbs, phrase, governed)
        self.theme = self.target = self.goal = self.beneficiary = None
        self.last, self.leading = phrase or None, ()
        self.leaves = self.negated = self.passive = False

    def _asks_someone(self) -> bool:
        """请各区政府落实要求: whom the verb just read asks follows it."""
        element = self.following()
        if element is None or element.kind != "noun":
            return False
        phrase = self.phrases.read(self.text, self.tokens[element.start : element.end])
        return bool(phrase) and self.is_actor(phrase.mentions[-1])

    def _complement(self, element: Element) -> bool:
        """坚持全面覆盖, 做到应查尽查: a verb phrase as object is a principle, named by its words."""
        token = self.tokens[element.start]
        rest = self.tokens[element.end :]
        if token.text not in self.lexicon.sets["complement"] or not rest or token.verb is None:
            return False
        if rest[0].kind not in (ADVERB, VERB) or rest[-1].end - rest[0].start > LONGEST_PRINCIPLE:
            return False
        self.predicate = token.text
        for principle in split_at_commas(rest):
            name = "".join(t.text for t in principle)
            kind = self.lexicon.type_of(name) or "Matter"
            mention = Mention(name, kind, principle[0].start, principle[-1].end)
            self.emit(token.verb.relation, [mention], construction="complement")
        self.at = len(self.elements)
        return True

    def _grant(self) -> bool:
        """给予A企业奖励: A is commended."""
        element = self.following()
        if element is None or element.kind != "noun":
            return False
        grant = find_grant(self.text, self.tokens[element.start : element.end], self.phrases, self.lexicon)
        if grant is None:
            return False
        self.at += 1
        self.emit(grant.relation, grant.recipients, construction="granted")
        return True

    def _chain(self, first: Element) -> list[Verb]:
        """制定、完善 states two facts; of verbs side by side (组织编制, 加快完善) the last one states the fact."""
        chain = [first]
        while (follower := self.following()) is not None:
            inside = self.tokens[follower.start : follower.end]
            if follower.kind == "verb":
                chain.append(follower)
            elif follower.kind != "noun" or any(t.kind not in (COMMA, CONJUNCTION) for t in inside):
                break
            self.at += 1
        verbs = [verb for e in chain if (verb := self.tokens[e.start].verb) is not None]
        if verbs[0].relation == APPROVES and verbs[0].kind != "S":  # 同意设立X approves; 决定设立X establishes
            return verbs[:1]
        parted = [True, *(b.start > a.end for a, b in itertools.pairwise(chain))]
        if verbs[-1].relation is None and any(verb.relation for verb in verbs):  # 打击制售A: 制售 says nothing itself
            told = [k for k, verb in enumerate(verbs) if verb.relation]
            verbs, parted = verbs[: told[-1] + 1], parted[: told[-1] + 1]
        if not all(parted):  # 制定完善A
            self.leading = tuple([r for verb in verbs[:-1] for r in verb.relations])
        verbs = [verb for verb, apart in zip(verbs, parted, strict=True) if apart or verb is verbs[-1]]
        adjacent = len(parted) > 1 and not parted[1]
        return verbs[1:] if adjacent and len(verbs) > 1 and verbs[0].kind not in ("C", "P") else verbs

    def _embeds(self, verb: Verb, phrase: Phrase) -> bool:
        """将政府履行总体责任放在重要位置: what is disposed of is a clause, whose subject acts."""
        follower = self.following()
        if self.theme is None or not phrase or follower is None or follower.kind != "verb":
            return False
        if verb.reversed or verb.word.endswith(DISPOSING) or not self.is_actor(self.theme.mentions[0]):
            return False
        self.emit(relation_of(verb, phrase), phrase.mentions, phrase, self.theme.mentions, "embedded")
        self.theme = phrase
        return True

    def _speaks(self, verb: Verb) -> bool:
        """会议指出,… 《条例》规定,…: what follows the comma is the content."""
        if verb.kind == "S":
            return True
        alone = self.following() is None and self.theme is None and self.target is None
        if not alone or not self.out.subject or verb.relation not in SPEECH_RELATIONS:
            return False
        first = self.out.subject[0]  # 《规划》提出,… unlike 《规划》出台, 政策举措出台
        if first.type == "Document":
            return not verb.word.endswith(self.lexicon.affixes["promulgating"])
        return first.type == EVENT or self.is_actor(first)

    # -- the object

    def _object(self) -> tuple[Phrase, Phrase | None]:
        """The object of the verb just read and, for 对A的B, A."""
        element = self.following()
        if element is not None and element.kind == "time" and self.elements[self.at + 1 : self.at + 2]:
            timed = self.elements[self.at + 1]
            if timed.kind == "noun":
                self.at, element = self.at + 1, timed
        if element is not None and element.kind == "noun":
            self.at += 1
            phrase = self._awarded(element) or self.read_phrase(element)
            self._nested(phrase)
            return phrase, None
        if element is not None and element.kind in ("target", "partner", "goal"):
            inside, cut = self._governing(element)
            if cut:
                self.at += 1
                return self.phrases.read(self.text, inside[cut + 1 :]), self.phrases.read(self.text, inside[:cut])
        return Phrase(), None

    def _awarded(self, element: Element) -> Phrase | None:
        """授予A B: A is the object, and A obtains B."""
        inside = self.tokens[element.start : element.end]
        start = find_award(inside, self.lexicon) if self.predicate in self.lexicon.sets["awarding"] else 0
        award = self.phrases.read(self.text, inside[start:]) if start else Phrase()
        if not award:
            return None
        phrase = self.read_phrase(replace(element, end=element.start + start))
        self.note(phrase.mentions, OBTAINS, award.mentions, "award", phrase.quantity)
        return phrase

    def _governing(self, element: Element) -> tuple[Sequence[Token], int]:
        """The tokens behind the preposition of 对A的B and where its last 的 stands; 0 where there is none."""
        inside = self.tokens[element.start + 1 : element.end]
        cut = max((k for k, t in enumerate(inside) if t.kind == OF), default=0)
        return inside, cut if cut < len(inside) - 1 else 0

    def _nested(self, agents: Phrase) -> None:
        """促进A对B的落实 states that A puts B into practice, and B is what is promoted."""
        element = self.following()
        if not agents or element is None or element.kind != "target" or not self.is_actor(agents.mentions[-1]):
            return
        inside, cut = self._governing(element)
        if not cut:
            return
        verb = inside[cut - 1].verb  # 地方政府对质量工作负总责的责任
        theme = self.phrases.read(self.text, inside[: cut - 1] if verb else inside[:cut])
        relation = verb.relation if verb else self.nominal(self.phrases.read(self.text, inside[cut + 1 :]))
        if theme and relation:
            self.at += 1
            self.emit(relation, theme.mentions, agents=list(agents.mentions), construction="nested")
            agents.mentions = theme.mentions

    # -- the frame

    def _frame(self, verbs: list[Verb], phrase: Phrase, governed: Phrase | None) -> None:
        """State what the verbs say with their arguments; the first construction that fits is taken."""
        lead, last = verbs[0], verbs[-1]
        subject = self.out.subject
        pivots = self._pivots(lead, last, phrase)
        if self.theme is not None:
            self.dispose(self.theme, last, phrase)
        elif (patient := subject or self.agents) and (received := self.received(lead, last, phrase)):
            self.undergo(received, patient)
        elif self.goal and self.leaves and subject and last.word in self.lexicon.sets["turning"]:
            self.emit(BECOMES, self.goal.mentions, agents=subject, construction="turning")
        elif phrase and (reverse := self._reverse(last, phrase)):
            if subject:
                self.emit(reverse, subject, phrase, phrase.mentions, "reversed")
            elif last.word in self.lexicon.sets["resuming"]:  # …,列入Y: what was named last
                frame = Frame(phrase.mentions, reverse, [], self.modality, self.negated, self.time)
                frame.predicate, frame.construction = self.predicate, "resumed"
                self.out.frames.append(frame)
        elif governed:
            nominal = self.nominal(phrase)
            objects = governed.mentions if nominal else phrase.mentions
            self.emit(nominal or relation_of(last, phrase), objects, phrase, construction="governed")
        elif self.passive and subject and (not phrase or self._is_portion(phrase.mentions[0])):
            if last.relation == INCLUDES:  # X由A、B组成
                self.emit(INCLUDES, self.agents or [], agents=subject, construction="composed")
            else:
                self.emit(last.relation, subject, construction="passive")
        elif self.target is not None:
            self.act_upon(self.target, last, phrase)
        elif phrase and subject and last.relation == BECOMES and (whole := self.includer(phrase)):
            self.emit(INCLUDES, subject, agents=whole, construction="constituent")
        elif self.beneficiary is not None and phrase and not pivots:
            self.benefit(self.beneficiary, last, phrase)
        elif phrase and not (pivots and last.relation in NESTING):
            for relation, verb in {relation_of(v, phrase): v for v in reversed(verbs)}.items():
                self.predicate = verb.word
                lists = relation == INCLUDES and not verb.reversed
                self.emit(relation, phrase.mentions, phrase, construction="listing" if lists else "object")
        elif not phrase and self._attends(last):
            pass
        elif subject and not phrase and last.relation in CHANGING and self.changes(subject[0], last.relation):
            self.undergo(last.relation, subject)
        if pivots:
            self.agents = phrase.mentions
            if lead.word in self.lexicon.sets["ordering"]:
                self.modality = self.modality or Modality.REQUIRED
            if lead.word in self.lexicon.sets["containing"]:
                self.out.successor = phrase.mentions

    def _is_portion(self, mention: Mention) -> bool:
        """费用由省、市各承担一半: how much of the subject is done so."""
        return mention.type == "Quantity" or mention.name in self.lexicon.sets["portion"]

    def _reverse(self, verb: Verb, phrase: Phrase) -> str | None:
        """X列入Y: Y includes X; X适用本办法: the rules apply to X."""
        if verb.reversed:
            return INCLUDES
        ruled = phrase.mentions[0].type == "Document" and verb.word in self.lexicon.sets["ruled"]
        return APPLIES_TO if ruled else None

    def _attends(self, verb: Verb) -> bool:
        """王某参加: in what was named last; 出席会议并讲话: the verb itself names what is done."""
        token, subject = self.tokens[self.elements[self.at - 1].start], self.out.subject
        if verb.relation == PARTICIPATES and subject and subject[0].type == "Person":
            self.emit(PARTICIPATES, [Mention("", EVENT, token.start, token.end)], None, subject, "attending")
            return True
        if verb.word in self.lexicon.sets["performing"] and self.agents:
            done = Mention(token.text, EVENT, token.start, token.end)
            self.emit(CARRIES_OUT, [done], construction="performed")
            return True
        return False

    def _pivots(self, lead: Verb, last: Verb, phrase: Phrase) -> bool:
        """引导企业落实责任: the object of the first verb acts in the next."""
        follower = self.following()
        if not phrase or follower is None or follower.kind not in _PIVOTING:
            return False
        if self.tokens[follower.start - 1].kind in (COMMA, CONJUNCTION):
            return False
        pivot = phrase.mentions[-1]
        controls = lead.kind == "C" or last.kind == "C" or self.theme is None
        return controls and (pivot.type == "Quantity" or self.is_actor(pivot))  # 共有380多人…成为
