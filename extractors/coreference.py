"""Who acts where the text does not say: the sentence's subject, the topic, the speaker, the document's actor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from extractors.frames import APPLIES_TO, APPROVES, BECOMES, HAS_VALUE, INCLUDES, ISSUES, ClauseReading, Frame
from extractors.grammar import ClauseGrammar
from extractors.kinds import is_kind, kind_of
from extractors.model import Mention, Modality, Origin, TimeValue
from extractors.options import Candidates, Option
from extractors.scenes import Scene, join_subjects, opened

# Who stays the topic over sentences, measured on the gold: a body, a document, a meeting, a named place; a class of
# people or of companies (居民, 企业) is left behind with its sentence.
_SERVING = "作为"
LASTING = frozenset({"Government", "Organization", "Document", "Event"})


_RECENT = 4
# A frame, its subjects and where they come from.
_Filled: TypeAlias = tuple[Frame, tuple[Mention, ...], Origin]


class Resolved(NamedTuple):
    """A frame with its subject filled in, and who else may be meant."""

    frame: Frame
    subjects: tuple[Mention, ...]
    origin: Origin
    modality: Modality | None = None
    time: TimeValue | None = None
    options: tuple[Option, ...] = ()
    spoken: Modality | None = None  # how the speaker of the topic means it


class SubjectTracker:
    """Follows the subject through a document; one instance a document.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon, texts = compile_lexicon(load_ontology()), ("市政府推行制度", "完善体系")
    >>> grammar, tokenizer = ClauseGrammar(lexicon), Tokenizer(lexicon)
    >>> resolved = SubjectTracker(grammar).resolve([grammar.read(text, tokenizer.tokenize(text)) for text in texts])
    >>> [(frame.subjects[0].name, frame.origin.value) for frames in resolved for frame in frames]
    [('市政府', 'explicit'), ('市政府', 'sentence')]
    """

    def __init__(
        self,
        grammar: ClauseGrammar,
        actor: Sequence[Mention] = (),
        issuers: Sequence[Mention] = (),
        announcer: Sequence[Mention] = (),
    ) -> None:
        self._grammar = grammar
        self._lexicon = grammar.lexicon
        self._demonstratives = self._lexicon.affixes["demonstrative"]
        self._actor = tuple(actor)
        self._issuers = tuple(issuers)
        self._announcer = tuple(announcer)
        self._announcing = False
        self._topic: tuple[Mention, ...] = ()
        self._speaker: tuple[Mention, ...] = ()
        self._announced: tuple[Mention, ...] = ()
        self._instructed: tuple[Mention, ...] = ()  # 各级…部门要: whom the issuer tells what to do
        self._instructor: tuple[Mention, ...] = ()  # 李某强调: who says what is to be done
        self._current: tuple[Mention, ...] = ()  # the subject of the sentence
        self._matter: tuple[Mention, ...] = ()  # what the last clause named last
        self._listed: tuple[Mention, ...] = ()
        self._paragraph = -1
        self._listing = False
        self._recent: list[tuple[Mention, ...]] = []  # subjects of the sentences before, the last one last
        self._things: dict[str, dict[str, None]] = {}  # type → names read in full, the last one last

    @property
    def topic(self) -> tuple[Mention, ...]:
        """Who speaks (会议指出…), the last named actor, or the document's own."""
        return self._speaker or self._topic or self._instructed or self._actor

    def open_sentence(self, paragraph: int, marker: str | None) -> None:
        """Tell that a sentence begins.

        A chapter, an article or a heading forgets the topic and the speaker; each point of a list (一是… 二是…) starts
        from the topic that announced the list.
        """
        if marker in ("chapter", "article", "heading"):
            self._topic = self._speaker = self._announced = ()
            self._listing = False
        elif marker is not None:
            if not self._listing:
                self._announced = self._topic
            self._topic = self._announced
            self._listing = True
        elif paragraph != self._paragraph:
            self._listing = False
        self._paragraph = paragraph

    def resolve(self, clauses: Sequence[ClauseReading], announcing: bool = False) -> list[list[Resolved]]:
        """Return the frames of the clauses of one sentence with their subjects.

        `announcing`: it announces what the document says (现通知如下), so that who has issued it acts.
        """
        self._announcing = announcing
        self._current = self._matter = self._listed = ()
        join_subjects(clauses)
        scene = Scene(self._lexicon)
        candidates = Candidates(self._context(), self._recent)
        mood: Modality | None = None
        time: TimeValue | None = None
        resolved: list[list[Resolved]] = []
        for position, clause in enumerate(clauses):
            own, later = tuple([self._full(m) for m in self._named(clause.subject)]), clauses[position + 1 :]
            required = Modality.REQUIRED in (clause.modality, mood)
            dropped, origin = self._dropped(clause, own, later, required)
            filled = [self._fill(self._refer(frame), own, dropped, origin, later) for frame in clause.frames]
            for frame in scene.state(clause, own):
                filled.append((self._refer(frame), tuple(frame.agents or ()), Origin.EXPLICIT))
            # 应当A,建立B; 到2025年,…: modality and time hold on in the sentence, the modality until a new subject
            carried = None if own and self._acts(own) else mood
            time = clause.time or time
            spoken = None if own else self._imperative()
            candidates.open(clause)
            resolved.append(
                [
                    Resolved(
                        frame,
                        subjects,
                        whence,
                        frame.modality or carried,
                        frame.time or time,
                        candidates.of(frame, subjects, whence),
                        spoken,
                    )
                    for frame, subjects, whence in filled
                ]
            )
            mood = clause.modality or carried
            if clause.successor:
                self._current = self._named(clause.successor)
            elif chaired := opened(clause, self._lexicon.sets["chairing"]):
                self._current = chaired  # 李某主持召开会议,研究…: the meeting does
            things = [m for frame in clause.frames for m in _named_by(frame)] or list(own)
            self._matter = tuple(clause.counted or things[-1:])
            said = next((f for f in reversed(clause.frames) if f.relation != BECOMES and f.objects), None)
            self._listed = tuple(said.objects) if said else own or self._listed
        announced = next((f.objects[0] for c in clauses for f in c.frames if f.relation == ISSUES and f.objects), None)
        if announced is not None and announced.type == "Document" and announced.name.startswith("《"):
            self._topic = (announced,)
        self._recent = [*self._recent, *(tuple(c.subject) for c in clauses if c.subject)][-_RECENT:]
        return resolved

    def _context(self) -> dict[str, tuple[Mention, ...]]:
        """Who matters to the document before the sentence is read."""
        known = {
            "topic": self._topic,
            "speaker": self._speaker,
            "instructed": self._instructed,
            "actor": self._actor,
            "issuer": self._issuers,
        }
        return {name: mentions for name, mentions in known.items() if mentions}

    def _imperative(self) -> Modality | None:
        """How what a speaker says holds: 会议 and most documents require, a plan plans."""
        if not self._speaker:
            return None
        name = self._speaker[0].name.strip("《》")
        return kind_of(name).modality if self._speaker[0].type in ("Document", "Event") else None

    def _dropped(
        self, clause: ClauseReading, own: tuple[Mention, ...], later: Sequence[ClauseReading], required: bool
    ) -> tuple[tuple[Mention, ...], Origin]:
        """Who acts in a clause that does not say so; the clause's own subject is taken up for those that follow."""
        if own and self._acts(own) and not clause.focus:
            first = not self._current
            self._current = own
            if own[0].type == "Person":
                self._instructor = own if clause.speaks else ()
            if self._lasts(own):
                self._instructor = ()
            if self._lasts(own) and first:
                self._topic = own
                if clause.speaks:
                    self._speaker = own
                if clause.modality is Modality.REQUIRED and self._issuers and own != self._issuers:
                    self._instructed = self._instructed or own
        told = self._current and (later or self._current[0].type == "Government")
        if self._announcing and self._announcer and not told:
            return self._announcer, Origin.DOCUMENT
        if self._current:
            return self._current, Origin.SENTENCE
        if not own and clause.cataphoric:
            # 为推动…,广州市委、市政府将…: the subject comes after the phrase of purpose, means or ground
            ahead = next((n for c in later if (n := self._named(c.subject)) and self._acts(n)), ())
            if ahead:
                return ahead, Origin.SENTENCE
        if self._instructor and required:
            return self._instructor, Origin.TOPIC
        if self._speaker or self._topic:
            return self._speaker or self._topic, Origin.TOPIC
        return self._instructed or self._actor, Origin.DOCUMENT

    def _fill(
        self,
        frame: Frame,
        own: tuple[Mention, ...],
        dropped: tuple[Mention, ...],
        origin: Origin,
        later: Sequence[ClauseReading],
    ) -> _Filled:
        if frame.agents is not None and not frame.objects:  # …,列入Y
            return replace(frame, objects=list(self._listed)), self._named(frame.agents), Origin.SENTENCE
        if frame.agents is not None:
            return frame, self._named(frame.agents), Origin.EXPLICIT
        if frame.relation == APPLIES_TO and not frame.predicate and (bearer := self._bearer(later)):
            return frame, bearer, Origin.SENTENCE
        if own and self._acts(own):
            return frame, own, Origin.EXPLICIT
        if frame.relation == BECOMES and frame.predicate == _SERVING and self._listed:  # 设立A,作为B: A is B
            return frame, self._listed, Origin.SENTENCE
        if frame.predicate in self._lexicon.sets["polite"] and self._announcer:  # 请各区…: who has issued it asks
            return frame, self._announcer, Origin.DOCUMENT
        impersonal = frame.relation == INCLUDES or frame.predicate in self._lexicon.sets["impersonal"]
        if impersonal and self._matter:  # …三项制度,包括A、B: what was named last includes them
            return frame, self._matter, Origin.SENTENCE
        if frame.relation == APPROVES and self._issuers:  # 同意…: who replies approves
            return frame, self._issuers, Origin.DOCUMENT
        if frame.objects and dropped and frame.objects[0].name == dropped[0].name:
            return frame, self.topic, Origin.TOPIC
        return frame, dropped, origin

    def _refer(self, frame: Frame) -> Frame:
        """这一制度, 该平台 means the system, the platform that was named last."""
        objects = [self._full(m) for m in frame.objects]
        agents = None if frame.agents is None else [self._full(m) for m in frame.agents]
        if objects == frame.objects and agents == frame.agents:
            return frame
        return replace(frame, objects=objects, agents=agents)

    def _full(self, mention: Mention) -> Mention:
        name = mention.name
        if name in ("", "会"):  # 李某参加。在会上,…; the longer names are for the linking
            return self._event(mention)
        if mention.type == "Document" and (cited := self._cited(name)):
            return mention._replace(name=cited)
        if not name.startswith(self._demonstratives):
            names = self._things.setdefault(mention.type, {})
            names.pop(name, None)
            names[name] = None
            return mention
        pointing = next(d for d in self._demonstratives if name.startswith(d))
        rest = name[len(pointing) :]
        names = self._things.get(mention.type, {})
        meant = next((n for n in reversed(names) if rest and n.endswith(rest) and n != rest), name)
        return mention._replace(name=meant)

    def _event(self, mention: Mention) -> Mention:
        """在会上 means the meeting that was named last."""
        names = self._things.get("Event", {})
        endings = ("会", "会议") if mention.name else ("会", "会议", "仪式", "活动", "培训班")
        meant = next((n for n in reversed(names) if n.endswith(endings)), mention.name)
        return mention._replace(name=meant, type="Event")

    def _cited(self, name: str) -> str | None:
        """方案, 纲要: the document whose title ends so and that was named last."""
        if not is_kind(name):
            return None
        return next(
            (n for n in reversed(self._things.get("Document", {})) if n.rstrip("》").endswith(name) and n != name), None
        )

    def _acts(self, mentions: Sequence[Mention]) -> bool:
        return any(self._grammar.is_actor(m) for m in mentions)

    def _bearer(self, later: Sequence[ClauseReading]) -> tuple[Mention, ...]:
        """以A为重点,推行B: B, a system or a document of the next clause, is what applies to A."""
        domain = self._lexicon.ontology.relations[APPLIES_TO].domain
        named = (m for c in later[:1] for f in c.frames for m in (*(f.agents or ()), *f.objects))
        first = next((m for m in named if m.type in domain and m.type not in LASTING), None)
        return (first,) if first else ()

    def _lasts(self, mentions: Sequence[Mention]) -> bool:
        first = mentions[0]
        if first.type == "Place":
            return first.name in self._lexicon.sets["collective"] or first.name in self._lexicon.names
        if first.type == "Document":
            return first.name[0] in "《本"
        return first.type in LASTING

    def _named(self, mentions: Sequence[Mention] | None) -> tuple[Mention, ...]:
        if not mentions:
            return ()
        if mentions[0].name in self._lexicon.sets["pronoun"]:
            return (self._instructor if mentions[0].name in "他她" else ()) or self.topic
        return tuple(mentions)


def _named_by(frame: Frame) -> Sequence[Mention]:
    """What a frame brings up: its objects, but of a value what has it (采购消防车75辆,包括…)."""
    return frame.objects if frame.relation != HAS_VALUE else frame.agents or ()
