"""A graph into another store: by the W3C's SPARQL 1.1 Graph Store HTTP Protocol, a batch of triples a request.

The batches are N-Triples. The first may replace what the graph there holds (PUT), all others are added to it (POST);
sending a triple twice changes nothing, so what fails for a while is sent again.
"""

from __future__ import annotations

import http.client
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import pyoxigraph as ox

from graph.authorization import Digest, basic
from ontologies.errors import DataError, UsageError, told

BATCH = 20_000  # triples of a request
TRIES, PATIENCE = 5, 1.0  # how often a batch is sent, and the seconds before it is sent again, doubled each time
SECONDS = 300.0  # for one request
_FOR_A_WHILE = frozenset({408, 429, 500, 502, 503, 504})
Report = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a graph goes: the address of a graph store, the IRI of the graph there (None for the default graph).

    `user` and `password` are sent where they are given, or answer a challenge of HTTP Digest; or `token` as a bearer's.
    """

    url: str
    graph: str | None = None
    user: str | None = None
    password: str | None = None
    token: str | None = None

    @property
    def address(self) -> str:
        """The address of the graph in the store.

        >>> Target("http://127.0.0.1:7878/store", "https://example.org/a").address
        'http://127.0.0.1:7878/store?graph=https%3A%2F%2Fexample.org%2Fa'
        """
        mark = "&" if urlsplit(self.url).query else "?"
        named = f"graph={quote(self.graph, safe='')}" if self.graph else "default"
        return f"{self.url}{mark}{named}"

    def check(self) -> None:
        """Raise UsageError where the address or the graph's name is none, or who pushes cannot be said in a header.

        >>> Target("https://example.org/store").check()
        """
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(f"{self.url}: is no address of a store; write it like http://localhost:7878/store")
        for name, text in (("--user", self.user), ("ZHITU_TOKEN", self.token)):
            if text is not None and not text.isprintable():
                raise UsageError(f"{name}: has a line break or a control character; give it without")
        if self.graph is not None:
            try:
                ox.NamedNode(self.graph)
            except ValueError as error:
                raise UsageError(f"--graph {self.graph}: is no IRI; write it like https://example.org/graph") from error


def push(
    quads: Iterable[ox.Quad],
    target: Target,
    *,
    replace: bool = False,
    batch: int = BATCH,
    patience: float = PATIENCE,
    report: Report | None = None,
) -> int:
    """Send triples to a store, `batch` of them a request; return how many were sent.

    With `replace` they take the place of what the graph there holds; else they are added to it. `report` is called with
    the number of triples that are there. A request that fails for a while is sent again, `patience` seconds later at
    first.

    Raises UsageError for an address that is none, DataError where the store refuses or cannot be reached.
    """
    target.check()
    sent = 0
    sender = _Sender(target, patience)
    try:
        for number, triples in enumerate(_batches(quads, batch)):
            body = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
            sender.send("PUT" if replace and number == 0 else "POST", body, sent)
            sent += len(triples)
            if report:
                report(sent)
        if replace and not sent:
            sender.send("PUT", b"", 0)
    finally:
        sender.close()
    return sent


def _batches(quads: Iterable[ox.Quad], size: int) -> Iterator[list[ox.Triple]]:
    batch: list[ox.Triple] = []
    for quad in quads:
        batch.append(quad.triple)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


class _Sender:
    """A connection to a store, made anew where it breaks."""

    def __init__(self, target: Target, patience: float) -> None:
        self._target, self._patience = target, patience
        self._connection: http.client.HTTPConnection | None = None
        self._digest = Digest(target.user, target.password or "") if target.user is not None else None

    def close(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None

    def send(self, method: str, body: bytes, sent: int) -> None:
        """Send a batch, again and again where it fails for a while."""
        reason = ""
        for attempt in range(TRIES):
            if attempt:
                time.sleep(self._patience * 2 ** (attempt - 1))
            try:
                status, said, challenge = self._request(method, body)
                if status == 401 and self._digest:
                    if not challenge:  # a store that knows Digest alone says nothing to a name with its password
                        status, said, challenge = self._request(method, body, bare=True)
                    if status == 401 and self._digest.challenged(challenge):
                        status, said, _ = self._request(method, body)
            except (OSError, http.client.HTTPException) as error:
                self.close()
                reason = f"cannot be reached ({told(error) or type(error).__name__})"
                continue
            if 200 <= status < 300:
                return
            reason = f"answers {status} {http.client.responses.get(status, '')}".rstrip()
            reason += f" ({said})" if said else ""
            if status not in _FOR_A_WHILE:
                break
        raise DataError(f"{self._target.url}: {reason}{_remedy(reason)}; {sent:,} triples are there")

    def _request(self, method: str, body: bytes, *, bare: bool = False) -> tuple[int, str, str | None]:
        parts = urlsplit(self._target.address)
        if self._connection is None:
            host = parts.hostname or ""
            if parts.scheme == "https":
                context = ssl.create_default_context()
                self._connection = http.client.HTTPSConnection(host, parts.port, timeout=SECONDS, context=context)
            else:
                self._connection = http.client.HTTPConnection(host, parts.port, timeout=SECONDS)
        path = f"{parts.path or '/'}?{parts.query}"
        headers: dict[str, str | bytes] = {"Content-Type": "application/n-triples", "User-Agent": "zhitu"}
        if bare:
            pass
        elif self._target.token:
            headers["Authorization"] = f"Bearer {self._target.token}".encode()
        elif self._target.user is not None and self._digest:
            known = basic(self._target.user, self._target.password or "")
            headers["Authorization"] = (self._digest.header(method, path) or known).encode()
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        said = answer.read(1 << 16).decode("utf-8", "replace")
        if answer.will_close or not answer.isclosed():
            self.close()
        return answer.status, told(ValueError(said)), answer.getheader("WWW-Authenticate")


def _remedy(reason: str) -> str:
    if "answers 401" in reason or "answers 403" in reason:
        return "; give --user NAME and the password in ZHITU_PASSWORD, or the token in ZHITU_TOKEN"
    if "answers 404" in reason or "answers 405" in reason:
        return "; give the address of its graph store, which often ends in /store, /data or /statements"
    return ""
