"""A sweep's picture as numbers for an SVG: the median as a line, the band around it as an area."""

from typing import NamedTuple

from broker_core.lab.sweep import Spread
from eda_site.lab.writing import amount

WIDTH, HEIGHT = 720, 320
LEFT, RIGHT, TOP, BOTTOM = 92, 24, 18, 42
LABELS = 10
"""At most so many values are written below the axis."""


class Dot(NamedTuple):
    x: int
    y: int
    text: str


class Tick(NamedTuple):
    at: int
    text: str


class Chart(NamedTuple):
    """`bands` and `lines` are lists of SVG points, broken where nothing could be measured."""

    bands: list[str]
    lines: list[str]
    dots: list[Dot]
    rows: list[Tick]
    columns: list[Tick]
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM
    width: int = WIDTH
    height: int = HEIGHT


def draw(metric: str, names: list[str], spreads: list[Spread]) -> Chart:
    """The values' names from left to right, from zero up."""
    top = max((s.high for s in spreads if s.high is not None), default=0) or 1
    step = (WIDTH - LEFT - RIGHT) / max(1, len(names) - 1)
    xs = [round(LEFT + step * place) for place in range(len(names))]
    if len(names) == 1:
        xs = [(LEFT + WIDTH - RIGHT) // 2]

    def y(value: int) -> int:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top)

    bands, lines, dots = [], [], []
    for run in _runs(spreads):
        upper = [(xs[p], y(spreads[p].high or 0)) for p in run]
        lower = [(xs[p], y(spreads[p].low or 0)) for p in reversed(run)]
        bands.append(_points([*upper, *lower]))
        lines.append(_points([(xs[p], y(spreads[p].median or 0)) for p in run]))
        dots += [
            Dot(
                xs[p], y(spreads[p].median or 0), f"{names[p]}: {amount(metric, spreads[p].median)}"
            )
            for p in run
        ]
    rows = [Tick(y(value), amount(metric, value)) for value in dict.fromkeys((0, top // 2, top))]
    every = -(-len(names) // LABELS)
    columns = [
        Tick(x, name[:14])
        for p, (x, name) in enumerate(zip(xs, names, strict=True))
        if p % every == 0
    ]
    return Chart(bands, lines, dots, rows, columns)


def _runs(spreads: list[Spread]) -> list[list[int]]:
    """Places that follow each other and were measured."""
    out: list[list[int]] = []
    for place, spread in enumerate(spreads):
        if spread.median is None:
            continue
        if out and out[-1][-1] == place - 1:
            out[-1].append(place)
        else:
            out.append([place])
    return out


def _points(points: list[tuple[int, int]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)
