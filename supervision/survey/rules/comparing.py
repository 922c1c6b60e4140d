"""Three states of each slot held against each other: as handed out, as sent in, as it stands on the page (A19).

What was changed on both sides is asked, never overwritten. A slot that the file does not hold at all counts as
untouched. Pure: texts are in their stored form, so that 1,200 and １２００ do not differ.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ipservice.foundation.vocabulary import Vocabulary


class Standing(Vocabulary):
    UNTOUCHED = "untouched", "没有改动"
    CHANGED = "changed", "工作簿中有改动"
    CONFLICT = "conflict", "两边都有改动"
    LOCKED = "locked", "不在本次更正范围"


@dataclass(frozen=True, slots=True)
class Compared:
    """One slot in its three states."""

    slot: str
    standing: Standing
    base: str
    sent: str
    current: str


def compare(
    slots: Iterable[str],
    *,
    base: Mapping[str, str],
    sent: Mapping[str, str],
    current: Mapping[str, str],
    locked: Collection[str] = (),
) -> tuple[Compared, ...]:
    """One entry a slot, in the order given. ``base`` is what the workbook held when it was handed out."""
    found = []
    for slot in slots:
        then, now = base.get(slot, ""), current.get(slot, "")
        here = sent.get(slot, then)
        found.append(Compared(slot, _standing(then, here, now, is_locked=slot in locked), then, here, now))
    return tuple(found)


def _standing(base: str, sent: str, current: str, *, is_locked: bool) -> Standing:
    if sent in (base, current):
        return Standing.UNTOUCHED
    if is_locked:
        return Standing.LOCKED
    return Standing.CHANGED if current == base else Standing.CONFLICT
