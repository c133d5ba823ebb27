"""The page around a picture: whatever the texts hold, it stays text, and the policy names what may run."""

from __future__ import annotations

import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.pages import fill_page


@given(st.text(st.characters(), max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_text_survives_the_way_into_the_page(text: str) -> None:
    page = fill_page(text, {"text": text})
    page.encode("utf-8")
    found = re.search(r'<script type="application/json" id="content">(.*?)</script>', page, re.S)
    assert found
    assert json.loads(found[1]) == {"text": text}
    assert page.count("<title>") == page.count("</title>") == 1


def test_what_looks_like_a_blank_in_a_text_is_not_filled() -> None:
    assert '{"text":"$policy ${vis}"}' in fill_page("$styles", {"text": "$policy ${vis}"})
    assert "<title>$styles</title>" in fill_page("$styles", {})
