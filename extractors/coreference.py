"""Who acts where the text does not say: the sentence's subject, the topic, the speaker, the document's actor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.frames import APPLIES_TO, APPROVES, ClauseReading, Frame
from extractors.grammar import ClauseGrammar
from extractors.model import Mention, Modality, Origin

# Who stays the topic over sentences, measured on the gold: a body, a document, a meeting, a named place; a class of
# people or of companies (居民, 企业) is left behind with its sentence.
LASTING = frozenset({"Government", "Organization", "Document", "Event"})


@dataclass(frozen=True, slots=True)
class Resolved:
    """A frame with its subject filled in."""

    frame: Frame
    subjects: tuple[Mention, ...]
    origin: Origin


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

    def __init__(self, grammar: ClauseGrammar, actor: Sequence[Mention] = (), issuers: Sequence[Mention] = ()) -> None:
        self._grammar = grammar
        self._lexicon = grammar.lexicon
        self._actor = tuple(actor)
        self._issuers = tuple(issuers)
        self._topic: tuple[Mention, ...] = ()
        self._speaker: tuple[Mention, ...] = ()
        self._announced: tuple[Mention, ...] = ()
        self._instructed: tuple[Mention, ...] = ()  # 各级…部门要: whom the issuer tells what to do
        self._paragraph = -1
        self._listing = False

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

    def resolve(self, clauses: Sequence[ClauseReading]) -> list[list[Resolved]]:
        """Return the frames of the clauses of one sentence with their subjects."""
        current: tuple[Mention, ...] = ()
        resolved: list[list[Resolved]] = []
        for position, clause in enumerate(clauses):
            own = self._named(clause.subject)
            ahead: tuple[Mention, ...] = ()
            if not own and not current and clause.cataphoric:
                # 为推动…,广州市委、市政府将…: the subject comes after the phrase of purpose, means or ground
                later = (self._named(c.subject) for c in clauses[position + 1 :])
                ahead = next((n for n in later if n and self._acts(n)), ())
            if own and self._acts(own) and not clause.focus:
                current = own
                if clause.speaks and self._lasts(own):
                    self._speaker = own
                if self._lasts(own):
                    self._topic = own
                    if clause.modality is Modality.REQUIRED and self._issuers and own != self._issuers:
                        self._instructed = self._instructed or own
            dropped, origin = (
                (ahead, Origin.SENTENCE)
                if ahead
                else (current, Origin.SENTENCE)
                if current
                else (self._speaker or self._topic, Origin.TOPIC)
                if self._speaker or self._topic
                else (self._instructed or self._actor, Origin.DOCUMENT)
            )
            found = []
            for frame in clause.frames:
                if frame.agents is None:
                    if own and self._acts(own):
                        found.append(Resolved(frame, own, Origin.EXPLICIT))
                    elif frame.relation == APPLIES_TO and (bearer := self._bearer(clauses[position + 1 :])):
                        found.append(Resolved(frame, bearer, Origin.SENTENCE))
                    elif frame.relation == APPROVES and self._issuers:  # 同意…: who replies approves
                        found.append(Resolved(frame, self._issuers, Origin.DOCUMENT))
                    elif frame.objects and dropped and frame.objects[0].name == dropped[0].name:
                        found.append(Resolved(frame, self.topic, Origin.TOPIC))
                    else:
                        found.append(Resolved(frame, dropped, origin))
                else:
                    found.append(Resolved(frame, self._named(frame.agents), Origin.EXPLICIT))
            resolved.append(found)
            if clause.successor:
                current = self._named(clause.successor)
        return resolved

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
            return self.topic
        return tuple(mentions)
