"""Markdown as plain text: without the marks of headings, emphasis and links; tables have one row a line."""

from __future__ import annotations

import re

from extractors.markup import CELL

_FENCE = re.compile(r"^ {0,3}(?:`{3,}|~{3,})[^\n]*$\n?", re.MULTILINE)
_COMMENT = re.compile(r"<!--.{0,20000}?-->", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,14}(?:\s[^<>\n]{0,400})?/?>")
_IMAGE = re.compile(r"!\[([^\]\n]{0,200})\]\([^()\s]{0,800}(?:\s[^()\n]{0,200})?\)")
_LINK = re.compile(r"(?<!\\)\[([^\[\]\n]{1,400})\]\((?:<[^<>\n]{0,800}>|[^()\s]{0,800})(?:\s[^()\n]{0,200})?\)")
_REFERENCE = re.compile(r"^ {0,3}\[[^\]\n]{1,80}\]:\s*https?:\S+[^\n]*$\n?", re.MULTILINE)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_UNDERLINE = re.compile(r"(?<=\S\n) {0,3}(?:=+|-{3,})[ \t]*$\n?", re.MULTILINE)
_RULE = re.compile(r"^ {0,3}(?:\*[ \t]*){3,}$\n?|^ {0,3}(?:_[ \t]*){3,}$\n?", re.MULTILINE)
_QUOTE = re.compile(r"^ {0,3}(?:>[ \t]?)+", re.MULTILINE)
_BULLET = re.compile(r"^([ \t]*)[*+](?=[ \t])", re.MULTILINE)
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,2000}?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![A-Za-z0-9_*\\])\*(?=[^\s*])([^*\n]{1,2000}?)(?<=[^\s*\\])\*(?!\*)")
_CODE = re.compile(r"(`+)([^`\n]{1,2000})\1")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_TABLE_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$\n?", re.MULTILINE)
_ROW = re.compile(r"^[ \t]*\|(.+)\|[ \t]*$", re.MULTILINE)
_FRONT = re.compile(r"\A---[ \t]*\r?\n(?:.*\r?\n){1,40}?---[ \t]*(?:\r?\n|\Z)")


def plain(text: str) -> str:
    """Return the text of Markdown; the block of `key: value` lines that it may open with stays as it is.

    >>> plain("# 通知\\n\\n各区要**全面推行**[首席质量官](https://a.cn)制度。\\n")
    '通知\\n\\n各区要全面推行首席质量官制度。\\n'
    >>> plain("| 区 | 家数 |\\n|---|---|\\n| 越秀 | 30 |\\n")
    '区\\t家数\\n越秀\\t30\\n'
    """
    front = _FRONT.match(text)
    head, body = (front[0], text[front.end() :]) if front else ("", text)
    for pattern in (_COMMENT, _FENCE, _REFERENCE):
        body = pattern.sub("", body)
    body = _ROW.sub(
        lambda row: CELL.join(cell.strip() for cell in re.split(r"(?<!\\)\|", row[1])), _without_rules(body)
    )
    body = _UNDERLINE.sub("", _RULE.sub("", body))
    body = _QUOTE.sub("", _HEADING.sub(r"\1", body))
    body = _BULLET.sub(r"\1-", body)
    body = _LINK.sub(r"\1", _IMAGE.sub(r"\1", body))
    body = _CODE.sub(r"\2", _EMPHASIS.sub(r"\1", _STRONG.sub(r"\2", body)))
    return head + _ESCAPE.sub(r"\1", _TAG.sub("", body))


def _without_rules(body: str) -> str:
    """Leave out the lines of dashes under the header of a table."""
    return _TABLE_RULE.sub(lambda rule: "" if "|" in rule[0] else rule[0], body)
