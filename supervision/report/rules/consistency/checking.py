"""Each claim of a text held against the other numbers of the same text."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ipservice.foundation.vocabulary import Vocabulary
from supervision.report.rules import numbers
from supervision.report.rules.consistency.quantities import Quantity, Role, quantities

OVERLAP = 3
COUNTED = frozenset({"家", "户", "个", "所"})
MONEY = frozenset({"元", "元/人"})
SPLIT = ("分为", "包括", "组成", "构成")
Bounds = tuple[Fraction, Fraction | None]


class Verdict(Vocabulary):
    CONFIRMED = "confirmed", "相符"
    CONTRADICTED = "contradicted", "不相符"
    UNDETERMINED = "undetermined", "不能判定"


@dataclass(frozen=True, slots=True)
class Check:
    """One claim: what kind, what is printed, what follows from the other numbers, and whether the two agree."""

    kind: str
    year: int
    claim: str
    follows: str
    verdict: Verdict

    @property
    def message(self) -> str:
        return f"{self.year}年{self.claim}：{self.follows}，{self.verdict.label}。"


def check(text: str, *, year: int = 0) -> list[Check]:
    """Every claim that can be held against other numbers of the text, in its order; claims that can't are silent.

    ``year`` is that of the text, until it names another.
    """
    known = quantities(text, year)
    found: list[Check] = []
    for at, one in enumerate(known):
        checked = _CHECKS[one.role](one, at, known)
        if checked:
            found.append(checked)
    return found + _sums(text, known)


def _growth(claim: Quantity, at: int, known: Sequence[Quantity]) -> Check | None:
    now = _last_before(known, at, lambda one: one.role in (Role.STOCK, Role.MEAN, Role.SHARE))
    if now is None or now.sentence != claim.sentence:
        return None
    then = _best(known, now, lambda one: one.year == now.year - 1 and one.role == now.role and one.unit == now.unit)
    if then is None or not then.low or (claim.unit == "个百分点") != (now.role == Role.SHARE):
        return None
    if claim.unit == "个百分点":
        bounds: Bounds = (_minus(now.low, then.high), _minus_or_open(now.high, then.low))
        point = now.point - then.point
    else:
        low = Fraction(-100) if then.high is None else (now.low / then.high - 1) * 100
        bounds = (low, None if now.high is None else (now.high / then.low - 1) * 100)
        point = (now.point / then.point - 1) * 100
    said = f"{now.subject}{now.text}，增减{numbers.rounded(claim.point, 2)}{claim.unit}"
    follows = f"由上年{then.text}计算为{numbers.rounded(point, 2)}{claim.unit}"
    return Check("增减", now.year, said, follows, _verdict(claim, bounds, point, (now, then)))


def _minus(low: Fraction, high: Fraction | None) -> Fraction:
    return Fraction(-100) if high is None else low - high


def _minus_or_open(high: Fraction | None, low: Fraction) -> Fraction | None:
    return None if high is None else high - low


def _share(claim: Quantity, at: int, known: Sequence[Quantity]) -> Check | None:
    part = _last_before(known, at, lambda one: one.role == Role.STOCK)
    if part is None or part.sentence != claim.sentence or not claim.whole and "率" not in claim.subject:
        return None
    whole = _whole_of(part, claim, at, known)
    if whole is None or not whole.low:
        return None
    bounds: Bounds = (
        Fraction(0) if whole.high is None else part.low / whole.high * 100,
        None if part.high is None else part.high / whole.low * 100,
    )
    point = part.point / whole.point * 100
    said = f"{part.subject}{part.text}，比重{claim.text}"
    follows = f"由{whole.text}计算为{numbers.rounded(point, 2)}%"
    return Check("比重", claim.year, said, follows, _verdict(claim, bounds, point, (part, whole)))


def _whole_of(part: Quantity, claim: Quantity, at: int, known: Sequence[Quantity]) -> Quantity | None:
    """What the words after 占 name; else the nearest earlier number of the unit that is no part."""
    same = [one for one in known if one.role == Role.STOCK and one.unit == part.unit and one is not part]
    same = [one for one in same if one.year == part.year]
    named = [one for one in same if claim.whole and _related(one.subject, claim.whole) >= 2]
    if named:
        return max(named, key=lambda one: _related(one.subject, claim.whole))
    earlier = [one for one in known[:at] if one in same and not one.is_part and one.point >= part.point]
    return earlier[-1] if earlier else None


def _mean(claim: Quantity, at: int, known: Sequence[Quantity]) -> Check | None:
    """A mean is a sum by a count: 元 by 家, or by 人 where it says 人均."""
    counted = frozenset({"人"}) if claim.is_per_head else COUNTED
    of_year = [one for one in known if one.year == claim.year and one.role == Role.STOCK]
    sums = _nearest([one for one in of_year if one.unit in MONEY and one.point > claim.point], claim.subject)
    counts = _nearest([one for one in of_year if one.unit in counted], claim.subject)
    if sums is None or counts is None or not counts.low:
        return None
    low = Fraction(0) if counts.high is None else sums.low / counts.high
    bounds: Bounds = (low, None if sums.high is None else sums.high / counts.low)
    point = sums.point / counts.point
    unit = "万元" if point >= 10_000 else "元"
    shown = numbers.rounded(point / (10_000 if unit == "万元" else 1), 1)
    said = f"{claim.subject}平均{claim.text}"
    follows = f"由{sums.text}除以{counts.text}为{shown}{unit}"
    return Check("平均", claim.year, said, follows, _verdict(claim, bounds, point, (sums, counts)))


def _stock(claim: Quantity, at: int, known: Sequence[Quantity]) -> Check | None:
    return None


def _sums(text: str, known: Sequence[Quantity]) -> list[Check]:
    """A total followed by its parts: they add up where the text says that they are all, else they stay within it."""
    found = []
    sentences = [part for part in text.replace("！", "。").replace("？", "。").replace("\n", "。").split("。") if part]
    for place in sorted({one.sentence for one in known}):
        stocks = [one for one in known if one.sentence == place and one.role == Role.STOCK]
        total = next((one for one in stocks if not one.is_part), None)
        parts = [one for one in stocks if one.is_part and total and one.unit == total.unit]
        if total and len(parts) >= 2:
            is_split = any(word in sentences[place] for word in SPLIT)
            found.append(_sum(total, parts, is_split=is_split))
    return found


def _sum(total: Quantity, parts: Sequence[Quantity], *, is_split: bool) -> Check:
    low, point = sum((one.low for one in parts), Fraction(0)), sum((one.point for one in parts), Fraction(0))
    high = None if any(one.is_open for one in parts) else sum((one.high or Fraction(0) for one in parts), Fraction(0))
    claim = f"{total.subject}{total.text}，其中{'、'.join(one.text for one in parts)}"
    if is_split:
        verdict = _verdict(total, (low, high), point, parts)
        return Check("合计", total.year, claim, f"各项相加为{numbers.rounded(point, 0)}{total.unit}", verdict)
    is_within = total.high is None or low <= total.high
    verdict = Verdict.CONFIRMED if is_within else Verdict.CONTRADICTED
    return Check("其中", total.year, claim, f"各项相加为{numbers.rounded(point, 0)}{total.unit}，应不超过总数", verdict)


def _verdict(claim: Quantity, bounds: Bounds, point: Fraction, grounds: Iterable[Quantity]) -> Verdict:
    """Contradicted where no number that rounds as printed can follow; open ends confirm only by their point."""
    low, high = bounds
    apart = (high is not None and claim.low > high) or (claim.high is not None and claim.high < low)
    if apart:
        return Verdict.CONTRADICTED
    is_at_point = claim.low <= point and (claim.high is None or point <= claim.high)
    is_open = claim.is_open or any(one.is_open for one in grounds)
    return Verdict.CONFIRMED if is_at_point or not is_open else Verdict.UNDETERMINED


def _last_before(known: Sequence[Quantity], at: int, fits: Callable[[Quantity], bool]) -> Quantity | None:
    return next((one for one in reversed(known[:at]) if fits(one)), None)


def _best(known: Iterable[Quantity], like: Quantity, fits: Callable[[Quantity], bool]) -> Quantity | None:
    """The quantity of the same subject: the same words, else those that share the most of them."""
    return _same([one for one in known if fits(one)], like.subject)


def _same(candidates: Sequence[Quantity], subject: str) -> Quantity | None:
    exact = [one for one in candidates if one.subject == subject]
    if exact:
        return exact[0]
    within = [
        one for one in candidates if subject and one.subject and (subject in one.subject or one.subject in subject)
    ]
    return max(within, key=lambda one: _related(one.subject, subject)) if within else None


def _nearest(candidates: Sequence[Quantity], subject: str) -> Quantity | None:
    """What shares the longest run of words with ``subject``; the first of equals; None without three in common."""
    related = [(one, _related(one.subject, subject)) for one in candidates]
    fitting = [pair for pair in related if pair[1] >= OVERLAP]
    return max(fitting, key=lambda pair: pair[1])[0] if fitting else None


def _related(one: str, other: str) -> int:
    """Length of the longest run of signs that both contain."""
    for length in range(min(len(one), len(other)), 0, -1):
        if any(one[start : start + length] in other for start in range(len(one) - length + 1)):
            return length
    return 0


_CHECKS = {Role.GROWTH: _growth, Role.SHARE: _share, Role.MEAN: _mean, Role.STOCK: _stock}
