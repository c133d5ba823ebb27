"""graph.sorting: lines in order, from memory and from disk."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.sorting import SortedLines, compare

lines = st.lists(st.binary(max_size=5).map(lambda line: line.replace(b"\n", b"").replace(b"\r", b"") + b"\n"))


@given(lines, st.integers(1, 9), st.integers(1, 40))
def test_lines_come_sorted_and_once(written: list[bytes], piece: int, run_bytes: int) -> None:
    whole = b"".join(written)
    with SortedLines(run_bytes) as found:
        for start in range(0, len(whole), piece):
            found.write(whole[start : start + piece])
        assert list(found) == sorted(set(written))
        assert b"".join(found.blocks(2)) == b"".join(sorted(set(written)))


@given(lines, lines)
def test_what_only_one_has_is_told(first: list[bytes], second: list[bytes]) -> None:
    found = list(compare(iter(sorted(set(first))), iter(sorted(set(second)))))
    assert {line for is_first, line in found if is_first} == set(first) - set(second)
    assert {line for is_first, line in found if not is_first} == set(second) - set(first)
