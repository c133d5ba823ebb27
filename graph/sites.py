"""The frame of the pages of a server, its start page with the console, and the files that pages need."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from string import Template

from graph.snapshots import Head

_ASSETS = {
    "site.css": "text/css",
    "console.js": "text/javascript",
    "yasgui/yasgui.min.js": "text/javascript",
    "yasgui/yasgui.min.css": "text/css",
    "yasgui/LICENSE.txt": "text/plain",
    "yasgui/yasgui.min.js.LICENSE.txt": "text/plain",
}
_STYLE = '<link rel="stylesheet" href="/assets/site.css">'
_CONSOLE = (
    '<link rel="stylesheet" href="/assets/yasgui/yasgui.min.css">'
    '<script defer src="/assets/yasgui/yasgui.min.js"></script><script defer src="/assets/console.js"></script>'
)
SAMPLE = """PREFIX zt: <https://w3id.org/zhitu/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?who ?what WHERE {
  ?a zt:adopts ?b .
  ?a skos:prefLabel ?who .
  ?b skos:prefLabel ?what .
} LIMIT 100
"""


@cache
def asset(name: str) -> tuple[bytes, str] | None:
    """Return a file of the pages and its media type, None where there is none of that name.

    >>> asset("site.css")[1], asset("../cli.py")
    ('text/css', None)
    """
    if name not in _ASSETS:
        return None
    return (files("graph") / "templates" / name).read_bytes(), _ASSETS[name]


def page(title: str, body: str, *, asked: str = "", links: str = "") -> str:
    """Return a page; `body` and `links` are HTML, `title` and what was `asked` are texts.

    >>> "&lt;script&gt;" in page("<script>", "")
    True
    """
    frame = Template((files("graph") / "templates" / "site.html").read_text(encoding="utf-8"))
    return frame.substitute(title=html.escape(title), asked=html.escape(asked), links=_STYLE + links, body=body)


def write_hits(words: str, found: Sequence[Mapping[str, str]], base: str) -> str:
    """Return what was found as HTML: things with the texts that contain the words, marked."""
    if not words:
        return "<p>名称、标题、原文 names, titles, quotes</p>"
    if not found:
        return f"<p>没有找到 nothing found: {html.escape(words)}</p>"
    sections = []
    for kind, heading in (("names", "名称 names"), ("titles", "标题 titles"), ("quotes", "原文 quotes")):
        rows = [row for row in found if row["kind"] == kind]
        items = "".join(_hit(row, words.split(), base) for row in rows)
        sections.append(f"<h2>{heading}</h2><ol>{items}</ol>" if rows else "")
    return "".join(sections)


def _hit(row: Mapping[str, str], words: Sequence[str], base: str) -> str:
    place = html.escape(f"/{row['iri'].removeprefix(base)}")
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    text = "".join(
        f"<mark>{html.escape(part)}</mark>" if number % 2 else html.escape(part)
        for number, part in enumerate(re.split(f"({pattern})", row["text"], flags=re.IGNORECASE))
    )
    label = html.escape(row["label"] or row["iri"])
    said = f"<small>{html.escape(row['type'])}</small>" if row["label"] == row["text"] else f"<cite>{label}</cite>"
    return f'<li><a href="{place}">{text}</a> {said}</li>'


def start_page(head: Head) -> str:
    """Return the start page of a graph: what it holds, and a console to ask it."""
    body = (
        f"<p>{head.documents:,} 篇文件 documents · {head.facts:,} 条事实 facts · "
        '<a href="/sparql?format=ttl">SPARQL</a></p>'
        f'<div id="console" data-query="{html.escape(SAMPLE)}"><noscript>SPARQL: /sparql?query=…</noscript></div>'
    )
    return page("质图 Zhitu", body, links=_CONSOLE)
