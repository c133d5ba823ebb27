"""Who holds which post: appositions (省长吴某、赵某), titles (韩某市长), appointments (任命李某为局长)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.lexicon import ADJECTIVE, BRACKET, COMMA, CONJUNCTION, NOUN, PRONOUN, VERB, Lexicon
from extractors.model import Mention, Statement
from extractors.names import PERSON
from extractors.posts import Office, body_length, body_mention
from extractors.rosters import find_rosters, state
from extractors.tokens import Token

_LONGEST_RUN = 10


def find_posts(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[Statement]:
    """Yield who holds which post, and to which body it belongs, by the appositions and rosters of `text`.

    >>> from extractors.lexicon import compile_lexicon
    >>> from extractors.tokens import Tokenizer
    >>> from ontologies.schema import load_ontology
    >>> lexicon, text = compile_lexicon(load_ontology()), "市财政局局长李明出席会议。"
    >>> found = find_posts(text, Tokenizer(lexicon).tokenize(text), lexicon)
    >>> [(s.subject.name, s.relation, s.object.name) for s in found]
    [('李明', 'holdsPost', '市财政局局长'), ('李明', 'affiliatedWith', '市财政局')]
    """
    known = lexicon.ontology.relations
    if "holdsPost" in known:
        found = (*_appositions(text, tokens, lexicon), *find_rosters(text, lexicon))
        yield from (s for s in found if s.relation in known)


def _appositions(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[Statement]:
    count = len(tokens)
    i = 0
    while i < count:
        if tokens[i].tag != PERSON:
            i += 1
            continue
        people = [tokens[i]]
        stop = i + 1
        while stop + 1 < count and tokens[stop].kind in (COMMA, CONJUNCTION) and tokens[stop + 1].tag == PERSON:
            people.append(tokens[stop + 1])
            stop += 2
        parted = i == 0 or "\n" in text[tokens[i - 1].end : tokens[i].start]
        offices = [] if parted else list(_offices_before(tokens, i, lexicon))
        if not offices and stop < count and len(people) == 1:
            offices = list(_title_after(tokens, stop, lexicon))
        negated = False
        if not offices and len(people) == 1:
            offices, negated = _appointment(tokens, i, stop, lexicon)
        for person in people:
            mention = Mention(person.text, "Person", person.start, person.end)
            for office in offices:
                yield state(mention, office.post, negated=negated)
                if office.body is not None and not negated:
                    yield state(mention, office.body, relation="affiliatedWith")
        i = stop


def _appointment(tokens: Sequence[Token], person: int, at: int, lexicon: Lexicon) -> tuple[list[Office], bool]:
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
    return [Office(Mention(name, "Post", tokens[start].start, tokens[stop - 1].end))], removed


def _offices_before(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Iterator[Office]:
    """The posts in front of a name: 中共中央总书记、国家主席习某, 市长兼开发区主任李某."""
    stop, end = i, tokens[i].start
    while stop > 0 and (stop == i or tokens[stop - 1].end == end):
        start = _office_start(tokens, stop, lexicon)
        office = _office(tokens[start:stop], lexicon)
        if office is None:
            return
        yield office
        if start == 0 or (tokens[start - 1].kind != COMMA and tokens[start - 1].text not in lexicon.sets["conjoint"]):
            return
        stop, end = start - 1, tokens[start - 1].start


def _office_start(tokens: Sequence[Token], stop: int, lexicon: Lexicon) -> int:
    """Where the noun phrase that ends at `stop` begins."""
    start = stop
    while start > 0 and stop - start < _LONGEST_RUN:
        before = tokens[start - 1]
        if before.tag == PERSON or (start < stop and before.end != tokens[start].start):
            break
        if (
            before.kind in (NOUN, BRACKET)
            or before.text in lexicon.sets["rank"]
            or (before.kind == ADJECTIVE and before.tag == "b")
        ):
            start -= 1
        elif before.kind == VERB and start == stop and lexicon.type_of(before.text) == "Post":
            start -= 1  # 院领导何某
        elif start < stop - 1 and start > 1 and _inside(tokens, start, stop, lexicon):
            start -= 1  # 政府采购|监督|管理处副处长, 资产|与|资金处处长
        else:
            break
    while start < stop and tokens[start].kind in (BRACKET, COMMA):
        start += 1
    return start


def _inside(tokens: Sequence[Token], start: int, stop: int, lexicon: Lexicon) -> bool:
    """Whether the word in front of `start` and the noun in front of it belong to the name of the body behind them."""
    before, outer = tokens[start - 1], tokens[start - 2]
    joining = before.kind == CONJUNCTION and outer.kind == NOUN and outer.tag not in (PERSON, "nt", "ns")
    naming = _is_dual(before) and (outer.kind == NOUN or _is_dual(outer))
    if not (joining or naming) or outer.end != before.start:
        return False
    return any(t.text[-1] in lexicon.sets["unit"] for t in tokens[start : stop - 1] if len(t.text) < 5) or (
        tokens[stop - 1].text[0] in lexicon.sets["unit"]  # 资金|处处长
    )


def _is_dual(token: Token) -> bool:
    """Whether a verb is as often a noun (监督, 管理)."""
    return token.kind == VERB and token.verb is not None and token.verb.kind == "D"


def _office(words: Sequence[Token], lexicon: Lexicon) -> Office | None:
    """The post that `words` name; what brackets hold is left out."""
    kept = [t for t in words if t.kind != BRACKET]
    name = "".join(t.text for t in kept)
    if not name or lexicon.type_of(name) != "Post" or name.endswith(lexicon.affixes["byline"]):
        return None
    post = Mention(name, "Post", kept[0].start, kept[-1].end)
    size = body_length(name, lexicon)
    if not size or name[:size] in lexicon.sets["apex"]:
        return Office(post)
    at, k = 0, 0
    while at + len(kept[k].text) < size:
        at, k = at + len(kept[k].text), k + 1
    return Office(post, body_mention(name[:size], post.start, kept[k].start + size - at, lexicon))


def _title_after(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Iterator[Office]:
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
        yield Office(Mention(token.text, "Post", token.start, token.end))
