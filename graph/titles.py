"""The form of a document's title or number that all its spellings share, and what a title says of other documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from graph.places import national_names, national_organs, split_place
from ontologies.tables import read_tsv

_OPEN, _CLOSE = r"[〔\[（(【［﹝〖{〈<]", r"[〕\]）)】］﹞〗}〉>]"
_NUMBER = re.compile(
    rf"(?P<organ>[^\d〔\[（(【［﹝〖{{〈<《]{{1,16}}){_OPEN}(?P<year>(?:19|20)\d\d)年?{_CLOSE}(?:第|字第|字)?(?P<number>\d{{1,5}})号"
)
_STANDARD = re.compile(
    r"(?P<series>[A-Z]{2,4}[0-9]{0,6}(?:/[A-Z]{1,8})?) ?(?P<number>\d[\d.]*) ?[-—–－](?P<year>\d{2,4})"
)
_EDITION = re.compile(r"（(?:(?:19|20)\d\d年?)?(?:第[一二三四五六]次)?(?:修正|修订)(?:本|版)?）\Z")
_COUNTRY = "中华人民共和国"
_PARTY = "中国共产党"
_LEAST_LAW, _LEAST_TITLE = 4, 8  # characters of a bare name that is a law, a title
_BRACKETS = str.maketrans("", "", "《》〈〉")
# 关于修改〈广告管理条例〉的决定: what is done to the document that the title names.
_ON_ANOTHER = re.compile(
    r"(?P<verb>印发|转发|批转|发布|公布|修改|修订|修正|废止)(?P<title>《.+》|〈.+〉|.+?)(?:的(?:通知|决定|公告|通告|令)|\Z)"
)


@cache
def _words(kind: str) -> tuple[str, ...]:
    words = (row["word"] for row in read_tsv("titles") if row["class"] == kind)
    return tuple(sorted(words, key=len, reverse=True))


@cache
def _about() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What matches the issuer in a title, and a title that needs 关于: 加强质量工作的意见."""
    issuing, kinds = "|".join(_words("issuing")), "|".join(_words("kind"))
    return (
        re.compile(rf"(?P<issuer>[\u4e00-\u9fff、， （）]{{2,60}}?)(?=(?:{issuing}))"),
        re.compile(rf"(?!在|致|对|给|向|.*关于).{{4,}}的(?:{kinds})(?:（.*）)?"),
    )


def canonical_number(name: str) -> str | None:
    """Return a document's number in the brackets of the norm, None for what is no number.

    >>> canonical_number("穗府[2016]第3号"), canonical_number("GB/T19001—2016"), canonical_number("《办法》")
    ('穗府〔2016〕3号', 'GB/T 19001-2016', None)
    """
    if found := _NUMBER.fullmatch(name.replace(" ", "")):
        return f"{found['organ']}〔{found['year']}〕{int(found['number'])}号"
    if found := _STANDARD.fullmatch(name):
        return f"{found['series']} {found['number']}-{found['year']}"
    return None


def canonical_title(name: str, office: Callable[[str], str | None]) -> str | None:
    """Return the title of a document in 《》, None for a name that is not told to be one (通知, 工作方案).

    `office` returns the official name of a body, None for one that it does not know. Brackets inside go, and notes
    such as （2017年修订）: editions are of one document.

    >>> canonical_title("中华人民共和国食品安全法（2021年修正）", lambda name: None)
    '《食品安全法》'
    >>> canonical_title("《加强质量工作的意见》", lambda name: None), canonical_title("方案", lambda name: None)
    ('《关于加强质量工作的意见》', None)
    """
    bare = _EDITION.sub("", name)
    bracketed = bare.startswith("《") and bare.endswith("》")
    inner = _EDITION.sub("", bare.translate(_BRACKETS))
    if not inner or not (bracketed or _is_title(inner)):
        return None
    if inner.startswith(_COUNTRY) and inner.endswith(_words("act")) and inner[len(_COUNTRY)] not in "和与":
        inner = inner.removeprefix(_COUNTRY)
    return f"《{_with_issuer(inner, office)}》"


