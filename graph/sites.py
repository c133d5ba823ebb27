"""The frame of the pages of a server, its start page with the console, and the files that pages need."""

from __future__ import annotations

import html
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


def start_page(head: Head) -> str:
    """Return the start page of a graph: what it holds, and a console to ask it."""
    body = (
        f"<p>{head.documents:,} 篇文件 documents · {head.facts:,} 条事实 facts · "
        '<a href="/sparql?format=ttl">SPARQL</a></p>'
        f'<div id="console" data-query="{html.escape(SAMPLE)}"><noscript>SPARQL: /sparql?query=…</noscript></div>'
    )
    return page("质图 Zhitu", body, links=_CONSOLE)
