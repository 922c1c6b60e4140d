"""措施（九）奖励评定之前的数据筛查: patterns in the filings of a year that an official looks at before approval.

A flag names its rows and decides nothing. Four patterns: one client's case split into many (《规范申请专利行为的规定》
第三条所称分散提交), clients moved from one agency to another in the year, a heap at the end of the year, clients whose
names differ by a number only. Filings without the applicant's name can be held against the third pattern alone.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Self

from ipservice.foundation.vocabulary import Vocabulary


class Pattern(Vocabulary):
    SPLIT = "split", "拆分提交"
    TRANSFERRED = "transferred", "年内转移"
    LATE_SPIKE = "late_spike", "年末集中"
    RELATED_CLIENTS = "related_clients", "关联客户"


@dataclass(frozen=True, slots=True)
class FilingFact:
    """One filing of the year; ``agency`` is the code by which its line is known."""

    number: str
    agency: str
    applicant: str
    ipc: str
    filed_on: date


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From how much on a pattern is flagged. Days are calendar days, both ends included."""

    split_filings: int
    split_days: int
    transferred_filings: int
    transferred_days: int
    spike_filings: int
    spike_days: int
    spike_percent: int
    related_clients: int
    related_filings: int

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Self:
        return cls(**{each.name: values[each.name] for each in fields(cls)})


LABELS = {
    "split_filings": "拆分提交：件数",
    "split_days": "拆分提交：天数",
    "transferred_filings": "年内转移：前后各件数",
    "transferred_days": "年内转移：间隔天数",
    "spike_filings": "年末集中：件数",
    "spike_days": "年末集中：末段天数",
    "spike_percent": "年末集中：相当于平时的百分比",
    "related_clients": "关联客户：申请人个数",
    "related_filings": "关联客户：件数",
}


