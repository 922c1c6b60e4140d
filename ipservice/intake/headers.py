"""Where the header stands and which column of the file is which: by labels and synonyms, one row or two merged ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ipservice.foundation.tabular.text import as_text, label_key
from ipservice.intake.feeds import Column, Feed

SEARCHED_ROWS = 20
_PREFIXES = ("其中:", "其中：", "*", "＊")


@dataclass(frozen=True, slots=True)
class Header:
    """``first`` and ``last`` are row indices from 0 of the header; ``titles`` what each column is called.

    ``places`` maps a column of the feed to the column of the file; ``spaced`` says that a title had blanks around it.
    """

    first: int
    last: int
    titles: tuple[str, ...]
    places: Mapping[str, int] = field(default_factory=dict)
    spaced: bool = False

    def lacks(self, feed: Feed) -> list[Column]:
        """Columns that the feed wants and the file has not; of a group the first."""
        missing = [column for column in feed.columns if column.is_required and column.name not in self.places]
        for group in feed.one_of:
            if not any(name in self.places for name in group):
                missing += [column for column in feed.columns if column.name == group[0]]
        return missing

    @property
    def unknown(self) -> list[str]:
        """Titles of the file that no column of the feed took."""
        taken = set(self.places.values())
        return [title for place, title in enumerate(self.titles) if title and place not in taken]


def find(rows: Sequence[Sequence[object]], merges: Sequence[Sequence[int]], feed: Feed) -> Header | None:
    """The best header among the first rows; None where no required column is found at all."""
    best: Header | None = None
    for index in range(min(len(rows), SEARCHED_ROWS)):
        for header in _candidates(rows, index, merges, feed):
            if best is None or _worth(header, feed) > _worth(best, feed):
                best = header
    return best if best and _worth(best, feed)[1] else None


def guess(rows: Sequence[Sequence[object]]) -> Header:
    """Where a header probably stands in which nothing is recognised: the row with the most words, for a person."""
    counts = [sum(bool(as_text(cell).strip()) for cell in cells) for cells in rows[:SEARCHED_ROWS]]
    index = counts.index(max(counts)) if counts else 0
    titles = tuple(" ".join(as_text(cell).split()) for cell in rows[index]) if rows else ()
    return Header(index, index, titles)


def _worth(header: Header, feed: Feed) -> tuple[int, int, int]:
    required = sum(column.name in header.places for column in feed.columns if column.is_required)
    return required, len(header.places), -(header.last - header.first)


def _candidates(
    rows: Sequence[Sequence[object]], index: int, merges: Sequence[Sequence[int]], feed: Feed
) -> list[Header]:
    top = [as_text(cell) for cell in rows[index]]
    found = [_header((index, index), [(title,) for title in top], feed)]
    if index + 1 < len(rows) and _is_double(top, rows[index + 1], index, merges):
        parents = _spread(top, index, merges)
        below = [as_text(cell) for cell in rows[index + 1]]
        names = [(child, parent + child) if child else (parent,) for parent, child in zip(parents, below, strict=True)]
        found.append(_header((index, index + 1), names, feed))
    return found


def _is_double(top: Sequence[str], below: Sequence[object], index: int, merges: Sequence[Sequence[int]]) -> bool:
    """A second header row stands under a heading that spans columns."""
    spans = any(first == last == index and left < right for first, left, last, right in merges)
    gaps = any(not title and as_text(child) for title, child in zip(top, below, strict=True))
    return spans or gaps


def _spread(top: Sequence[str], index: int, merges: Sequence[Sequence[int]]) -> list[str]:
    """Headings with those that span columns repeated over their columns."""
    titles = list(top)
    for first, left, last, right in merges:
        if first <= index <= last:
            titles[left : right + 1] = [top[left]] * (right + 1 - left)
    return titles


def _header(span: tuple[int, int], names: Sequence[Sequence[str]], feed: Feed) -> Header:
    keys = [[_key(name) for name in options] for options in names]
    places: dict[str, int] = {}
    for column in feed.columns:
        place = _place(column, keys, set(places.values()))
        if place is not None:
            places[column.name] = place
    titles = tuple(" ".join(options[-1].split()) for options in names)
    spaced = any(options[-1] != options[-1].strip() for options in names)
    return Header(span[0], span[1], titles, places, spaced)


def _place(column: Column, keys: Sequence[Sequence[str]], taken: set[int]) -> int | None:
    for title in column.titles:
        wanted = _key(title)
        for place, options in enumerate(keys):
            if place not in taken and wanted in options:
                return place
    return None


def _key(title: str) -> str:
    key = label_key(title)
    for prefix in _PREFIXES:
        key = key.removeprefix(label_key(prefix))
    return key


def with_mapping(header: Header, mapping: Mapping[str, int | None]) -> Header:
    """The header as a person has mapped it: column of the feed to column of the file, None for none."""
    places = {name: place for name, place in {**header.places, **mapping}.items() if place is not None}
    return Header(header.first, header.last, header.titles, places, header.spaced)
