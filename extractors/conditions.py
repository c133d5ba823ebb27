"""When a statement holds and when it does not: conditions and exceptions of sentences, found by the forms of a table.

A statute says 拒不改正的，由…处罚款; 未经批准，不得…; 除法律另有规定外，…. Such a stretch is no fact but qualifies
those of the clauses that it is for; what is read inside it stays without it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from typing import NamedTuple

from extractors.conditionforms import Form, Forms, load_forms
from extractors.model import Qualifier, Span, Statement
from extractors.text import Sentence

_BUT = re.compile(r"(?:但是?|不过|然而)[，,]?")
_COMMAS, _COLONS, _SEMICOLONS = (frozenset(signs) for signs in ("，,", "：:", "；;"))
_LISTED = re.compile("下列|以下|如下")
_REACH = 3  # clauses behind the one in which a qualifier begins
_FAR = 12  # clauses from 只要 to the one with 就
_NEAR = 12  # qualifiers in front of a statement that may be for it


class Qualified(NamedTuple):
    """A condition or exception, and the stretch of text whose statements it qualifies."""

    sense: str
    span: Span
    scope: Span


class _Part(NamedTuple):
    """A clause without the 但是 in front of it; `group` counts the stretches between semicolons."""

    start: int
    end: int
    stop: str
    but: bool
    group: int


def qualify(text: str, sentences: Sequence[Sentence], statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return `statements` with the conditions and exceptions that `text`, cut into `sentences`, states for them.

    >>> from extractors.pipeline import read_document
    >>> from extractors.model import Document
    >>> text = "未经批准，企业不得生产特种设备。"
    >>> [s.condition.text for s in read_document(Document("a.txt", text)).statements]
    ['未经批准']
    """
    found = find_qualifiers(text, sentences)
    if not found:
        return tuple(statements)
    found.sort(key=lambda one: (one.scope.start, -one.span.start))
    starts = [one.scope.start for one in found]
    ends = list(accumulate((one.scope.end for one in found), max))  # how far those reach that begin so early
    qualified = []
    for statement in statements:
        near = bisect_right(starts, statement.object.start)
        reached = near and statement.object.start < ends[near - 1]
        qualified.append(_qualified(text, statement, found[max(0, near - _NEAR) : near]) if reached else statement)
    return tuple(qualified)


def _qualified(text: str, statement: Statement, found: Sequence[Qualified]) -> Statement:
    """The statement with the last qualifier of each sense whose scope reaches its object."""
    at = statement.object.start
    own: dict[str, Qualifier | None] = {"condition": None, "exception": None}
    for one in reversed(found):
        inside = one.span.start < statement.object.end and at < one.span.end
        if not own[one.sense] and at < one.scope.end and statement.evidence.start < one.scope.end and not inside:
            own[one.sense] = Qualifier(one.span.of(text), *one.span)
    return statement._replace(condition=own["condition"], exception=own["exception"])


def find_qualifiers(text: str, sentences: Sequence[Sentence]) -> list[Qualified]:
    """Return the conditions and exceptions of `text` in no certain order.

    >>> from extractors.text import split_sentences
    >>> text = "对拒不改正的，由市场监督管理部门责令停业整顿。"
    >>> [(one.sense, one.span.of(text), one.scope.of(text)) for one in find_qualifiers(text, [*split_sentences(text)])]
    [('condition', '对拒不改正的', '由市场监督管理部门责令停业整顿')]
    """
    forms = load_forms()
    found: list[Qualified] = []
    for place, sentence in enumerate(sentences):
        if forms.cue.search(text, sentence.start, sentence.end):
            earlier = sentences[place - 1] if place else None
            if earlier is not None and earlier.paragraph != sentence.paragraph:
                earlier = None
            found.extend(_Finder(text, sentence, forms).find(earlier))
    return found