def problems(values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with thresholds, by name."""
    wrong = {name: "缺少此项。" for name in LABELS if name not in values}
    for name, value in values.items():
        if name not in LABELS:
            wrong[name] = "没有这一参数。"
        elif isinstance(value, bool) or not isinstance(value, int) or value < 1:
            wrong[name] = f"“{value}”应为 1 以上的整数。"
    return wrong


@dataclass(frozen=True, slots=True)
class Flag:
    """One pattern found: at which agencies, in which rows (application numbers, by day)."""

    pattern: Pattern
    agencies: tuple[str, ...]
    sentence: str
    numbers: tuple[str, ...]


def screen(filings: Iterable[FilingFact], thresholds: Thresholds, *, year: int) -> list[Flag]:
    """The flags in the order of the patterns, then of agencies and days."""
    ordered = sorted(filings, key=lambda filing: (filing.filed_on, filing.number))
    named = [filing for filing in ordered if filing.applicant]
    flags = [
        *_split(named, thresholds),
        *_transferred(named, thresholds),
        *_late_spikes(ordered, thresholds, year=year),
        *_related_clients(named, thresholds),
    ]
    places = {pattern: place for place, pattern in enumerate(Pattern)}
    return sorted(flags, key=lambda flag: (places[flag.pattern], flag.agencies, flag.numbers))


def _grouped(filings: Iterable[FilingFact], *names: str) -> dict[tuple[str, ...], list[FilingFact]]:
    groups: dict[tuple[str, ...], list[FilingFact]] = defaultdict(list)
    for filing in filings:
        groups[tuple(getattr(filing, name) for name in names)].append(filing)
    return groups


def _numbers(filings: Iterable[FilingFact]) -> tuple[str, ...]:
    return tuple(filing.number for filing in filings)


def _split(filings: Sequence[FilingFact], thresholds: Thresholds) -> Iterable[Flag]:
    for (agency, applicant, ipc), group in _grouped(filings, "agency", "applicant", "ipc").items():
        for run in _runs(group, thresholds.split_days):
            if len(run) >= thresholds.split_filings:
                sentence = (
                    f"申请人“{applicant}”自 {run[0].filed_on} 起 {thresholds.split_days} 天内就同一分类"
                    f"（{ipc or '未填'}）提交 {len(run)} 件"
                )
                yield Flag(Pattern.SPLIT, (agency,), sentence, _numbers(run))


def _runs(filings: Sequence[FilingFact], days: int) -> Iterable[list[FilingFact]]:
    """Cut into runs that each last at most ``days`` days."""
    run: list[FilingFact] = []
    for filing in filings:
        if run and filing.filed_on > run[0].filed_on + timedelta(days - 1):
            yield run
            run = []
        run.append(filing)
    if run:
        yield run


def _transferred(filings: Sequence[FilingFact], thresholds: Thresholds) -> Iterable[Flag]:
    """A client that stopped at one agency and began at another, with many filings on both sides."""
    for (applicant,), group in _grouped(filings, "applicant").items():
        spans = sorted(_grouped(group, "agency").values(), key=lambda span: (span[0].filed_on, span[0].number))
        for before, after in pairwise(spans):
            gap = (after[0].filed_on - before[-1].filed_on).days
            many = min(len(before), len(after)) >= thresholds.transferred_filings
            if many and 0 < gap <= thresholds.transferred_days:
                sentence = (
                    f"申请人“{applicant}”在 {before[0].agency} 提交 {len(before)} 件后，"
                    f"自 {after[0].filed_on} 起改由 {after[0].agency} 提交 {len(after)} 件"
                )
                agencies = (before[0].agency, after[0].agency)
                yield Flag(Pattern.TRANSFERRED, agencies, sentence, _numbers([*before, *after]))


def _late_spikes(filings: Sequence[FilingFact], thresholds: Thresholds, *, year: int) -> Iterable[Flag]:
    """The last days of the year against an equal number of the days before: compared in whole numbers."""
    days = (date(year, 12, 31) - date(year, 1, 1)).days + 1
    first_late = date(year, 12, 31) - timedelta(thresholds.spike_days - 1)
    for (agency,), group in _grouped(filings, "agency").items():
        late = [filing for filing in group if filing.filed_on >= first_late]
        usual = (len(group) - len(late)) * thresholds.spike_days
        rest = days - thresholds.spike_days
        if len(late) >= thresholds.spike_filings and len(late) * rest * 100 >= usual * thresholds.spike_percent:
            sentence = (
                f"{first_late} 起的 {thresholds.spike_days} 天提交 {len(late)} 件，"
                f"此前平均每 {thresholds.spike_days} 天 {usual / rest:.1f} 件"
            )
            yield Flag(Pattern.LATE_SPIKE, (agency,), sentence, _numbers(late))


def _related_clients(filings: Sequence[FilingFact], thresholds: Thresholds) -> Iterable[Flag]:
    stems = {filing.applicant: stem(filing.applicant) for filing in filings}
    groups: dict[tuple[str, str], list[FilingFact]] = defaultdict(list)
    for filing in filings:
        groups[filing.agency, stems[filing.applicant]].append(filing)
    for (agency, _), group in groups.items():
        clients = sorted({filing.applicant for filing in group})
        if len(clients) >= thresholds.related_clients and len(group) >= thresholds.related_filings:
            shown = "、".join(clients[:3]) + (" 等" if len(clients) > 3 else "")
            sentence = f"名称近似的 {len(clients)} 个申请人（{shown}）共提交 {len(group)} 件"
            yield Flag(Pattern.RELATED_CLIENTS, (agency,), sentence, _numbers(group))


_COUNTERS = re.compile(r"[（(][^）)]*[）)]|第?[0-9一二三四五六七八九十百甲乙丙丁戊己庚辛壬癸]+号?")
_FORMS = re.compile(r"(股份|集团)?(有限)?(责任)?(公司|合伙企业|工作室|经营部|商行|厂)$")


def stem(name: str) -> str:
    """A client's name without counters, brackets and legal form; the whole name where nothing would be left."""
    short = _FORMS.sub("", _COUNTERS.sub("", name))
    return short if len(short) > 1 else name
