"""What last year's report printed and this year's data say otherwise: every such figure needs a reason."""

from dataclasses import dataclass

from supervision.report.rules.queries import value_text
from supervision.report.rules.tables import Frozen, Row, Snapshot


@dataclass(frozen=True, slots=True)
class Revised:
    """One value that was published as ``old`` and is ``new`` now; a dash where a row came or went."""

    key: str
    year: int
    title: str
    label: str
    old: str
    new: str


def revised(before: Snapshot, now: Snapshot) -> list[Revised]:
    """Every value that both snapshots speak of and that differs, in the order of the newer one."""
    found: list[Revised] = []
    for (key, year), table in now.items():
        if (key, year) in before:
            found += _differences(before[key, year], table)
    return found


def _differences(before: Frozen, now: Frozen) -> list[Revised]:
    had, has = ({row.labels: row for row in table.rows} for table in (before, now))
    facts = now.facts
    return [
        Revised(
            facts.key,
            facts.year,
            facts.title,
            "/".join(labels),
            _text(had.get(labels), before),
            _text(has.get(labels), now),
        )
        for labels in dict.fromkeys([*had, *has])
        if _parts(had.get(labels)) != _parts(has.get(labels))
    ]


def _parts(row: Row | None) -> tuple[int | None, ...]:
    return (row.count, row.numerator, row.denominator) if row else (None, None, None)


def _text(row: Row | None, table: Frozen) -> str:
    if row is None:
        return "—"
    text = value_text(row, table)
    is_rate = row.numerator is not None and row.denominator is not None
    return f"{text}（{row.numerator:,}／{row.denominator:,}）" if is_rate else text
