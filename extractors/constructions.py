"""What prepositions and light verbs make of a verb: 将A纳入B, 对A进行B, 为A提供B, A得到B."""

from __future__ import annotations

from extractors.arguments import Arguments
from extractors.frames import ADOPTS, APPLIES_TO, APPROVES, BECOMES, HAS_VALUE, INCLUDES, SANCTIONS, SUPPORTS, Frame
from extractors.lexicon import Verb
from extractors.model import Mention
from extractors.phrases import Phrase

_OF_DOCUMENTS = frozenset({"issues", "repeals", APPROVES})
_BECOMING = ("为", "成", "作")


class Constructions(Arguments):
    """The walk over a clause, with what is done to a theme, a target, a beneficiary or a patient."""

    def benefit(self, beneficiary: Phrase, verb: Verb, phrase: Phrase) -> None:
        """为A提供B: A is supported; B is a fact of its own where it is more than support (服务, 保障, 基础)."""
        self.emit(SUPPORTS, beneficiary.mentions, construction="beneficiary")
        if not phrase.mentions[-1].name.endswith(self.lexicon.affixes["provision"]):
            self.emit(relation_of(verb, phrase), phrase.mentions, phrase)

    def undergo(self, relation: str | None, patient: list[Mention]) -> None:
        """X得到加强, 水平大幅提升: X is the object; who does it is X's owner, or dropped."""
        if relation is not None:
            frame = Frame(self.owner, relation, list(patient), self.modality, self.negated, self.time)
            frame.predicate, frame.construction = self.predicate, "undergone"
            self.out.frames.append(frame)

    def changes(self, patient: Mention, relation: str) -> bool:
        """Whether a subject without an object is what the verb is done to; of documents, what becomes of them."""
        return not self.is_actor(patient) or (patient.type == "Document" and relation in _OF_DOCUMENTS)

    def received(self, lead: Verb, last: Verb, phrase: Phrase) -> str | None:
        """得到提高, 得到X的支持: the relation of what is received."""
        if lead.kind == "P" and lead is not last and not phrase:
            return last.relation
        return self.nominal(phrase) if last.kind == "P" else None

    def dispose(self, theme: Phrase, verb: Verb, phrase: Phrase) -> None:
        """将A纳入B, 把A分解成B, 把A作为B, 将A V."""
        goal = phrase or self.goal
        if goal and (verb.reversed or verb.word in self.lexicon.sets["entering"]):
            self.emit(INCLUDES, theme.mentions, theme, goal.mentions, "disposed")
        elif goal and verb.relation == INCLUDES:
            self.emit(INCLUDES, goal.mentions, goal, theme.mentions, "disposed")
        elif goal and (whole := self.includer(goal)):
            self.emit(INCLUDES, theme.mentions, theme, whole, "constituent")
            if not self.is_actor(theme.mentions[0]):
                self.emit(ADOPTS, theme.mentions, construction="theme")
        elif goal and (verb.word.endswith(_BECOMING) or BECOMES in verb.relations):
            self.emit(BECOMES, goal.mentions, goal, theme.mentions, "disposed")
            if BECOMES in verb.relations and verb.word.endswith("为") and not self.is_actor(theme.mentions[0]):
                self.emit(ADOPTS, theme.mentions, construction="theme")
        else:
            nominal = self.nominal(phrase) if verb.kind == "L" else None
            self.emit(nominal or relation_of(verb, theme), theme.mentions, theme, construction="theme")

    def act_upon(self, target: Phrase, verb: Verb, phrase: Phrase) -> None:
        """对A进行监督检查, 对A实行B制度, 对A给予扶持, 对A V, 对A提出B."""
        sets = self.lexicon.sets
        nominal = self.nominal(phrase) if phrase else verb.relation
        if verb.relation == SANCTIONS and phrase and phrase.mentions[0].name.endswith("责任"):
            self.emit(SANCTIONS, target.mentions, construction="target")  # 对A追究责任
            return
        applied = bool(phrase) and verb.word in sets["applying"]
        if phrase and verb.word in sets["granting"]:
            self.emit(nominal or SUPPORTS, target.mentions, target, construction="granted")
            if nominal or phrase.mentions[-1].name.endswith(self.lexicon.affixes["provision"]):
                return
        elif nominal and not applied:
            self.emit(nominal, target.mentions, target, construction="target")
        if applied or (phrase and not nominal and verb.kind == "L"):
            # 对A实行B: B is put into practice, and applies to A
            self.emit(APPLIES_TO, target.mentions, target, phrase.mentions, "applied")
        if phrase and (verb.kind != "L" or not nominal or verb.word in sets["holding"]):
            self.emit(relation_of(verb, phrase), phrase.mentions, phrase, construction="upon")

    def nominal(self, phrase: Phrase) -> str | None:
        """对X进行监督检查, 加强对X的监督: the relation of the verb that the object ends in."""
        if not phrase:
            return None
        name = phrase.mentions[-1].name.removesuffix("力度").removesuffix("工作")
        found = (self.lexicon.verbs.get(name[-size:]) for size in (4, 3, 2) if len(name) >= size)
        return next((verb.relation for verb in found if verb is not None and verb.relation), None)


def relation_of(verb: Verb, phrase: Phrase) -> str | None:
    """Return the relation of a verb with an object; figures are read in `extractors.measurements`."""
    if phrase and phrase.mentions[0].type == "Quantity":
        return None
    return verb.without(HAS_VALUE).relation  # 达到目标, unlike 达到5%, is an attainment
