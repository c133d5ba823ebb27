"""Who asks a store: a token, a name with its password, or the answer to a challenge of HTTP Digest (RFC 7616)."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from urllib.request import parse_http_list, parse_keqv_list

_HASHES = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}


def basic(user: str, password: str) -> str:
    """Return the header of a name and its password.

    >>> basic("a", "b")
    'Basic YTpi'
    """
    return f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"


class Digest:
    """Answers challenges of a store that wants no password sent: Virtuoso, for one.

    >>> digest = Digest("Mufasa", "Circle of Life", nonce_of_client="0a4f113b")
    >>> digest.challenged('Digest realm="a@b", nonce="dcd98b", qop="auth", opaque="5ccc06"')
    True
    >>> digest.header("GET", "/dir").partition(", response=")[0]
    'Digest username="Mufasa", realm="a@b", nonce="dcd98b", uri="/dir", algorithm=MD5, opaque="5ccc06", qop=auth, \
nc=00000001, cnonce="0a4f113b"'
    """

    def __init__(self, user: str, password: str, *, nonce_of_client: str | None = None) -> None:
        self._user, self._password = user, password
        self._client = nonce_of_client or secrets.token_hex(8)
        self._challenge: dict[str, str] = {}
        self._count = 0

    def challenged(self, header: str | None) -> bool:
        """Take a challenge; return whether it is one that can be answered and has not been answered in vain."""
        scheme, _, rest = (header or "").partition(" ")
        if scheme.lower() != "digest":
            return False
        said = parse_keqv_list(parse_http_list(rest))
        can = said.get("algorithm", "MD5").upper() in _HASHES and "auth" in re.split(r"[ ,]+", said.get("qop", "auth"))
        # A nonce that was taken more than once has grown old; one that never was tells of a wrong password.
        again = bool(self._challenge) and self._count <= 1 and said.get("stale", "").lower() != "true"
        if not can or again or "nonce" not in said:
            return False
        self._challenge, self._count = said, 0
        return True

    def header(self, method: str, uri: str) -> str | None:
        """Return the header of a request, None before a challenge."""
        if not self._challenge:
            return None
        said, self._count = self._challenge, self._count + 1
        algorithm = said.get("algorithm", "MD5").upper()
        realm, nonce, count = said.get("realm", ""), said["nonce"], f"{self._count:08x}"

        def hashed(text: str) -> str:
            return _HASHES[algorithm](text.encode()).hexdigest()

        who, what = hashed(f"{self._user}:{realm}:{self._password}"), hashed(f"{method}:{uri}")
        middle = f"{nonce}:{count}:{self._client}:auth" if "qop" in said else nonce
        user = self._user.replace("\\", "\\\\").replace('"', '\\"')
        fields = [f'username="{user}"', f'realm="{realm}"', f'nonce="{nonce}"', f'uri="{uri}"']
        fields += [f"algorithm={algorithm}"]
        fields += [f'opaque="{said["opaque"]}"'] if "opaque" in said else []
        fields += ["qop=auth", f"nc={count}", f'cnonce="{self._client}"'] if "qop" in said else []
        return f'Digest {", ".join(fields)}, response="{hashed(f"{who}:{middle}:{what}")}"'
