"""A web page → its article and what the page says of it.

The article is what lies in the boxes that Chinese publishing systems keep it in (ontologies/lexicons/containers.tsv);
where a page has none of them, the innermost element that holds most of the page's running text. What the page says of
it stands in meta elements (fields.tsv), in the table of an official page and in the lines above and below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from extractors.encodings import guess, has_chinese
from extractors.furniture import Page, field_of_label, find_article, find_labels, find_lines
from extractors.markup import PADDING, Rendered, cell_pairs, is_hidden, join_wrapped, parse_page, render
from extractors.model import Span
from ontologies.errors import UnreadableDocument
from ontologies.tables import read_tsv

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"\A\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_-]+)", re.IGNORECASE)
_HEAD_BYTES = 16_384
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")
_STOP = re.compile("[。！？；!?;，：]")
# A paragraph has a stop in it and this many characters; fewer, and it may be a button.
_LEAST_PROSE = 16
# A box is the article where it holds this share of the page's prose; an element is gone into down to this share.
_LEAST_SHARE, _SAME_SHARE = 0.4, 0.8
_TITLE_PARTS = re.compile(r"\s*(?:[|｜_—–»]+|\s-+\s|-{2,}|-(?=[^-]*\Z))\s*")
_SITE = re.compile(r"\S{2,20}(?:网|网站|网页|门户|平台|政府|委员会|厅|局|办公室|首页|主页)")
_CRUMBS = re.compile(r"crumb|position|location|weizhi|dqwz|curmb|bread", re.IGNORECASE)
_LEAST_LABELS = 3
_HEADINGS = ("h1", "h2", "h3")
_LONGEST_HEADING = 120


class WebPage:
    """The text of a page and its division; `known` is what its markup says of the article, by field."""

    def __init__(self, text: str, page: Page, known: dict[str, str]) -> None:
        self.text, self.page, self.known = text, page, known


def declared_charset(data: bytes) -> str | None:
    """Return the encoding that a page says it is in.

    >>> declared_charset(b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">')
    'gb2312'
    """
    found = _XML_CHARSET.match(data) or _CHARSET.search(data[:_HEAD_BYTES])
    return found[1].decode("ascii") if found else None


def decode_page(data: bytes) -> tuple[str, str]:
    """Return the markup of a page and its encoding: the bytes tell it, what the page says counts where they do not."""
    return guess(data, declared_charset(data))


def read_page(markup: str, name: str = "the page") -> WebPage:
    """Return the article of a page with what is said of it.

    Raises UnreadableDocument, calling the page `name`, where there is no Chinese text in it or it is beyond the bounds.

    >>> body = "<p>会议要求，各区全面推行首席质量官制度，加强考核。</p>"
    >>> page = read_page(f"<html><title>市政府召开会议_某网</title><div class=TRS_Editor>{body}</div><p>友情链接</p>")
    >>> page.page.article.of(page.text)
    '市政府召开会议\\n会议要求，各区全面推行首席质量官制度，加强考核。'
    """
    root = parse_page(markup, name)
    body = None if root is None else next(root.iter("body"), root)
    if root is None or body is None:
        raise UnreadableDocument(f"{name}: this page has no text; save it as text (.txt) in the browser")
    marked = find_containers(body)
    lines = render(body, marked)
    first, last = _stretch(lines) if marked else (0, len(lines))
    if not any(has_chinese(line.text) for line in lines[first:last]):
        raise UnreadableDocument(
            f"{name}: there is no Chinese text in this page; a script may load it; save it as text (.txt)"
        )
    head, article, tail = lines[:first], lines[first:last], lines[last:]
    known = _said(root)
    labels = {**_labelled(root), **find_labels(find_lines(_text(head)))}
    title = labels.get("title") or _headline(root, body, known.get("title"), lines[: first + 6])
    if marked:
        article = _with_headline(title, article)
        if crumbs := _breadcrumb(body):
            known.setdefault("section", crumbs)
    if title:
        known["title"] = title
    return _divide(head, article, tail, labels, known)


def find_containers(body: _Element) -> list[_Element]:
    """Return the elements that hold the article, none in another; an empty list where the whole page is as good.

    >>> page = parse_page('<div id="zoom"><p>正文。</p></div><div>页脚</div>', "a.html")
    >>> [element.get("id") for element in find_containers(page)]
    ['zoom']
    """
    prose = _prose_of(body)
    whole = prose.get(body, 0)
    by_rank: dict[str, list[_Element]] = {"1": [], "2": []}
    for element in body.iter():
        if isinstance(element.tag, str) and (rank := _rank(element)):
            by_rank[rank].append(element)
    own = _outermost([one for one in by_rank["1"] if _han_count(one) > 0])
    if own and sum(prose.get(one, 0) for one in own) >= _LEAST_SHARE * whole:
        return own
    if by_rank["2"] and whole:
        best = max(by_rank["2"], key=lambda one: prose.get(one, 0))
        if prose.get(best, 0) >= _SAME_SHARE * whole:
            return [_innermost(best, prose)]
    if not whole:
        return own
    found = _innermost(body, prose)
    return [] if found is body else [found]


def _rank(element: _Element) -> str:
    """Return the rank of containers.tsv that an element has, an empty string for none; the first rank goes before."""
    named = [("tag", element.tag), ("id", element.get("id")), ("itemprop", element.get("itemprop"))]
    named += [("class", name) for name in (element.get("class") or "").split()]
    return min((rank for key, value in named if value and (rank := _ranks().get((key, value)))), default="")


@cache
def _ranks() -> dict[tuple[str, str], str]:
    return {(row["key"], row["value"]): row["rank"] for row in read_tsv("containers")}


def _prose_of(body: _Element) -> dict[_Element, int]:
    """Return for each element how many characters of running text lie in it."""
    from lxml import etree

    counts: dict[_Element, int] = {}
    own: dict[_Element, list[str]] = {}
    walk = etree.iterwalk(body, events=("start", "end"))
    inline = ("a", "b", "strong", "span", "font", "em", "i", "u", "o:p", "sup", "sub", "br", "st1:chsdate")
    for event, element in walk:
        if event == "start":
            if element is not body and is_hidden(element) and not _rank(element):
                walk.skip_subtree()
                continue
            own[element] = [element.text or ""]
            continue
        if element not in own:
            continue
        parent = element.getparent() if element is not body else None
        parts = own.pop(element)
        if parent is not None and parent in own:
            if element.tag == "a":
                own[parent].append("\n")
            elif element.tag in inline and counts.get(element, 0) == 0:
                own[parent] += ["\n"] if element.tag == "br" else parts
                parts = []
            else:
                own[parent].append("\n")
            own[parent].append(element.tail or "")
        for run in "".join(parts).split("\n") if element.tag != "a" else ():
            stripped = run.strip(PADDING)
            if len(stripped) >= _LEAST_PROSE and _STOP.search(stripped):
                counts[element] = counts.get(element, 0) + len(stripped)
        if parent is not None and element in counts:
            counts[parent] = counts.get(parent, 0) + counts[element]
    return counts


def _innermost(element: _Element, prose: dict[_Element, int]) -> _Element:
    """Return the deepest element below that holds nearly all of its prose."""
    while True:
        inner = max(
            (one for one in element if isinstance(one.tag, str)), key=lambda one: prose.get(one, 0), default=None
        )
        if inner is None or inner.tag in ("p", "span", "font", "strong", "b") or not prose.get(inner, 0):
            return element
        if prose[inner] < _SAME_SHARE * prose.get(element, 0):
            return element
        element = inner


def _outermost(elements: list[_Element]) -> list[_Element]:
    found: set[_Element] = set()
    kept = []
    for element in elements:  # in the order of the page: what holds another comes first
        if not any(above in found for above in element.iterancestors()):
            found.add(element)
            kept.append(element)
    return kept


def _han_count(element: _Element) -> int:
    return sum(has_chinese(text) for text in element.itertext())


def _stretch(lines: list[Rendered]) -> tuple[int, int]:
    """Return from where to where lines are inside; what lies between boxes of an article belongs to it."""
    inside = [index for index, line in enumerate(lines) if line.inside]
    return (inside[0], inside[-1] + 1) if inside else (0, len(lines))


def _labelled(root: _Element) -> dict[str, str]:
    """Return the values of a page's table by field, as its cells give them.

    A label without a colon counts beside others: 名称 heads a column of many a table.
    """
    marked: dict[str, str] = {}
    bare: dict[str, str] = {}
    for label, value in cell_pairs(root):
        if (field := field_of_label(label)) and value and not field_of_label(value):
            (marked if label.endswith((":", "：")) else bare).setdefault(field, value)
    return {**(bare if len(bare) >= _LEAST_LABELS else {}), **marked}


def _said(root: _Element) -> dict[str, str]:
    """Return what the elements of a page's head say of it, by field."""
    fields = {row["name"]: (order, row["field"]) for order, row in enumerate(_meta_rows())}
    best: dict[str, tuple[int, str]] = {}
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop") or ""
        value = join_wrapped((meta.get("content") or "").replace("\t", " "))
        if value and (known := fields.get(name.strip().lower())):
            order, field = known
            best[field] = min(best.get(field, (order, value)), (order, value))
    found = {field: value for field, (_, value) in best.items()}
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            found.setdefault("url", link.get("href") or "")
    for comment in root.itersiblings(preceding=True):
        if saved := _SAVED_FROM.search(comment.text or ""):
            found.setdefault("url", saved[1])
    if not found.get("url", "").startswith(("http://", "https://")):
        found.pop("url", None)
    return found


@cache
def _meta_rows() -> tuple[dict[str, str], ...]:
    return tuple(row for row in read_tsv("fields") if row["role"] == "meta")


def _headline(root: _Element, body: _Element, said: str | None, lines: list[Rendered]) -> str | None:
    """Return the headline: what the window's title and a heading or a line of the page have in common.

    The window's title goes on with the names of column and site, and a heading may be that of the site.
    """
    titles = [join_wrapped("".join(one.itertext())) for one in root.iter("title")]
    window = _key("".join(titles[:1]))
    headings = [join_wrapped(" ".join(one.itertext())) for one in body.iter(*_HEADINGS) if not is_hidden(one)]
    if said and (_key(said) in window or any(_key(said) == _key(one) for one in headings)):
        return said
    shown = [one for one in (*headings, *(line.text for line in lines)) if 4 <= len(one) <= _LONGEST_HEADING]
    shown = [one for one in shown if not _SITE.fullmatch(one)]
    common = [one for one in shown if _key(one) and _key(one) in window]
    if common:
        return max(common, key=lambda one: len(_key(one)))
    if said:
        return said
    parts = [part for part in _TITLE_PARTS.split(titles[0]) if part and not _SITE.fullmatch(part)] if titles else []
    if parts and has_chinese(parts[0]):
        return parts[0]
    return next((one for one in shown if one in headings and has_chinese(one)), None)


def _key(text: str) -> str:
    return re.sub(r"\s", "", text)


def _with_headline(title: str | None, article: list[Rendered]) -> list[Rendered]:
    """Put the headline before an article that does not open with it."""
    if not title:
        return article
    opening = _key("".join(line.text for line in article[:6]))
    return article if _key(title) in opening else [Rendered(title, True, 0), *article]


def _breadcrumb(body: _Element) -> str | None:
    """Return the sections that a page says it lies in, without the first (首页) and its own title."""
    for element in body.iter("div", "ul", "p", "span", "nav", "td", "ol"):
        if _CRUMBS.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            links = [join_wrapped("".join(link.itertext())) for link in element.iter("a")]
            names = [name for name in links if 2 <= len(name) <= 12 and has_chinese(name) and "首页" not in name]
            if names:
                return " > ".join(names)
    return None


def _text(lines: list[Rendered]) -> str:
    return "".join(f"{line.text}\n" for line in lines)


def _divide(
    head: list[Rendered], article: list[Rendered], tail: list[Rendered], labels: dict[str, str], known: dict[str, str]
) -> WebPage:
    """Return the whole text of a page with its division: the article less what furniture lies in its box too."""
    before, inside, behind = _text(head), _text(article), _text(tail)
    inner = find_article(inside)
    start = len(before)
    text = before + inside + behind
    page = Page(
        Span(start + inner.article.start, start + len(inside[: inner.article.end].rstrip("\n"))),
        tuple(find_lines(before)) + inner.head,
        inner.tail + tuple(find_lines(behind)),
        {**inner.labels, **labels},
    )
    return WebPage(text, page, known)


def lines_of(markup: str, name: str) -> Iterator[str]:
    """Yield the lines of a fragment of markup, such as a cell of a table may hold."""
    root = parse_page(markup, name)
    for line in render(root) if root is not None else ():
        yield line.text