class _Finder:
    """Finds the qualifiers of one sentence."""

    def __init__(self, text: str, sentence: Sentence, forms: Forms) -> None:
        self.text, self.holds = text, forms.holds
        self.parts = list(_parts(text, sentence))
        self.opens = {part.group: place for place, part in reversed([*enumerate(self.parts)])}
        self.clauses = [text[part.start : part.end] for part in self.parts]
        whole = text[sentence.start : sentence.end] + "，"
        self.forms = [form for form in forms.rows if form.cue.search(whole)]

    def find(self, earlier: Sentence | None) -> Iterator[Qualified]:
        """Yield conditions and exceptions; a proviso without clauses before it is for the sentence before."""
        conditions: list[tuple[int, int, int]] = []
        taken: list[Span] = []
        for form in self.forms:
            for first, last, start, end in self._matches(form):
                if form.sense == "condition":
                    conditions.append((start, end, last))
                    continue
                span = Span(start, end)
                scope = self._scope(form, first, last, end, earlier)
                if not any(start < other.end and other.start < end for other in taken) and scope is not None:
                    taken += [span] if not form.but else []
                    yield Qualified(form.sense, span, scope)
        free = [c for c in conditions if not any(c[0] < one.end and one.start < c[1] for one in taken)]
        joined = self._join(sorted(free))
        # A condition is for what follows up to the clause that holds the next one.
        begins = [part.start for part in self.parts]
        stops = [begins[bisect_right(begins, start) - 1] for start, *_ in joined[1:]] + [len(self.text)]
        for (start, end, last), stop in zip(joined, stops, strict=False):
            yield Qualified("condition", Span(start, end), self._after(last, end, stop))

    def _matches(self, form: Form) -> Iterator[tuple[int, int, int, int]]:
        """Yield the clauses in which a form begins and ends, and the characters where it does."""
        for first, clause in enumerate(self.clauses):
            opened = form.opens.search(clause) if form.opens else None
            if (form.opens and not opened) or (form.but and not self.parts[first].but):
                continue
            inside = opened.end() if opened else 0
            reached = range(first, min(first + 1 + (_REACH if opened else 0), len(self.parts)))
            for last in reached if form.closes else [self._then(first)]:
                if self.parts[last].group != self.parts[first].group:
                    break
                at = self._close(form, last, inside if last == first else 0)
                if at is None:
                    continue
                begin = first if opened else self._begin(first)
                start = self.parts[begin].start + (opened.start() if opened else 0)
                if self._fits(form, start, at, last):
                    yield begin, last, start, at
                break

    def _close(self, form: Form, last: int, inside: int) -> int | None:
        part = self.parts[last]
        if form.closes is None:
            return part.end
        closed = form.closes.search(self.clauses[last][inside:])
        return part.start + inside + closed.end() if closed else None

    def _then(self, first: int) -> int:
        """The clause before the one with 就 or 才, and the clause itself where none has."""
        for place in range(first + 1, min(first + _FAR, len(self.parts))):
            if self.parts[place].group != self.parts[first].group:
                break
            if self.holds("then", self.clauses[place]):
                return place - 1
        return first

    def _fits(self, form: Form, start: int, end: int, last: int) -> bool:
        part = self.parts[last]
        if form.unless and form.unless.search(self.text[start:end]):
            return False
        if end == part.end and form.scope == "after" and part.stop not in _COMMAS:
            return False
        if not form.main:
            return True
        ahead = [other for other in self.parts[last : last + 3] if other.group == part.group]
        main = self.text[end : ahead[2 if end == part.end and len(ahead) > 2 else min(1, len(ahead) - 1)].end]
        contrary = {"spared": "adds", "duty": "speech"}.get(form.main, "never")
        return self.holds(form.main, main) and not (self.holds("never", main) or self.holds(contrary, main))

    def _begin(self, at: int) -> int:
        """The clause in which the condition begins that ends with this one: 违反…，情节严重的."""
        while at and self.parts[at - 1].group == self.parts[at].group and self.parts[at - 1].stop in _COMMAS:
            before = self.clauses[at - 1]
            if self.parts[at].but:
                break
            if before.endswith("的") or self.holds("sanction", before):
                break
            if not self.holds("heads", before) and not self.holds("joins", self.clauses[at]):
                break
            at -= 1
        return at

    def _join(self, found: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
        """Conditions that overlap, or follow one another with nothing but a comma between, are one."""
        joined: list[tuple[int, int, int]] = []
        for start, end, last in found:
            if joined and not self.text[joined[-1][1] : start].strip("，, "):
                begin, reached, place = joined.pop()
                start, end, last = begin, max(end, reached), max(last, place)
            joined.append((start, end, last))
        return joined

    def _scope(self, form: Form, first: int, last: int, end: int, earlier: Sentence | None) -> Span | None:
        if form.scope == "clause":
            return Span(self.parts[first].start, self.parts[last].end)
        if form.scope == "before":
            return self._before(first, earlier)
        scope = self._after(last, end, len(self.text))
        return self._rule(scope, last, form.main) if form.main else scope

    def _rule(self, scope: Span, last: int, word: str) -> Span:
        """A scope up to the clause with a word of the class `word` and those that go on with its rule."""
        end = scope.start
        for place in range(last, len(self.parts)):
            part = self.parts[place]
            if part.end > scope.end or (self.holds(word, self.text[scope.start : end]) and not self._carries(place)):
                break
            end = max(end, part.end)
        return Span(scope.start, end)

    def _carries(self, place: int) -> bool:
        return self.holds("carries", self.clauses[place])

    def _after(self, last: int, end: int, stop: int) -> Span:
        """From a qualifier to the semicolon, the list that it announces, or the next condition."""
        first = last + 1 if end == self.parts[last].end else last
        group = self.parts[last].group
        if first == len(self.parts) or self.parts[first].group != group:
            return Span(end, end)
        start = max(end, self.parts[first].start)
        for part in islice(self.parts, first, None):
            if part.group != group or part.start >= stop:
                break
            end = part.end
            if part.stop in _COLONS and _LISTED.search(self.text, self.parts[0].start, part.end):
                break
        return Span(start, max(start, min(end, stop)))

    def _before(self, first: int, earlier: Sentence | None) -> Span | None:
        """The clauses of a sentence in front of a proviso; without any, the sentence before."""
        if first:
            begin = self.opens[self.parts[first].group]
            return Span(self.parts[begin if begin < first else 0].start, self.parts[first - 1].end)
        return Span(earlier.start, earlier.end) if earlier else None


def _parts(text: str, sentence: Sentence) -> Iterator[_Part]:
    group, but = 0, False
    for clause in sentence.clauses:
        found = _BUT.match(text, clause.start, clause.end)
        start = found.end() if found else clause.start
        but = but or found is not None
        if start < clause.end:
            yield _Part(start, clause.end, clause.stop, but, group)
            but = False
        group += clause.stop in _SEMICOLONS
