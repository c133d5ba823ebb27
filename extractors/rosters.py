"""Lists of people: 组长：孙某 副市长, the members in the lines below, 联系人：李某, 任命：王某为局长."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.lexicon import Lexicon
from extractors.model import Mention, Span, Statement
from extractors.posts import body_mention, is_body

_SPACE = r"[ \t\u3000]"
_NAME = rf"[一-鿿](?:{_SPACE}{{1,4}}[一-鿿]{{1,2}}|[一-鿿]{{1,3}})"
_LINE = re.compile(r"[^\r\n]+")
_ROLE = re.compile(
    rf"^{_SPACE}*(?P<role>[^：:，。；\s]{{1,12}}(?:{_SPACE}{{1,4}}[^：:，。\s]{{1,6}}){{0,3}})"
    rf"{_SPACE}*(?:[（(][^（）()]{{1,12}}[）)])?{_SPACE}*[：:]{_SPACE}*"
)
# 孙某（女） 副市长（正局级）
_ENTRY = re.compile(
    rf"(?P<name>{_NAME})(?:[（(][^（）()]{{1,10}}[）)])?{_SPACE}+(?P<posts>[^\s，。：:；（）()]{{2,40}})"
    rf"(?:[（(][^（）()]{{1,12}}[）)])?{_SPACE}*$"
)
_NAMES = re.compile(rf"(?P<names>{_NAME}(?:(?:、|{_SPACE}+){_NAME})*)(?:{_SPACE}+[\d\-－—()（） ]{{7,}})?{_SPACE}*$")
_PERSON = re.compile(_NAME)
# 联系人：李某、王某，电话…; 联系人：市财政局采购处 李某
_CONTACT = re.compile(
    rf"(?P<role>[一-鿿]{{0,20}}?联系人)[：:]{_SPACE}*(?:(?P<body>[^，。；;：:、（）()\s]{{3,20}}){_SPACE}+)?"
    rf"(?P<names>{_NAME}(?:(?:、|{_SPACE}+){_NAME})*)(?=[，,；;。（(）)\s\d]|$)"
)
# 任命：/ 王某为局长； each on a line of its own, or 任命王某为局长；
_DECREE = re.compile(
    r"[\s　]*(?P<act>任命|聘任|免去|免除)?(?:[：:][\s　]*$|[：:]?[\s　]*"
    r"(?P<name>[一-鿿]{2,4}?)(?:同志)?(?:为|任|的)(?P<post>[^，。；;（(\s]{2,40}?)(?:职务)?(?:（[^）]*）)?"
    r"[；;。，,]?[\s　]*$)"
)


def state(
    person: Mention, thing: Mention, evidence: Span | None = None, negated: bool = False, relation: str = "holdsPost"
) -> Statement:
    """Return that a person holds a post, or with another `relation` what else joins the two."""
    span = evidence or Span(min(person.start, thing.start), max(person.end, thing.end))
    return Statement(person, relation, thing, span, negated=negated, predicate=thing.name, confidence=0.95)


def find_rosters(text: str, lexicon: Lexicon) -> Iterator[Statement]:
    """Yield who holds which post by the lines of `text`.

    >>> from extractors.lexicon import compile_lexicon
    >>> from ontologies.schema import load_ontology
    >>> found = find_rosters("组　长：李明 副市长", compile_lexicon(load_ontology()))
    >>> [(s.subject.name, s.object.name) for s in found]
    [('李明', '副市长'), ('李明', '组长')]
    """
    role: Mention | None = None
    act = ""
    for line in _LINE.finditer(text):
        head = _ROLE.match(line.group())
        if head:
            label = "".join(head["role"].split())
            known = lexicon.type_of(label) == "Post"
            start, end = line.start() + head.start("role"), line.start() + head.end("role")
            role = Mention(label, "Post", start, end) if known else None
        decree = _DECREE.match(line.group())
        act = (decree["act"] if decree else "") or act
        if decree and act and decree["name"] and lexicon.is_person(decree["name"]):
            yield from _decreed(decree, line.start(), act in lexicon.sets["removing"], lexicon)
            continue
        at = line.start() + (head.end() if head else len(line.group()) - len(line.group().lstrip()))
        found = list(_entry(text, at, line.end(), role, lexicon))
        if not found and not head and not line.group().lstrip().startswith(("（", "(")) and line.group().strip():
            role = None
        yield from found
    yield from _contacts(text, lexicon)


def _decreed(decree: re.Match[str], offset: int, removed: bool, lexicon: Lexicon) -> Iterator[Statement]:
    if lexicon.type_of(decree["post"]) == "Post":
        person = Mention(decree["name"], "Person", offset + decree.start("name"), offset + decree.end("name"))
        post = Mention(decree["post"], "Post", offset + decree.start("post"), offset + decree.end("post"))
        yield state(person, post, negated=removed)


def _entry(text: str, start: int, end: int, role: Mention | None, lexicon: Lexicon) -> Iterator[Statement]:
    """A line, or what is left of it behind the role: a person with posts, or names alone."""
    entry = _ENTRY.match(text, start, end)
    person = _person(entry, "name", lexicon) if entry else None
    if entry is not None and person is not None:
        at, told = entry.start("posts"), False
        for part in re.finditer(r"[^、]+", entry["posts"]):
            span = (at + part.start(), at + part.end())
            if lexicon.type_of(part.group()) == "Post":
                yield state(person, Mention(part.group(), "Post", *span))
                told = True
            elif is_body(part.group(), lexicon):  # 葛某 教授、复旦大学
                yield state(person, body_mention(part.group(), *span, lexicon), relation="affiliatedWith")
                told = True
        if role is not None and (told or not lexicon.is_person("".join(entry["posts"].split()))):
            yield state(person, role, Span(person.start, entry.end("posts")))
            return
    names = _NAMES.match(text, start, end) if role is not None else None
    if names is not None and role is not None:
        yield from (state(p, role, Span(min(role.start, p.start), p.end)) for p in _people(text, names, lexicon))


def _contacts(text: str, lexicon: Lexicon) -> Iterator[Statement]:
    """联系人：李某 inside a line, with the body between role and name."""
    for found in _CONTACT.finditer(text) if "联系人" in text else ():
        role = Mention(found["role"], "Post", *found.span("role"))
        for person in _people(text, found, lexicon):
            yield state(person, role, Span(role.start, person.end))
            if found["body"] and is_body(found["body"], lexicon):
                body = body_mention(found["body"], *found.span("body"), lexicon)
                yield state(person, body, relation="affiliatedWith")


def _people(text: str, found: re.Match[str], lexicon: Lexicon) -> list[Mention]:
    """The names of a list, none where one of them can be no name."""
    start, end = found.span("names")
    people = [_person(m, 0, lexicon) for m in _PERSON.finditer(text, start, end)]
    return [p for p in people if p is not None] if all(people) else []


def _person(found: re.Match[str], group: str | int, lexicon: Lexicon) -> Mention | None:
    name = "".join(found[group].split())
    return Mention(name, "Person", *found.span(group)) if lexicon.is_person(name) else None
