"""Charts as SVG, drawn once for paper, Word and page: no colour is needed to read them, the words stand at the marks.

Bars begin at nought. Two series differ by fill and hatching, lines by dashes and marks. Every mark may be a link.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape

WIDTH = 640
FONT = "Noto Sans CJK SC, Noto Sans CJK, PingFang SC, Microsoft YaHei, sans-serif"
INK, DARK, PALE = "#1f2933", "#2f4b66", "#dfe6ee"
FILLS = (DARK, "url(#stripes)", "url(#dots)", PALE, "#7b8794", "url(#cross)")
DASHES = ("", "7 4", "2 3", "9 3 2 3")
PATTERNS = (
    '<defs><pattern id="stripes" width="6" height="6" patternUnits="userSpaceOnUse">'
    f'<rect width="6" height="6" fill="#ffffff"/><path d="M0 6L6 0" stroke="{INK}" stroke-width="1.2"/></pattern>'
    '<pattern id="dots" width="5" height="5" patternUnits="userSpaceOnUse">'
    f'<rect width="5" height="5" fill="#ffffff"/><circle cx="2.5" cy="2.5" r="1" fill="{INK}"/></pattern>'
    '<pattern id="cross" width="6" height="6" patternUnits="userSpaceOnUse">'
    f'<rect width="6" height="6" fill="#ffffff"/><path d="M0 6L6 0M0 0L6 6" stroke="{INK}" stroke-width="0.8"/>'
    "</pattern></defs>"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One value: what is drawn, what is written at it, and the code of the figure behind it."""

    value: Fraction | None
    text: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    marks: tuple[Mark, ...]


def bars(labels: Sequence[str], series: Sequence[Series], summary: str) -> str:
    """Horizontal bars, a group a label."""
    thick = 16 if len(series) > 1 else 20
    group = thick * len(series) + 10
    left = min(210, 16 + 13 * max((_wide(label) for label in labels), default=4))
    room, top = WIDTH - left - 130, 26 if len(series) > 1 else 6
    largest = max((mark.value or 0 for one in series for mark in one.marks), default=Fraction(0)) or Fraction(1)
    drawn = [_legend(series, left)] if len(series) > 1 else []
    for at, label in enumerate(labels):
        y = top + at * group
        middle = y + thick * len(series) / 2 + 5
        drawn.append(f'<text x="{left - 8}" y="{middle:g}" text-anchor="end">{escape(_short(label))}</text>')
        for place, one in enumerate(series):
            mark = one.marks[at]
            width = float((mark.value or 0) / largest * room)
            drawn.append(_bar((left, y + place * thick, max(width, 0), thick - 3), FILLS[place], mark))
    drawn.append(f'<path d="M{left} {top - 4}V{top + len(labels) * group}" stroke="{INK}" fill="none"/>')
    return _svg(top + len(labels) * group + 4, drawn, summary)


def _bar(box: tuple[float, float, float, float], fill: str, mark: Mark) -> str:
    x, y, width, height = box
    shape = f'<rect x="{x:g}" y="{y:g}" width="{width:.1f}" height="{height:g}" fill="{fill}" stroke="{INK}"/>'
    words = f'<text x="{x + width + 6:.1f}" y="{y + height - 2:g}" font-size="12">{escape(mark.text)}</text>'
    return _linked(mark, shape + words)


def _legend(series: Sequence[Series], left: float) -> str:
    drawn, x = [], left
    for place, one in enumerate(series):
        drawn.append(f'<rect x="{x:g}" y="3" width="14" height="12" fill="{FILLS[place]}" stroke="{INK}"/>')
        drawn.append(f'<text x="{x + 20:g}" y="14" font-size="12">{escape(one.name)}</text>')
        x += 40 + 12 * _wide(one.name)
    return "".join(drawn)


def share(labels: Sequence[str], marks: Sequence[Mark], summary: str) -> str:
    """One bar of the whole, and every part named below with its number."""
    total = sum((mark.value or Fraction(0) for mark in marks), Fraction(0)) or Fraction(1)
    x, drawn = 10.0, []
    for place, (label, mark) in enumerate(zip(labels, marks, strict=True)):
        width, fill = float((mark.value or 0) / total * (WIDTH - 20)), FILLS[place % len(FILLS)]
        shape = f'<rect x="{x:.1f}" y="8" width="{width:.1f}" height="44" fill="{fill}" stroke="{INK}"/>'
        drawn.append(_linked(mark, shape))
        column, row = place % 2, place // 2
        key = f'<rect x="{10 + column * 310}" y="{66 + row * 24}" width="14" height="14" fill="{fill}" stroke="{INK}"/>'
        words = f'<text x="{32 + column * 310}" y="{78 + row * 24}" font-size="13">{escape(label)} {escape(mark.text)}'
        drawn.append(f"{key}{words}</text>")
        x += width
    return _svg(74 + (len(labels) + 1) // 2 * 24, drawn, summary)


def lines(labels: Sequence[str], series: Sequence[Series], summary: str) -> str:
    """Values over years, the scale from nought; each line is named at its end."""
    left, top, width, height = 24, 26, WIDTH - 170, 190
    largest = max((mark.value or 0 for one in series for mark in one.marks), default=Fraction(0)) or Fraction(1)
    step = width / max(len(labels) - 1, 1)
    base = top + height
    drawn = [f'<path d="M{left} {base}H{left + width}" stroke="{INK}" fill="none"/>']
    drawn += [
        f'<text x="{left + at * step:.1f}" y="{base + 18}" text-anchor="middle" font-size="12">{escape(label)}</text>'
        for at, label in enumerate(labels)
    ]
    for place, one in enumerate(series):
        points = [
            (left + at * step, base - float(mark.value / largest * height), mark)
            for at, mark in enumerate(one.marks)
            if mark.value is not None
        ]
        drawn += _line(points, one.name, place)
    return _svg(base + 28, drawn, summary)


def _line(points: Sequence[tuple[float, float, Mark]], name: str, place: int) -> list[str]:
    if not points:
        return []
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
    dash = f' stroke-dasharray="{DASHES[place % 4]}"' if DASHES[place % 4] else ""
    drawn = [f'<polyline points="{way}" fill="none" stroke="{DARK}" stroke-width="2"{dash}/>']
    for x, y, mark in points:
        sign = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{"#ffffff" if place % 2 else DARK}" stroke="{DARK}"/>'
        words = f'<text x="{x:.1f}" y="{y - 8:.1f}" text-anchor="middle" font-size="11">{escape(mark.text)}</text>'
        drawn.append(_linked(mark, sign + words))
    x, y, _ = points[-1]
    drawn.append(f'<text x="{x + 30:.1f}" y="{y + 5:.1f}" font-size="12">{escape(name)}</text>')
    return drawn


def _linked(mark: Mark, inside: str) -> str:
    return f'<g data-figure="{mark.code}">{inside}</g>' if mark.code else f"<g>{inside}</g>"


def _svg(height: float, drawn: Sequence[str], summary: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" height="{height:g}"'
        f' font-family="{FONT}" font-size="13" fill="{INK}" role="img" aria-label="{escape(summary)}">'
        f"<title>{escape(summary)}</title>{PATTERNS}{''.join(drawn)}</svg>"
    )


def _wide(text: str) -> float:
    """Width in Chinese characters."""
    return sum(1 if ord(sign) > 255 else 0.55 for sign in text)


def _short(label: str) -> str:
    return label if _wide(label) <= 15 else f"{label[:14]}…"
