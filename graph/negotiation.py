"""Which format an answer goes out in: what a client accepts, by name or by media types with their weights.

The weights are those of RFC 9110, section 12.5.1: the most specific range that fits a media type says its weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """A format of an answer: its short names, the first of which is its own, and its media types, likewise."""

    names: tuple[str, ...]
    media: tuple[str, ...]

    @property
    def name(self) -> str:
        """The short name."""
        return self.names[0]


# In the order of preference, where a client has none.
TABLES = (
    Format(("json",), ("application/sparql-results+json", "application/json")),
    Format(("xml",), ("application/sparql-results+xml", "application/xml", "text/xml")),
    Format(("csv",), ("text/csv",)),
    Format(("tsv",), ("text/tab-separated-values",)),
)
GRAPHS = (
    Format(("ttl", "turtle"), ("text/turtle", "application/x-turtle")),
    Format(("nt", "ntriples"), ("application/n-triples", "text/plain")),
    Format(("xml", "rdf", "rdfxml"), ("application/rdf+xml", "application/xml", "text/xml")),
    Format(("jsonld", "json"), ("application/ld+json", "application/json")),
    Format(("nq", "nquads"), ("application/n-quads",)),
    Format(("trig",), ("application/trig", "application/x-trig")),
)
OBJECTS = (Format(("json",), ("application/json",)),)
PAGES = (Format(("html",), ("text/html", "application/xhtml+xml")),)


def choose(offered: Sequence[Format], accept: str | None = None, named: str | None = None) -> tuple[Format, str] | None:
    """Return the format that a client likes best and the media type to send it as, None where none will do.

    `named` is a short name or a media type and goes before `accept`, the value of the header.

    >>> choose(TABLES, "text/csv;q=0.5, application/*;q=0.8")[0].name, choose(GRAPHS)[1], choose(TABLES, "image/png")
    ('json', 'text/turtle', None)
    """
    if named:
        wanted = named.strip().lower()
        for format in offered:
            if wanted in format.names or wanted in format.media:
                return format, wanted if "/" in wanted else format.media[0]
        return None
    ranges = _ranges(accept) if accept and accept.strip() else {"*/*": 1.0}
    best: tuple[float, Format, str] | None = None
    for format in offered:
        for media in format.media:
            weight = _weight(media, ranges)
            # By its second name an answer goes to those alone that have asked for that name.
            if media != format.media[0] and media not in ranges:
                continue
            if weight > (best[0] if best else 0.0):
                best = weight, format, media
    return best and best[1:]


def _weight(media: str, ranges: dict[str, float]) -> float:
    kind = media.partition("/")[0]
    return next((ranges[one] for one in (media, f"{kind}/*", "*/*") if one in ranges), 0.0)


def _ranges(accept: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in accept.split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                try:
                    weight = min(1.0, max(0.0, float(value)))
                except ValueError:
                    weight = 0.0
        if media:
            found[media] = max(weight, found.get(media, 0.0))
    return found
