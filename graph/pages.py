"""The page of a picture: one HTML file with its programs, styles and content inlined.

The content comes from strangers' texts. It reaches the page only as escaped JSON, the program shows it only as text,
and the page's Content-Security-Policy runs no other program and reaches no network.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any

# The page's program in order; each file has one reason, and view.js puts the others together.
PROGRAM: tuple[str, ...] = (
    "parts.js",
    "speech.js",
    "model.js",
    "labels.js",
    "drawing-vis.js",
    "camera.js",
    "legend.js",
    "search.js",
)
PROGRAM += ("article.js", "panel.js", "filters.js", "table.js", "downloads.js", "address.js", "choice.js", "view.js")
# What only a large picture needs, before view.js.
LARGE = ("drawing-sigma.js", "whole.js", "surroundings.js", "expansion.js")
_VIS, _SIGMA = "vis-network.min.js", "sigma/sigma.min.js"
# What opens markup, what JavaScript takes for a line end, and half of a surrogate pair, which is no UTF-8.
UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def fill_page(title: str, content: Mapping[str, Any], parts: Mapping[str, Any] | None = None) -> str:
    r"""Return the page that shows `content`, a picture as JSON values, under `title`.

    `parts` are further JSON values by the ids of their elements, which the page's program parses when it needs them.

    >>> page = fill_page("质图", {"nodes": [], "title": "</script><img src=x onerror=alert(1)>"})
    >>> "<img" in page, r"\u003cimg src=x" in page
    (False, True)
    """
    # The policy names the styles and the programs by their hashes: nothing else runs, nothing is fetched.
    styles = _asset("vis-network.css") + _asset("view.css")
    large = content.get("drawing", "vis") != "vis"
    programs = [_asset(name) for name in (_VIS, _SIGMA) if large or name == _VIS]
    program = (*PROGRAM[:-1], *(LARGE if large else ()), PROGRAM[-1])
    programs.append("".join(map(_asset, program)))
    policy = (
        f"default-src 'none'; script-src {' '.join(map(_hash, programs))}; style-src {_hash(styles)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return Template(_asset("view.html")).substitute(
        title=html.escape(title.encode("utf-8", "replace").decode("utf-8")),
        policy=policy,
        styles=styles,
        words=_asset("words.json"),
        content=_embed(content),
        parts="".join(
            f'<script type="application/json" id="{i}">{_embed(p)}</script>\n' for i, p in (parts or {}).items()
        ),
        programs="\n".join(f"<script>{program}</script>" for program in programs),
    )


def fill_report(title: str, body: str, further: str = "") -> str:
    """Return the page of a report: `body` is HTML without programs, its texts escaped; `further` are its own styles.

    >>> page = fill_report("质图", "<p>49.9</p>")
    >>> "<p>49.9</p>" in page, "script-src" in page
    (True, False)
    """
    styles = _asset("view.css") + _asset("report.css") + further
    return Template(_asset("report.html")).substitute(
        title=html.escape(title),
        policy=f"default-src 'none'; style-src {_hash(styles)}; base-uri 'none'; form-action 'none'",
        styles=styles,
        body=body,
    )


def _embed(value: Any) -> str:
    """Write a value as JSON that no parser of HTML takes for markup."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


@cache
def _asset(name: str) -> str:
    """Read a file of the page: vis-network's from the pyvis package, less the line that looks for a source map."""
    if name.startswith("vis-network"):
        library = files("pyvis") / "templates" / "lib"
        folders = [folder for folder in library.iterdir() if folder.name.startswith("vis-")]
        newest = max(folders, key=lambda folder: [int(part) for part in re.findall(r"\d+", folder.name)])
        return re.sub(r"//# sourceMappingURL=.*", "", (newest / name).read_text(encoding="utf-8"))
    return (files("graph") / "templates" / name).read_text(encoding="utf-8")
