"""Who holds which post: appositions (省长吴某, 中共中央政治局常委李某、赵某) and rosters (主任：孙某 国务院副总理)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.lexicon import ADJECTIVE, BRACKET, COMMA, CONJUNCTION, NOUN, PRONOUN, Lexicon
from extractors.model import Mention, Span, Statement
from extractors.tokens import Token

_LINE = re.compile(r"[^\r\n]+")
_ROLE = re.compile(r"^[\s　]*(?P<role>[^：:，。\s　]{1,8}(?:[\s　]?[^：:，。\s　]{1,6})?)[\s　]*[：:][\s　]*")
_ENTRY = re.compile(
    r"(?P<name>[一-鿿][\s　]{0,4}[一-鿿]{1,3}|[一-鿿]{2,4})(?:[（(][^（）()]{1,10}[）)])?[\s　]+"
    r"(?P<posts>[^\s　，。：:；]{2,40})[\s　]*$"
)
# 任命：/ 王某为局长； each on a line of its own, or 任命王某为局长；
_DECREE = re.compile(
    r"[\s　]*(?P<act>任命|聘任|免去|免除)?(?:[：:][\s　]*$|[：:]?[\s　]*"
    r"(?P<name>[一-鿿]{2,4}?)(?:同志)?(?:为|任|的)(?P<post>[^，。；;（(\s]{2,40}?)(?:职务)?(?:（[^）]*）)?"
    r"[；;。，,]?[\s　]*$)"
)
_LONGEST_RUN = 8


def find_posts(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[Statement]:
    """Yield `Person holdsPost Post` statements of the appositions and rosters of `text`.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon, text = compile_lexicon(load_ontology()), "市长李明出席会议。"
    >>> [(s.subject.name, s.object.name) for s in find_posts(text, Tokenizer(lexicon).tokenize(text), lexicon)]
    [('李明', '市长')]
    """
    if "holdsPost" not in lexicon.ontology.relations:
        return
    yield from _appositions(tokens, lexicon)
    yield from _rosters(text, lexicon)


def _state(person: Mention, post: Mention, evidence: Span | None = None, negated: bool = False) -> Statement:
    span = evidence or Span(min(person.start, post.start), max(person.end, post.end))
    return Statement(person, "holdsPost", post, span, negated=negated, predicate=post.name, confidence=0.95)


def _appositions(tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[Statement]:
    count = len(tokens)
    i = 0
    while i < count:
        if tokens[i].tag != "nr":
            i += 1
            continue
        people = [tokens[i]]
        stop = i + 1
        while stop + 1 < count and tokens[stop].kind in (COMMA, CONJUNCTION) and tokens[stop + 1].tag == "nr":
            people.append(tokens[stop + 1])
            stop += 2
        posts = list(_posts_before(tokens, i, lexicon))
        if not posts and stop < count and len(people) == 1:
            posts = list(_post_after(tokens, stop, lexicon))
        negated = False
        if not posts and len(people) == 1:
            posts, negated = _appointment(tokens, i, stop, lexicon)
        for person in people:
            mention = Mention(person.text, "Person", person.start, person.end)
            for post in posts:
                yield _state(mention, post, negated=negated)
        i = stop


def _appointment(tokens: Sequence[Token], person: int, at: int, lexicon: Lexicon) -> tuple[list[Mention], bool]:
    """王某（同志）为局长, 王某任局长; 免去王某的局长职务 is negated."""
    count = len(tokens)
    if at < count and tokens[at].text in lexicon.sets["honorific"]:
        at += 1
    if at >= count:
        return [], False
    removed = tokens[at].text == "的" and any(
        t.text in lexicon.sets["removing"] for t in tokens[max(0, person - 2) : person]
    )
    if not removed and tokens[at].text not in lexicon.sets["appointing"]:
        return [], False
    start = at + 1
    stop = start
    while stop < count and stop - start < 2 * _LONGEST_RUN and tokens[stop].kind in (NOUN, BRACKET, PRONOUN, ADJECTIVE):
        stop += 1
    if removed and stop > start and tokens[stop - 1].text == "职务":
        stop -= 1
    name = "".join(t.text for t in tokens[start:stop])
    if not name or lexicon.type_of(name) != "Post":
        return [], False
    return [Mention(name, "Post", tokens[start].start, tokens[stop - 1].end)], removed


def _posts_before(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Iterator[Mention]:
    """The posts in front of a name: 中共中央总书记、国家主席习某."""
    stop = i
    while stop > 0:
        start = stop
        while start > 0 and stop - start < _LONGEST_RUN and tokens[start - 1].kind in (NOUN, BRACKET):
            before = tokens[start - 1]
            if before.tag == "nr" or (before.end != tokens[start].start and start < stop):
                break
            start -= 1
        if start == stop or tokens[stop - 1].end != (
            tokens[stop].start if stop < len(tokens) else tokens[stop - 1].end
        ):
            return
        name = "".join(t.text for t in tokens[start:stop])
        if lexicon.type_of(name) != "Post":
            return
        yield Mention(name, "Post", tokens[start].start, tokens[stop - 1].end)
        if start == 0 or tokens[start - 1].kind != COMMA:
            return
        stop = start - 1


def _post_after(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Iterator[Mention]:
    """韩某市长: the title behind the name is one word."""
    token = tokens[i]
    if token.text in lexicon.sets["honorific"]:
        return
    if (
        token.kind == NOUN
        and token.start == tokens[i - 1].end
        and lexicon.type_of(token.text) == "Post"
        and len(token.text) <= 4
    ):
        yield Mention(token.text, "Post", token.start, token.end)


def _rosters(text: str, lexicon: Lexicon) -> Iterator[Statement]:
    role: Mention | None = None
    act = ""
    for line in _LINE.finditer(text):
        head = _ROLE.match(line.group())
        start = line.start()
        if head:
            label = "".join(head.group("role").split())
            known = lexicon.type_of(label) == "Post"
            role = Mention(label, "Post", start + head.start("role"), start + head.end("role")) if known else None
        decree = _DECREE.match(line.group())
        act = (decree.group("act") if decree else "") or act
        if decree and act and decree.group("name") and lexicon.is_person(decree.group("name")):
            if lexicon.type_of(decree.group("post")) == "Post":
                person = Mention(
                    decree.group("name"), "Person", start + decree.start("name"), start + decree.end("name")
                )
                post = Mention(decree.group("post"), "Post", start + decree.start("post"), start + decree.end("post"))
                yield _state(person, post, negated=act in lexicon.sets["removing"])
            continue
        entry = _ENTRY.match(line.group().strip() if not head else line.group()[head.end() :])
        if entry is None:
            if not head and line.group().strip() and not line.group().lstrip().startswith(("（", "(")):
                role = None
            continue
        offset = start + (head.end() if head else len(line.group()) - len(line.group().lstrip()))
        name = "".join(entry.group("name").split())
        if not lexicon.is_person(name):
            continue
        person = Mention(name, "Person", offset + entry.start("name"), offset + entry.end("name"))
        at = offset + entry.start("posts")
        for part in re.finditer(r"[^、]+", entry.group("posts")):
            if lexicon.type_of(part.group()) == "Post":
                yield _state(person, Mention(part.group(), "Post", at + part.start(), at + part.end()))
        if role is not None:
            yield _state(person, role, Span(person.start, at + len(entry.group("posts"))))
