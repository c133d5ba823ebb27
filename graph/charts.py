"""Charts of an evaluation as SVG: reliability, precision and recall, confusions; the page's styles colour them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.scores import Bin, CurvePoint
from graph.svg import dot, escape, line

SIDE = 320  # pixels of the square that a curve is drawn in
LEFT, TOP, RIGHT, BOTTOM = 44, 14, 16, 44  # pixels around it
CELL = 22  # pixels of a cell of a matrix
TICKS = (0, 20, 40, 60, 80, 100)


def draw_reliability(bins: Sequence[Bin]) -> str:
    """Draw how many facts of each bin are right against how sure they are; the diagonal is what they should be.

    A bar is the more solid, the more facts it stands for.

    >>> draw_reliability([Bin(0.9, 1.0, 10, 5, 0.95)]).count('class="bar"')
    1
    """
    most = max((one.count for one in bins), default=0)
    parts = [_line(0, 0, 100, 100, "ideal")]
    for one in bins:
        if not one.count:
            continue
        x, width = 100 * one.low, 100 * (one.high - one.low)
        height = 100 * one.accuracy
        told = f"{one.low:.1f}–{one.high:.1f}: {one.count} facts, {height:.1f} % right, confidence {one.confidence:.2f}"
        opacity = 0.3 + 0.7 * one.count / most
        parts.append(
            f'<rect class="bar" x="{_x(x) + 1.5:.1f}" y="{_y(height):.1f}" width="{width / 100 * SIDE - 3:.1f}" '
            f'height="{height / 100 * SIDE:.1f}" fill-opacity="{opacity:.2f}"><title>{escape(told)}</title></rect>'
        )
        parts.append(_dot(100 * one.confidence, height, told))
    return _plot("Reliability of the confidence", "confidence 置信度", "right 正确 %", parts, scale=0.01)


def draw_precision_recall(curve: Sequence[CurvePoint], mark: CurvePoint | None = None) -> str:
    """Draw precision against recall for each cut of the confidence; `mark` is a point to point out.

    >>> from graph.scores import Score
    >>> draw_precision_recall([CurvePoint(0.0, Score(1, 2, 2)), CurvePoint(0.5, Score(1, 2, 1))]).count("<circle")
    2
    """
    points = [point for point in curve if point.score.predicted]
    places = [(point.score.recall, point.score.precision) for point in points]
    parts = []
    if places:
        way = " ".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in places)
        parts.append(f'<polyline class="curve" points="{way}"></polyline>')
    for point, (x, y) in zip(points, places, strict=True):
        told = f"cut {point.cut:.2f}: precision {y:.1f}, recall {x:.1f}, F1 {point.score.f1:.1f}"
        parts.append(_dot(x, y, told, "mark" if point == mark else "dot"))
    # A label for each point that lies apart from the one before.
    shown = [(at, place) for at, place in enumerate(places) if at == 0 or _apart(place, places[at - 1])]
    for at, (x, y) in shown:
        parts.append(f'<text class="cut" x="{_x(x) + 7:.1f}" y="{_y(y) - 6:.1f}">{points[at].cut:.2f}</text>')
    return _plot("Precision and recall by cut of the confidence", "recall 召回率 %", "precision 精确率 %", parts)


def draw_confusions(counts: Mapping[tuple[str, str], int]) -> str:
    """Draw counts of (gold, predicted) as a matrix, the more solid, the greater their share of the row.

    >>> draw_confusions({("adopts", "adopts"): 3, ("adopts", "issues"): 1}).count("<rect")
    2
    """
    names = sorted({name for pair in counts for name in pair})
    sums = {gold: sum(counts.get((gold, other), 0) for other in names) for gold in names}
    margin = 14 + 7 * max((len(name) for name in names), default=0)
    side = CELL * len(names)
    parts = []
    for row, gold in enumerate(names):
        y = margin + row * CELL
        parts.append(f'<text x="{margin - 8}" y="{y + 15}" text-anchor="end">{escape(gold)}</text>')
        x = margin + row * CELL + 15
        parts.append(f'<text transform="translate({x} {margin - 8}) rotate(-90)">{escape(gold)}</text>')
        for column, other in enumerate(names):
            if count := counts.get((gold, other), 0):
                kind = "right" if gold == other else "wrong"
                told = f"{gold} → {other}: {count}"
                x = margin + column * CELL
                parts.append(
                    f'<rect class="{kind}" x="{x + 1}" y="{y + 1}" width="{CELL - 2}" height="{CELL - 2}" rx="3" '
                    f'fill-opacity="{0.12 + 0.5 * count / sums[gold]:.2f}"><title>{escape(told)}</title></rect>'
                    f'<text class="count" x="{x + CELL / 2:.0f}" y="{y + 15}" text-anchor="middle">{count}</text>'
                )
    size = margin + side + 8
    return (
        f'<svg class="matrix" viewBox="0 0 {size} {size}" width="{size}" height="{size}" role="img" '
        f'aria-label="Relations: gold by row, predicted by column">{"".join(parts)}</svg>'
    )


def draw_share(percent: float) -> str:
    """Draw a share as a bar of a line's height.

    >>> 'width="24.0"' in draw_share(50)
    True
    """
    return (
        '<svg class="share" viewBox="0 0 48 8" width="48" height="8" aria-hidden="true">'
        '<rect class="whole" width="48" height="8" rx="2"></rect>'
        f'<rect class="part" width="{0.48 * percent:.1f}" height="8" rx="2"></rect></svg>'
    )


def _plot(name: str, x_title: str, y_title: str, parts: Sequence[str], scale: float = 1.0) -> str:
    """A square from 0 to 100 with its axes; `scale` is what a hundredth of the x axis is called."""
    width, height = LEFT + SIDE + RIGHT, TOP + SIDE + BOTTOM
    grid = []
    for tick in TICKS:
        grid += [_line(0, tick, 100, tick, "grid"), _line(tick, 0, tick, 100, "grid")]
        label = f"{tick * scale:.1f}" if scale != 1 else str(tick)
        grid.append(f'<text x="{_x(tick):.1f}" y="{_y(0) + 16:.1f}" text-anchor="middle">{label}</text>')
        grid.append(f'<text x="{LEFT - 7}" y="{_y(tick) + 4:.1f}" text-anchor="end">{tick}</text>')
    middle = TOP + SIDE / 2
    return (
        f'<svg class="plot" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(name)}">{"".join(grid)}'
        f'{"".join(parts)}<text class="axis" x="{LEFT + SIDE / 2:.0f}" y="{height - 8}" text-anchor="middle">'
        f'{escape(x_title)}</text><text class="axis" transform="translate(12 {middle:.0f}) rotate(-90)" '
        f'text-anchor="middle">{escape(y_title)}</text></svg>'
    )


def _x(value: float) -> float:
    return LEFT + SIDE * value / 100


def _y(value: float) -> float:
    return TOP + SIDE * (100 - value) / 100


def _line(x: float, y: float, to_x: float, to_y: float, kind: str) -> str:
    return line(_x(x), _y(y), _x(to_x), _y(to_y), kind)


def _dot(x: float, y: float, told: str, kind: str = "dot") -> str:
    return dot(_x(x), _y(y), 3.5, kind, told)


def _apart(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) + abs(one[1] - other[1]) > 4
