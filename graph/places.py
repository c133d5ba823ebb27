"""Administrative scope: which place a document is about, and what 全市 or 市政府 mean there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import cast

from extractors.model import Document, Mention
from ontologies.gazetteer import Level, Place, load_departments, load_organs, load_places
from ontologies.tables import read_tsv

# How much each sign says that a document is about a place: 广州 in the title against 广州 somewhere in the text.
TITLE, ISSUER, PUBLISHER, MENTION = 100, 50, 3, 1
_TITLE_MARKS = re.compile("《[^》]*》")
_PARTY = re.compile(r"^(?:中国共产党|中共)(?=.)")
COUNTRY = "中华人民共和国"
_LEVELS = {"province": 0, "city": 1, "county": 2}
_COUNTY_HEADS = ("县", "区", "市", "旗")
_LONGEST = 15  # characters: 积石山保安族东乡族撒拉族自治县


@dataclass(frozen=True, slots=True)
class Body:
    """An office that every administrative place has: 市政府 of a place whose name ends in 市 is {place}人民政府.

    `head` is the last character of the place's name, empty where the word stands after a place's name only; `usual`
    says that place and word together are a name that everybody uses.
    """

    word: str
    head: str
    label: str
    type: str
    suffix: str
    usual: bool

    def label_in(self, place: Place) -> str:
        """Return the official name of the office of a place."""
        return self.label.format(place=place.name, short=place.short)


@cache
def load_bodies() -> Mapping[str, Body]:
    """Return every word of lexicons/bodies.tsv with its heads filled in: 市政府, 省政府, 市委, 副县长, …

    >>> load_bodies()["市委"].label
    '中共{place}委员会'
    """
    heads = dict.fromkeys(row["head"] for row in read_tsv("scopes") if row["head"])
    bodies: dict[str, Body] = {}
    for row in read_tsv("bodies"):
        for head in heads if "{head}" in row["pattern"] else ("",):
            word, label = (row[column].replace("{head}", head) for column in ("pattern", "label"))
            bodies.setdefault(word, Body(word, head, label, row["type"], row["suffix"], bool(row["usual"])))
    return bodies


@cache
def load_scopes() -> Mapping[str, tuple[str, str]]:
    """Return word → (last character of the place's name, fixed label), one of the two empty: 全市 → 市, 我国 → 中国."""
    return {row["word"]: (row["head"], row["label"]) for row in read_tsv("scopes")}


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """What became of a place: it was `renamed`, so that `place` is the place of today, or `merged` into `successors`.

    Of a place that was merged, `place` is itself, with the code that it had. `day` is a day or a year.
    """

    name: str
    short: str
    place: Place
    successors: tuple[str, ...]
    day: str

    @property
    def renamed(self) -> bool:
        """Whether the place is still there, under another name."""
        return self.place.code in self.successors


@cache
def load_changes() -> tuple[PlaceChange, ...]:
    """Return the changes of places: other names, other ranks, mergers.

    >>> next((one.place.name, one.renamed, one.day) for one in load_changes() if one.name == "襄樊市")
    ('襄阳市', True, '2010-11-26')
    >>> next((one.place.code, one.successors) for one in load_changes() if one.name == "莱芜市")
    ('371200', ('370116', '370117'))
    """
    today = {place.code: place for places in load_places().values() for place in places}
    found = []
    for row in read_tsv("placechanges"):
        successors = tuple(row["successor"].split("|"))
        if row["change"] == "renamed":
            place = today[successors[0]]
        else:
            level = cast(Level, row["level"])
            place = Place(row["code"], row["name"], row["short"] or row["name"], level, row["parent"] or None)
        found.append(PlaceChange(row["name"], row["short"], place, successors, row["day"]))
    return tuple(found)


@cache
def named_places() -> Mapping[str, tuple[Place, ...]]:
    """Return every name of a place, present or former → the places that bear it; a name of today means today's.

    东乡县 was a county of 江西 and is said of the 东乡族自治县 too.
    """
    former: dict[str, tuple[Place, ...]] = {}
    for change in load_changes():
        for name in filter(None, (change.name, change.short)):
            former[name] = (*former.get(name, ()), change.place)
    today = load_places()
    both = {n: (*was, *today[n]) for n, was in former.items() if n in today and all(n in p.names[2:] for p in today[n])}
    return {**former, **today, **both}


@cache
def places_by_code() -> Mapping[str, Place]:
    """Return every place of the gazetteer by its code, those that are no more among them."""
    return {place.code: place for places in named_places().values() for place in places}


def line_of(place: Place) -> Iterator[Place]:
    """Yield a place and those that it lies in, upwards: 天河区, 广州市, 广东省."""
    current: Place | None = place
    while current is not None:
        yield current
        current = places_by_code().get(current.parent) if current.parent else None


@cache
def head_of(place: Place) -> str:
    """Return the characters by which a place's name says what it is: 市 of 广州市, 自治区 of 广西壮族自治区."""
    heads = sorted({head for head, _ in load_scopes().values()}, key=len, reverse=True)
    return next(head for head in heads if place.name.endswith(head))  # the empty head is the last


@lru_cache(maxsize=8192)
def split_place(name: str) -> tuple[tuple[Place, ...], str]:
    """Return the places that the longest leading place name may be, and the rest.

    广东省广州市质监局 → (广州市,), 质监局.

    Names that follow each other (广东省广州市) are read as one, the last lying in the first.
    """
    found: tuple[Place, ...] = ()
    rest = name
    while True:
        for length in range(min(len(rest), _LONGEST), 1, -1):
            places = named_places().get(rest[:length], ())
            inside = tuple(p for p in places if not found or any(f in line_of(p) and f != p for f in found))
            if inside:
                found, rest = inside, rest[length:]
                break
        else:
            return found, rest


def choose_place(candidates: Iterable[Place], near: Place | None) -> Place | None:
    """Return the one candidate that is meant, or None where that is open.

    Where `near` (the document's place) is given, the candidate in its line wins (鼓楼区 in an article about 福州市);
    else the highest if it is alone at its level (吉林 is the province).
    """
    places = tuple(candidates)
    if len(places) <= 1:
        return places[0] if places else None
    if near is not None:
        related = [p for p in places if near in line_of(p) or p in line_of(near)]
        if len(related) == 1:
            return related[0]
        places = tuple(related) or places
    top = min(_LEVELS[place.level] for place in places)
    highest = [place for place in places if _LEVELS[place.level] == top]
    return highest[0] if len(highest) == 1 else None


def find_places(text: str) -> Iterator[tuple[int, Place]]:
    """Yield offset and place of the names in a short text such as a title; counties by their full names alone.

    Short county names are everyday words (和平 新华 海港), so 新华网 names no place.
    """
    at = 0
    while at < len(text):
        place, length = _place_at(text[at:])
        if place:
            yield at, place
        at += length


def _place_at(text: str) -> tuple[Place | None, int]:
    """Return the place whose name a text begins with, and the name's length; no place is one character long."""
    said = text[: len(text) - len(split_place(text)[1])]
    for length in range(len(said), 1, -1):  # 杭州西湖论坛 is of 杭州
        places, rest = split_place(said[:length])
        named = (p for p in places if p.level != "county" or _in_full(said[:length], p))
        if not rest and (place := choose_place(named, None)):
            return place, length
    return None, 1


def _in_full(said: str, county: Place) -> bool:
    """Whether a name ends in the full name of a county, or in one that it had: 福州市鼓楼区, 绍兴县."""
    return said.endswith(county.name) or (said.endswith(_COUNTY_HEADS) and not said.endswith(county.short))


def decide_place(document: Document, mentions: Iterable[Mention]) -> Place | None:
    """Return the place that a document is about, or None for a text of the whole country or of no place.

    Title, issuer, publisher and mentions vote. A text that a central organ has issued, or that has its name in a title
    without a place, is the country's. A place that only mentions speak for needs half of them, and two if there are
    others.
    """
    if _is_national(document.issuer):
        return None
    votes: Counter[str] = Counter()
    for text, weight in ((document.title, TITLE), (document.issuer, ISSUER)):
        votes.update(dict.fromkeys(_places_of(text), weight))
    if not votes and not document.issuer and _is_national(document.title):
        return None
    votes.update(dict.fromkeys(_places_of(document.publisher), PUBLISHER))
    named = (choose_place(split_place(m.name)[0], None) for m in mentions if m.type in ("Place", "Government"))
    votes.update({code: count * MENTION for code, count in Counter(place.code for place in named if place).items()})
    if not votes:
        return None
    code, weight = min(votes.items(), key=lambda item: (-item[1], item[0]))
    sure = len(votes) == 1 or (weight > MENTION and 2 * weight >= votes.total())
    return _issuing(document.issuer, places_by_code()[code]) if sure else None


def _issuing(issuer: str | None, place: Place) -> Place:
    """The city of a place where the issuer is 市工信局: a notice that names one district is for all of them."""
    if not issuer or issuer in department_names() or split_place(issuer)[0]:
        return place
    heads = (head for word, (head, _) in load_scopes().items() if head and issuer.startswith(word))
    return next(filter(None, (place_in_scope(head, place) for head in heads)), place)


def _places_of(text: str | None) -> frozenset[str]:
    """Return the codes of the places in a short text, of 广东省广州市 the last alone."""
    named = {place.code for _, place in find_places(text or "")}
    return frozenset(named - {up.code for code in named for up in line_of(places_by_code()[code]) if up.code != code})


def _is_national(text: str | None) -> bool:
    """Whether a short text that begins with no place names a central organ, outside 《》: 教育部办公厅印发《意见》."""
    said = _TITLE_MARKS.sub("", text or "")
    return not split_place(said)[0] and _telling_names().search(said) is not None


@cache
def _telling_names() -> re.Pattern[str]:
    """The names of central organs that no local name contains: not 国办 (全国办…), not 发改委 (市发改委)."""
    names = (name for name in national_names() if len(name) > 2 and name not in department_names())
    return re.compile("|".join(sorted(map(re.escape, names))))


def place_in_scope(head: str, here: Place | None) -> Place | None:
    """Return the place that a bare 市, 省, 区 … means in a document about `here`: the first upwards of that kind.

    县政府 in an article about 景宁畲族自治县 is its own.
    区 is the autonomous region only where the document is about all of it: 区政府 in an article about 南宁市 is some
    district's.
    """
    if here is None:
        return None
    for place in line_of(here):
        whole = head_of(place)
        if whole == head or (whole.endswith(head) and (head != "区" or place == here)):
            return place
    return None


@cache
def national_organs() -> Mapping[str, tuple[str, ...]]:
    """Return the central organs by the names that they go by, with all their names.

    >>> national_organs()["国务院"][0]
    '中华人民共和国国务院'
    """
    found: dict[str, tuple[str, ...]] = {}
    for organ in load_organs():
        usual = organ.name.removeprefix(COUNTRY)
        found[usual if usual in organ.short else organ.name] = (organ.name, *organ.short)
    return found


@cache
def national_names() -> Mapping[str, str]:
    """Return every name of the central organs → the name that it goes by: 发改委 → 国家发展和改革委员会."""
    return {name: label for label, names in national_organs().items() for name in names}


@cache
def department_names() -> Mapping[str, str]:
    """Return every name and short form of local departments → the official name: 市场监管局 → 市场监督管理局."""
    departments = load_departments()
    return {name: department.name for department in departments for name in (*department.short, department.name)}


def without_party(name: str) -> str:
    """Return a party committee's name without the party's: 中共广州市委 → 广州市委."""
    return _PARTY.sub("", name)
