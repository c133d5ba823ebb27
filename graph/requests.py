"""What a client asks of the endpoint, by the SPARQL 1.1 Protocol: a query in the address, in a form, or as the body."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

from graph.askers import Refused

BODY_BYTES = 1 << 20
FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([^\s;\"]+)", re.I)
_ONCE = ("query", "format", "truncate", "find")
_DATASET = ("default-graph-uri", "named-graph-uri", "using-graph-uri", "using-named-graph-uri")


@dataclass(frozen=True, slots=True)
class Request:
    """A query, None where there is none; the format that it names, whether its answer may be cut, what to look for."""

    sparql: str | None = None
    format: str | None = None
    truncate: bool = False
    find: str | None = None


def read_request(method: str, address: str, media: str = "", body: bytes = b"") -> Request:
    """Read a request: the query string of its address, and the media type and body of a POST.

    Raises Refused with the status 400, 403 or 415 and a sentence that says what is wrong with it.

    >>> read_request("GET", "query=ASK%20%7B%7D&format=json")
    Request(sparql='ASK {}', format='json', truncate=False, find=None)
    """
    given = _read_form(address)
    kind = media.partition(";")[0].strip().lower()
    if method == "POST":
        if kind == UPDATE:
            raise Refused(403, "this endpoint only reads; build the graph again to change it")
        if kind == FORM:
            for name, values in _read_form(_decoded(body)).items():
                given.setdefault(name, []).extend(values)
        elif kind == QUERY:
            if (charset := _CHARSET.search(media)) and charset[1].lower().replace("-", "") != "utf8":
                raise Refused(415, f"the query is said to be in {charset[1]}, and has to be in UTF-8")
            given.setdefault("query", []).append(_decoded(body))
        else:
            raise Refused(415, f"{kind or 'no media type'}: is no way to send a query; use {FORM} or {QUERY}")
    _check(given)
    single = {name: given[name][0] for name in _ONCE if name in given}
    if method == "POST" and "query" not in single:
        raise Refused(400, "there is no query; send it as query=…")
    cut = single.get("truncate", "0").lower()
    if cut not in ("0", "1", "false", "true"):
        raise Refused(400, f"truncate={cut}: is neither 0 nor 1")
    return Request(single.get("query"), single.get("format"), cut in ("1", "true"), single.get("find"))


def _check(given: Mapping[str, Sequence[str]]) -> None:
    if "update" in given:
        raise Refused(403, "this endpoint only reads; build the graph again to change it")
    for name in _DATASET:
        if name in given:
            raise Refused(400, f"{name}: this graph has one default graph and no others; leave the parameter out")
    for name in _ONCE:
        if len(given.get(name, ())) > 1:
            raise Refused(400, f"{name} is given {len(given[name])} times; give it once")


def _read_form(written: str) -> dict[str, list[str]]:
    try:
        return parse_qs(written, keep_blank_values=True, errors="strict", max_num_fields=50)
    except UnicodeDecodeError:
        raise Refused(400, "the request is not UTF-8, and has to be") from None
    except ValueError:
        raise Refused(400, "the request has too many parameters") from None


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(400, "the request is not UTF-8, and has to be") from None
