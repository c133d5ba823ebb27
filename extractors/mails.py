"""A page that a browser has saved as one file (MHTML): the page itself, without its images and frames."""

from __future__ import annotations

import email
import email.policy
from email.errors import MessageError

from ontologies.errors import UnreadableDocument, told

_MOST_PARTS = 2_000


def read_mail(content: bytes, name: str) -> tuple[bytes, str | None]:
    """Return the first HTML page in a saved page, and where it was fetched from if it says so.

    Raises UnreadableDocument, calling the file `name`, where there is no page in it.

    >>> head = b"MIME-Version: 1.0\\nContent-Type: multipart/related; boundary=x\\n\\n--x\\n"
    >>> read_mail(head + b"Content-Type: text/html\\nContent-Location: http://a.cn/1\\n\\n<p>a</p>\\n--x--\\n", "a.mht")
    (b'<p>a</p>', 'http://a.cn/1')
    """
    try:
        message = email.message_from_bytes(content, policy=email.policy.compat32)
        for count, part in enumerate(message.walk()):
            if count > _MOST_PARTS:
                break
            if part.get_content_type() in ("text/html", "application/xhtml+xml"):
                payload = part.get_payload(decode=True)
                where = str(message.get("Snapshot-Content-Location") or part.get("Content-Location") or "").strip()
                if isinstance(payload, bytes):
                    return payload, where if where.startswith(("http://", "https://")) else None
    except (MessageError, ValueError, LookupError, RecursionError, TypeError, AttributeError) as error:
        raise UnreadableDocument(f"{name}: this saved page is damaged ({told(error)}); save it as HTML") from error
    raise UnreadableDocument(f"{name}: there is no page in this file; save it as HTML or text")
