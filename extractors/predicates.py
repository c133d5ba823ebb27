"""Which verbs of a clause are its predicates: a score for each, then what constructions make of verbs inside names."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extractors.lexicon import (
    ADJECTIVE,
    ADVERB,
    ADVERBIAL,
    ASPECT,
    BRACKET,
    COMMA,
    CONJUNCTION,
    CONNECTIVE,
    ETCETERA,
    MODAL,
    NEGATION,
    NOUN,
    OF,
    PREPOSITION,
    PRONOUN,
    QUANTITY,
    TIME,
    TITLE,
    VERB,
    Lexicon,
    Verb,
)
from extractors.tokens import Token

# Weights of the evidence that a verb is the predicate here (after the notes on the first clause parser; a strong verb
# alone in front of a noun phrase is one, a dual verb needs an adverb, a modal or the head of the clause).
BASE = {"V": 3.0, "C": 3.0, "L": 3.0, "S": 3.0, "P": 3.0, "D": 1.0}
INITIAL, AFTER_ADVERB, BEFORE_ASPECT, BEFORE_NOUN, AFTER_ACTOR = 2.0, 1.5, 2.0, 1.0, 1.0
BEFORE_OF, AFTER_OF, DUAL_BETWEEN_NOUNS, DUAL_AFTER_VERB, DUAL_LAST = -4.0, -3.0, -1.5, -2.0, -1.0
SPEECH_LAST, SPEECH_RELATIONS = 1.5, ("issues", "establishes", "requires")
CLOSING, CLOSED_BY_VERB = 3.0, frozenset({"agent", "goal", "theme", "passive"})
INSTITUTING = frozenset({"establishes", "issues", "adopts"})
THRESHOLD = 2.0
DISPOSING = ("为", "成", "入", "到", "至", "给", "在", "于")
_TRANSPARENT = {ADVERB, CONNECTIVE, TIME, ADVERBIAL}
_KEEPS_INITIAL = _TRANSPARENT | {MODAL, NEGATION, BRACKET, PREPOSITION}
_NOMINAL = {NOUN, TITLE, QUANTITY, PRONOUN, ADJECTIVE, BRACKET}


def mark_predicates(tokens: Sequence[Token], lexicon: Lexicon) -> list[bool]:
    """Return, for each token, whether it is a predicate of the clause.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon = compile_lexicon(load_ontology())
    >>> mark_predicates(Tokenizer(lexicon).tokenize("市政府推行首席质量官制度"), lexicon)
    [False, True, False]
    """
    count = len(tokens)
    marks = [False] * count
    initial = True
    previous: Token | None = None
    best, best_score = -1, 0.0
    waiting = False
    for i, token in enumerate(tokens):
        if token.kind == VERB:
            score = _score(tokens, i, previous, initial, lexicon)
            if waiting and i + 1 == count:
                score += CLOSING  # 由A、B组成, 从A向B转变: the preposition waits for its verb
            if score >= THRESHOLD:
                marks[i] = True
                waiting = False
            elif score > best_score:
                best, best_score = i, score
        elif token.kind == PREPOSITION:
            waiting = waiting or token.role in CLOSED_BY_VERB
            initial = token.role in ("means", "purpose")
        if token.kind not in _KEEPS_INITIAL:
            initial = False
        if token.kind != BRACKET:
            previous = token
    if not any(marks) and best >= 0 and best_score >= 1.0 and best + 1 < count:
        marks[best] = True
    kinds = {token.kind for token in tokens}
    if PREPOSITION in kinds:
        _unmark_basis(tokens, marks, lexicon)
        _unmark_disposal(tokens, marks, lexicon)
    if COMMA in kinds or CONJUNCTION in kinds:
        _unmark_lists(tokens, marks)
    if OF in kinds:
        _unmark_relatives(tokens, marks, lexicon)
    _unmark_compounds(tokens, marks, lexicon)
    return marks


def _score(tokens: Sequence[Token], i: int, previous: Token | None, initial: bool, lexicon: Lexicon) -> float:
    token = tokens[i]
    assert token.verb is not None
    kind = token.verb.kind
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following is not None and following.kind == BRACKET:
        following = next((t for t in tokens[i + 2 :] if t.kind != BRACKET), None)
    score = BASE.get(kind, 1.0)
    dual = kind == "D"
    before, after = previous.kind if previous else "", following.kind if following else ""
    if initial:
        score += INITIAL
    if before in (ADVERB, MODAL, NEGATION, ADVERBIAL):
        score += AFTER_ADVERB
    if after == ASPECT:
        score += BEFORE_ASPECT
    if after in _NOMINAL or (after == VERB and dual is False) or after == PREPOSITION:
        score += BEFORE_NOUN
    if after == OF:
        score += BEFORE_OF
    if before == OF or (before == ADVERB and i > 1 and tokens[i - 2].kind == OF):  # 的全面领导
        score += AFTER_OF
    if before == NOUN and previous is not None and lexicon.type_of(previous.text) in lexicon.actors:
        score += AFTER_ACTOR
    elif dual and before in _NOMINAL and after in (NOUN, VERB):
        score += DUAL_BETWEEN_NOUNS
    if dual and before in (VERB, ASPECT):
        score += DUAL_AFTER_VERB
    if dual and following is None and before != ADVERB:
        speaks = previous is not None and (before == TITLE or lexicon.type_of(previous.text) in lexicon.actors)
        ruled = speaks and not any(t.kind in (PREPOSITION, VERB) for t in tokens[:i])
        # 《条例》规定,… announces; elsewhere a dual verb at the end is a noun
        score += SPEECH_LAST if ruled and token.verb.relation in SPEECH_RELATIONS else DUAL_LAST
    if dual and before in (COMMA, CONJUNCTION) and not initial:
        score += DUAL_BETWEEN_NOUNS
    return score


def _unmark_basis(tokens: Sequence[Token], marks: list[bool], lexicon: Lexicon) -> None:
    """以建设节约型机关为主线: what stands between 以 and 为 is a noun phrase whatever it holds."""
    for i, token in enumerate(tokens):
        if token.text != "以" or token.kind != PREPOSITION:
            continue
        stop = next((j for j in range(i + 1, len(tokens)) if tokens[j].text == "为"), None)
        if stop is None or stop + 1 >= len(tokens):
            continue
        if tokens[stop + 1].text in lexicon.bases or not marks[stop + 1]:
            marks[i : stop + 2] = [False] * (stop + 2 - i)


def _unmark_disposal(tokens: Sequence[Token], marks: list[bool], lexicon: Lexicon) -> None:
    """将X建设Y工作纳入Z: between 将 or 把 and the verb that disposes of it stands one noun phrase."""
    opener = next((i for i, t in enumerate(tokens) if t.kind == PREPOSITION and t.role == "theme"), None)
    if opener is None:
        return
    verbs = [i for i in range(opener + 1, len(tokens)) if marks[i]]
    disposing = [i for i in verbs if (v := tokens[i].verb) is not None and (v.reversed or v.word.endswith(DISPOSING))]
    if disposing and disposing[0] > opener + 2:
        for i in verbs:
            if i < disposing[0] - 1 and lexicon.type_of(tokens[i - 1].text) not in lexicon.actors:
                marks[i] = False


def _unmark_lists(tokens: Sequence[Token], marks: list[bool]) -> None:
    """注重顶层设计、贯彻落实、支持保障: behind a governed noun, verbs alone between separators are names of acts."""
    count = len(tokens)
    first = next((i for i, marked in enumerate(marks) if marked), count)
    i = first + 1
    while i < count:
        if tokens[i].kind not in (COMMA, CONJUNCTION) or (tokens[i - 1].kind == VERB and marks[i - 1]):
            i += 1
            continue
        stop = i + 1
        while stop < count and tokens[stop].kind == VERB:
            stop += 1
        if stop > i + 1 and (stop == count or tokens[stop].kind in (COMMA, CONJUNCTION, ETCETERA)):
            marks[i + 1 : stop] = [False] * (stop - i - 1)
        i = stop


def _unmark_compounds(tokens: Sequence[Token], marks: list[bool], lexicon: Lexicon) -> None:
    """实施标准提升行动: a verb between the nouns of an object is part of the name, unless an actor stands before it.

    投标货物生产厂家书面承诺…: so is a dual verb that opens a clause whose strong predicate comes later.
    """
    predicates = [i for i, marked in enumerate(marks) if marked]
    if len(predicates) < 2:
        return
    for earlier, i in itertools.pairwise(predicates):
        governor, verb = tokens[earlier].verb, tokens[i].verb
        if governor is None or verb is None:
            continue
        before, after = tokens[i - 1], tokens[i + 1] if i + 1 < len(tokens) else None
        modifies = earlier == predicates[0] and governor.kind == "D" and verb.kind == "V" and _opens(tokens, earlier)
        if modifies and before.kind in (NOUN, ADVERB, MODAL) and i > earlier + 1:
            marks[earlier] = False
            continue
        if marks[earlier] and _names_institution(tokens, i, governor, verb, lexicon):
            marks[i] = False
            continue
        if i == earlier + 1 and verb.kind == "D" and any(t.kind == OF for t in tokens[i + 2 :]):
            marks[i] = False  # 查处生产假冒产品的企业
        if not marks[earlier] or governor.kind == "C" or verb.kind == "L" or before.kind != NOUN or i == earlier + 1:
            continue
        if after is None and lexicon.type_of(before.text) not in lexicon.actors:
            marks[i] = verb.word in lexicon.sets["listing"]  # 优化委员构成, 加快动能转换
        if after is None or after.kind not in (NOUN, VERB):
            continue
        if any(t.role in ("theme", "target", "goal") for t in tokens[earlier + 1 : i]):
            continue  # 坚持把A作为B: the noun is the preposition's
        if verb.kind == "D" or lexicon.type_of(before.text) not in lexicon.actors:
            marks[i] = False


def _names_institution(tokens: Sequence[Token], i: int, governor: Verb, verb: Verb, lexicon: Lexicon) -> bool:
    """建立进货查验制度, 制定维护保养办法: what is set up is named by its inner verbs too."""
    if governor.relation not in INSTITUTING or verb.relation in INSTITUTING:
        return False
    stop = i + 1
    while stop < len(tokens) and tokens[stop].kind in (NOUN, VERB):
        stop += 1
    inner = tokens[i + 1 : stop]
    return bool(inner) and inner[-1].kind == NOUN and lexicon.type_of(inner[-1].text) in ("System", "Document")


def _opens(tokens: Sequence[Token], i: int) -> bool:
    return all(t.kind in _TRANSPARENT or t.kind == BRACKET for t in tokens[:i]) and not (
        i and tokens[i - 1].kind == ADVERB
    )


def _unmark_relatives(tokens: Sequence[Token], marks: list[bool], lexicon: Lexicon) -> None:
    """参与投标的企业应当…: a verb whose phrase ends in 的 before the real predicate belongs to a relative clause."""
    count = len(tokens)
    openers = [i for i, t in enumerate(tokens) if t.role in ("target", "theme", "goal", "partner")]
    for opener in openers:
        token = tokens[opener]
        # 对…V…的N V, V对…V…的N: the preposition takes the noun, the verbs in between describe it
        if token.kind != PREPOSITION:
            continue
        of = next((j for j in range(opener + 1, count) if tokens[j].kind == OF), None)
        if of is not None and (any(marks[of:]) or (opener and marks[opener - 1])):
            marks[opener:of] = [False] * (of - opener)
    predicates = [i for i in range(count) if marks[i]]
    for position, i in enumerate(predicates):
        upper = predicates[position + 1] if position + 1 < len(predicates) else count
        of = next((j for j in range(i + 1, upper) if tokens[j].kind == OF), None)
        if of is None or of + 1 >= count:
            continue
        before = tokens[i - 1] if i else None
        if (
            before is not None
            and before.kind == PREPOSITION
            and before.role not in ("means", "purpose", "agent", "theme", "source")
        ):
            marks[i] = False
            continue
        # V … 的 N (modal | adverb) V: the relative clause is the subject
        if upper < count and upper > of + 1 and position == 0 and _subject_ends(tokens, upper, lexicon):
            if not any(tokens[k].kind in (CONJUNCTION, COMMA) for k in range(upper - 2, upper)):
                marks[i] = False
            continue
    _unmark_described(tokens, marks)


def _subject_ends(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """Whether what stands in front of a predicate shows that a subject has ended: a modal, an adverb, an actor."""
    before = tokens[i - 1]
    return before.kind in (MODAL, NEGATION, ADVERB) or lexicon.type_of(before.text) in ("Organization", "Enterprise")


def _unmark_described(tokens: Sequence[Token], marks: list[bool]) -> None:
    """V₁ N V₂ N、N V₃ N 的 N: the later verbs describe the object of the first, unless it hands control on."""
    predicates = [i for i, marked in enumerate(marks) if marked]
    if len(predicates) < 2:
        return
    governor, second, last = tokens[predicates[0]].verb, predicates[1], predicates[-1]
    of = next((j for j in range(last + 1, len(tokens)) if tokens[j].kind == OF), None)
    if of is None or of + 1 >= len(tokens) or governor is None or governor.kind == "C":
        return
    if tokens[second - 1].kind not in (NOUN, PRONOUN):
        return
    later = predicates[1:]
    if all(any(t.kind in (COMMA, CONJUNCTION) for t in tokens[a:b]) for a, b in itertools.pairwise(later)):
        for i in later:
            marks[i] = False