def _is_title(name: str) -> bool:
    if name in _words("law") or (name.startswith(_COUNTRY) and name.endswith(_words("act"))):
        return True
    if name.endswith("法") and not name.endswith(_words("law-not")):
        return len(name) >= _LEAST_LAW
    if len(name) < _LEAST_TITLE:
        return False
    issuer, _ = _about()
    found = issuer.match(name)
    official = name.startswith("关于") or (found is not None and bool(split_place(name)[0] or _organs_of(found[0])))
    if official and re.search(rf"(?:的|)(?:{'|'.join(_words('kind'))})(?:（.*）)?\Z", name):
        return "关于" in name or "印发" in name
    places, rest = split_place(name)
    named = bool(places) and rest.endswith(_words("act")) and not rest.startswith(_words("vague"))
    return (named and len(rest) >= _LEAST_LAW) or _ends_in_law(name)


def _ends_in_law(name: str) -> bool:
    """食品安全法实施条例: the rules of a law are as well known by their name as the law."""
    return re.fullmatch(r"[\u4e00-\u9fff]{2,20}法(?:实施条例|实施细则)", name) is not None


def _with_issuer(title: str, office: Callable[[str], str | None]) -> str:
    """Return a title with its issuer's official name and with 关于."""
    issuer, lacking = _about()
    if found := issuer.match(title):
        named = _issuers(found["issuer"], office)
        return title if named is None else named + title[found.end() :]
    return f"关于{title}" if lacking.fullmatch(title) else title


def _issuers(written: str, office: Callable[[str], str | None]) -> str | None:
    names: list[str] = []
    for part in re.split("[、， ]", written):
        organs = _organs_of(part)
        if organs:
            names += organs
        elif (known := office(part)) is not None:
            names.append(known)
        else:
            return None
    return "".join(names)


@lru_cache(maxsize=4096)
def _organs_of(written: str) -> tuple[str, ...]:
    """Return the central organs whose names follow each other, none where anything else does: 中共中央国务院."""
    found: list[str] = []
    while written:
        name = next((written[:n] for n in range(len(written), 1, -1) if written[:n] in national_names()), None)
        if name is None:
            return ()
        label = national_names()[name]
        short = next((s for s in national_organs()[label] if s.startswith("中共")), label)
        found.append(short if label.startswith(_PARTY) else label)
        written = written[len(name) :]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A document that the title of another names, and the `act`: issues, forwards, amends or repeals."""

    title: str
    act: str


_ACTS: Mapping[str, str] = {
    "印发": "issues",
    "发布": "issues",
    "公布": "issues",
    "转发": "forwards",
    "批转": "forwards",
    "修改": "amends",
    "修订": "amends",
    "修正": "amends",
    "废止": "repeals",
}


def named_in_title(title: str) -> Iterator[Mentioned]:
    """Yield the documents that a title names, with what it says is done with them.

    >>> [(one.title, one.act) for one in named_in_title("国务院关于修改《广告管理条例》的决定")]
    [('《广告管理条例》', 'amends')]
    >>> [(one.title, one.act) for one in named_in_title("关于印发质量强市行动方案的通知")]
    [('《质量强市行动方案》', 'issues')]
    """
    inner = title.strip()
    if inner.startswith("《") and inner.endswith("》"):
        inner = inner[1:-1]
    found = _ON_ANOTHER.search(inner)
    if found is None:
        return
    act, named = _ACTS[found["verb"]], found["title"]
    quoted = re.findall(r"《([^《》]+)》|〈([^〈〉]+)〉", named)
    if quoted:
        for one in quoted:
            yield Mentioned(f"《{one[0] or one[1]}》", act)
    elif len(named) >= _LEAST_LAW:
        yield Mentioned(f"《{named}》", act)
