"""Fitting the models to annotated documents: roles of verbs, the judge, how facts hold, and the classes of things.

The judge must learn from clauses read as they will be read later, with roles that were not fitted to the very document:
so the roles of each document come from weights fitted to the others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence

from extractors.fitting import Choices, best_cut, calibrate, fit_choices, hold_out, numerics
from extractors.gold import GoldDocument, GoldFact
from extractors.judge import CUT, SCALE, SHIFT, describe
from extractors.labels import digest_of, known_examples, known_labels
from extractors.lexicon import VERB, compile_lexicon
from extractors.loglinear import write_all
from extractors.manner import UNREAL
from extractors.manner import describe as describe_manner
from extractors.matching import alike, best_likeness
from extractors.model import Document, Mention, Reading
from extractors.pipeline import GrammarExtractor, Told
from extractors.readers import read
from extractors.rolefeatures import WRITERS
from extractors.roles import Role, Surroundings
from extractors.text import split_sentences
from extractors.tokens import Token, Tokenizer
from extractors.typology import find_things, readings
from extractors.values import find_times
from extractors.weights import Weights, default_weights
from ontologies.errors import UsageError
from ontologies.schema import Ontology, load_ontology

FOLDS = 4
FEWEST_DOCUMENTS = 2 * FOLDS
# The inverse variances of weights: the more a model's features tell apart single documents, the narrower.
ROLE_PRIOR, JUDGE_PRIOR, MANNER_PRIOR, TYPE_PRIOR = 1.0, 50.0, 30.0, 8.0
_LEARNED = (Role.PREDICATE, Role.ATTRIBUTE)

Advance = Callable[[int, int], None]


def fit(
    golds: Sequence[GoldDocument], ontology: Ontology | None = None, texts: Sequence[str] = ()
) -> Callable[[Document], Reading]:
    """Return a reader that has learned from `golds` and `texts` alone, as `train` does."""
    used = ontology or load_ontology()
    return GrammarExtractor(used, weights=train(golds, used, texts)).extract


def train(
    golds: Sequence[GoldDocument],
    ontology: Ontology | None = None,
    texts: Sequence[str] = (),
    advance: Advance | None = None,
) -> Weights:
    """Return the weights that `golds` teach.

    Roles of verbs are learned from the labels that ship, as far as their texts are those of `golds` or among `texts`;
    where there are none, the roles are those that ship. Raises UsageError where there are fewer than FEWEST_DOCUMENTS
    documents, or numpy and scipy are missing.
    """
    if len(golds) < FEWEST_DOCUMENTS:
        raise UsageError(f"training needs {FEWEST_DOCUMENTS} annotated documents or more, not {len(golds)}; add some")
    numerics()
    used = ontology or load_ontology()
    step = _Steps(advance, 2 * len(golds) + FOLDS + 1)
    roles = _train_roles(golds, used, texts, step)
    judged = Choices()
    for number, gold in enumerate(golds):
        _add_document(gold, number, GrammarExtractor(used, weights=roles[number % FOLDS]), judged)
        step()
    judge = _fit_judge(judged, golds)
    read_alike = [GrammarExtractor(used, weights=Weights(known.roles, judge)) for known in roles[:FOLDS]]
    held, typed = Choices(), Choices()
    for number, gold in enumerate(golds):
        _add_things(gold, number, read_alike[number % FOLDS], held, typed)
        step()
    return Weights(roles[-1].roles, judge, _fit_manner(held), _fit_types(typed))


class _Steps:
    """Counts what has been done and tells it."""

    def __init__(self, advance: Advance | None, total: int) -> None:
        self._advance, self._total, self._done = advance, total, 0

    def __call__(self) -> None:
        self._done += 1
        if self._advance:
            self._advance(self._done, self._total)


# -- roles of verbs


def _train_roles(
    golds: Sequence[GoldDocument], ontology: Ontology, texts: Sequence[str], step: _Steps
) -> list[Weights]:
    """Weights of roles, each fitted without the documents of one fold, and at the end those of all."""
    choices = Choices()
    tokenizer = Tokenizer(compile_lexicon(ontology, {}))
    labels = known_labels()
    own = [read(gold.text_path).text for gold in golds]
    for number, text in enumerate([*own, *texts]):
        document = number if number < len(own) else -1 - number  # further texts are in no fold
        for clause, roles in labelled_clauses(text, labels.get(digest_of(text), {}), tokenizer):
            _add_roles(choices, document, clause, roles, tokenizer)
    if not choices.made:
        return [Weights(default_weights().roles)] * (FOLDS + 1)
    for number, (text, marked) in enumerate(known_examples(), len(own) + len(texts)):
        for clause in example_clauses(text, tokenizer):
            at = {i: marked.get(token.start, Role.NAME) for i, token in enumerate(clause) if token.kind == VERB}
            _add_roles(choices, -1 - number, clause, at, tokenizer)
    fitted = []
    for fold in range(FOLDS + 1):
        made = [choice for choice in choices.made if choice.document < 0 or choice.document % FOLDS != fold]
        fitted.append(Weights(choices.named(fit_choices(choices, made, ROLE_PRIOR, 2))))
        step()
    return fitted


def labelled_clauses(
    text: str, labels: Mapping[int, Role], tokenizer: Tokenizer
) -> Iterator[tuple[list[Token], dict[int, Role]]]:
    """Yield the clauses of `text` all of whose verbs are labelled, with the roles of their verbs by position."""
    if not labels:
        return
    offsets = sorted(labels)
    for sentence in split_sentences(text):
        at = bisect_left(offsets, sentence.start)
        if at == len(offsets) or offsets[at] >= sentence.end:
            continue
        for clause in sentence.clauses:
            part = text[clause.start : clause.end]
            tokens = tokenizer.tokenize(part, find_times(part))
            verbs = [i for i, token in enumerate(tokens) if token.kind == VERB]
            roles = {
                i: labels[clause.start + tokens[i].start] for i in verbs if clause.start + tokens[i].start in labels
            }
            if verbs and len(roles) == len(verbs):
                yield tokens, roles


def example_clauses(text: str, tokenizer: Tokenizer) -> Iterator[list[Token]]:
    """Yield the tokens of each clause of `text`; their offsets are those in the text."""
    tokens = tokenizer.tokenize(text, find_times(text))
    for sentence in split_sentences(text):
        for clause in sentence.clauses:
            yield [token for token in tokens if clause.start <= token.start < clause.end]


def _add_roles(
    choices: Choices, document: int, tokens: Sequence[Token], roles: Mapping[int, Role], tokenizer: Tokenizer
) -> None:
    around = Surroundings(tokens, tokenizer.lexicon)
    for place, i in enumerate(around.verbs):
        role, features = roles[i], write_all(WRITERS, around.factors(place, roles))
        readings = [[f"{learned.value}:{feature}" for feature in features] for learned in _LEARNED]
        choices.add(document, readings, [role is learned for learned in _LEARNED])


# -- the judge, and how facts hold


def _add_document(gold: GoldDocument, number: int, extractor: GrammarExtractor, judged: Choices) -> None:
    """Add the slots of a document to the choices of the judge."""
    pairs = [(names, fact, things) for fact in gold.facts for names, things in fact.pairs]
    for slot, _ in extractor.claim(read(gold.text_path)).slots:
        near = [(names, fact) for names, fact, things in pairs if alike(things, [slot.object.name])]
        known: dict[tuple[str, ...], list[GoldFact]] = {}
        readings, right = [], []
        for option, relation, features in describe(slot, extractor.judge, extractor.lexicon):
            key = tuple([m.name for m in option.subjects])
            if key not in known:
                known[key] = _facts(near, option.subjects)
            readings.append(features)
            right.append(any(relation in fact.relations for fact in known[key]))
        if readings:
            judged.add(number, readings, right)


def _facts(near: Sequence[tuple[Sequence[str], GoldFact]], subjects: Sequence[Mention]) -> list[GoldFact]:
    """The facts that the gold states of any of `subjects` and the object at hand."""
    names = [m.name for m in subjects]
    return [fact for wanted, fact in near if alike(wanted, names)]


def _fit_judge(choices: Choices, golds: Sequence[GoldDocument]) -> dict[str, float]:
    weights = choices.named(fit_choices(choices, choices.made, JUDGE_PRIOR))
    held = hold_out(choices, JUDGE_PRIOR, FOLDS)
    scale, shift = calibrate(held)
    wanted = sum(len(fact.subjects) * len(fact.objects) for gold in golds for fact in gold.facts if fact.labelled)
    return weights | {SCALE: scale, SHIFT: shift, CUT: best_cut(held, scale, shift, wanted)}


def _add_moods(gold: GoldDocument, number: int, told: Sequence[Told], held: Choices) -> None:
    """Add how the facts hold that are read right."""
    pairs = [(names, fact, things) for fact in gold.facts for names, things in fact.pairs]
    for one in told:
        near = [(names, fact) for names, fact, things in pairs if alike(things, [one.slot.object.name])]
        facts = _facts(near, one.read.option.subjects)
        moods = {fact.modality for fact in facts if one.read.relation in fact.relations}
        if moods:
            features = describe_manner(one.around)
            held.add(number, [[f"{m.value}:{f}" for f in features] for m in UNREAL], [m in moods for m in UNREAL])


def _fit_manner(choices: Choices) -> dict[str, float]:
    return choices.named(fit_choices(choices, choices.made, MANNER_PRIOR))


# -- classes of things


def _add_things(gold: GoldDocument, number: int, extractor: GrammarExtractor, held: Choices, typed: Choices) -> None:
    """Add the things that a document is read to state something of, as far as the gold tells their class."""
    document = read(gold.text_path)
    claims = extractor.claim(document)
    lexicon = extractor.lexicon
    told = extractor.tell(document, claims)
    _add_moods(gold, number, told, held)
    statements = extractor.state(document, claims, told)
    for thing in find_things(document.text, claims.tokens, statements, lexicon).values():
        right = _classes_of(thing.name, gold)
        if right:
            features = readings(thing, claims.head.genre, lexicon)
            typed.add(number, features.values(), [kind in right for kind in features])


def _classes_of(name: str, gold: GoldDocument) -> set[str]:
    """The classes of the annotated things whose names are most like `name`; none where none is like it."""
    near = [entity for entity in gold.entities if alike(entity.names, [name])]
    likeness = [best_likeness(entity.names, [name]) for entity in near]
    return {entity.type for entity, score in zip(near, likeness, strict=True) if score == max(likeness)}


def _fit_types(choices: Choices) -> dict[str, float]:
    return choices.named(fit_choices(choices, choices.made, TYPE_PRIOR)) if choices.made else {}
