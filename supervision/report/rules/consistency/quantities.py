"""Printed quantities of a text: what they speak of, of which year, in which role, and between which bounds they lie.

A printed number is an interval: 8.9 万家 is what rounds to it, 超过 2600 亿元 has no upper bound, 约 is two percent.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from ipservice.foundation.vocabulary import Vocabulary


class Role(Vocabulary):
    STOCK = "stock", "总量"
    GROWTH = "growth", "增减"
    SHARE = "share", "比重"
    MEAN = "mean", "平均"


@dataclass(frozen=True, slots=True)
class Quantity:
    """``point`` is what is printed, ``low`` and ``high`` what it may stand for; ``high`` is None without a bound."""

    subject: str
    year: int
    role: Role
    unit: str
    point: Fraction
    low: Fraction
    high: Fraction | None
    text: str
    sentence: int
    is_part: bool = False
    whole: str = ""
    is_per_head: bool = False

    @property
    def is_open(self) -> bool:
        return self.high is None


SCALES = {"": 1, "百": 100, "千": 1_000, "万": 10_000, "百万": 1_000_000, "亿": 100_000_000}
NUMBER = re.compile(
    r"(?P<about>超过|超|突破|逾|约为?|近|＞|>|≈)?\s*(?P<digits>\d[\d,，]*(?:\.\d+)?)\s*(?P<scale>百万|亿|万|千|百)?"
    r"(?P<more>余|多)?(?P<unit>个百分点|%|％|元/人|元|家|人次|人|件|户|个|项|所|起)"
)
YEAR = re.compile(r"((?:19|20)\d{2})年(?:底|末|度)?")
SENTENCE = re.compile(r"[^。！？\n]+")
FALLING = re.compile(r"下降|减少|降低|回落|下滑")
RISING = re.compile(r"增长|增加|提高|上升|增幅|增速")
SHARING = re.compile(r"(?:占(?P<whole>[^，、；：\d]{0,20}?)(?:的比重|的比例|的|比)?(?:为|达)?|[比率]重?(?:为|达)?)$")
MEANING = re.compile(r"平均|人均|户均|每家|均值")
PARTING = re.compile(r"其中|分别")
IDLE = re.compile(
    r"全国|全市|全年|本市|截至|共有|共计|合计|总计|总量|总额|达到|实现|其中|分别|拥有|已有|同比|比上年|较上年|均为"
    r"|[\s：:（()）“”—]"
)
EDGES = "为达共有的是中底末"


def quantities(text: str, year: int = 0) -> list[Quantity]:
    """In the order of the text. ``year`` holds until another one is named."""
    found: list[Quantity] = []
    for place, match in enumerate(SENTENCE.finditer(text)):
        year = _sentence(match.group(), place, year, found)
    return found


def _sentence(sentence: str, place: int, year: int, found: list[Quantity]) -> int:
    """Adds the quantities of one sentence; returns the year that holds at its end."""
    at, subject = 0, ""
    plain = re.sub(r"比(?:上年|\d{4}年)", "比上年", sentence)
    for match in NUMBER.finditer(plain):
        before = plain[at : match.start()]
        at = match.end()
        if named := YEAR.findall(before):
            year = int(named[-1])
        clause = re.split(r"[，；、,;]", YEAR.sub("", before))[-1]
        role, whole = _role(clause, match["unit"])
        own = _subject(clause)
        subject = own if own and role in (Role.STOCK, Role.MEAN) else subject
        is_part = bool(PARTING.search(before)) or (bool(found) and _continues(found[-1], place, before))
        found.append(_quantity(match, (own or subject, year, role, place), is_part=is_part, whole=whole, clause=clause))
    return year


def _continues(last: Quantity, place: int, before: str) -> bool:
    """甲 3 家、乙 5 家: what follows a part by a 、 is a part."""
    return last.is_part and last.sentence == place and before.startswith(("、", "和"))


def _role(clause: str, unit: str) -> tuple[Role, str]:
    is_rate = unit in ("%", "％", "个百分点")
    if is_rate and (FALLING.search(clause) or RISING.search(clause)):
        return Role.GROWTH, ""
    if is_rate:
        sharing = SHARING.search(clause)
        return Role.SHARE, _subject(sharing["whole"] or "") if sharing else ""
    return (Role.MEAN if MEANING.search(clause) else Role.STOCK), ""


def _subject(clause: str) -> str:
    return IDLE.sub("", MEANING.sub("", RISING.sub("", FALLING.sub("", clause)))).strip(EDGES)


def _quantity(
    match: re.Match[str], named: tuple[str, int, Role, int], *, is_part: bool, whole: str, clause: str
) -> Quantity:
    subject, year, role, place = named
    digits = match["digits"].replace(",", "").replace("，", "")
    scale = SCALES[match["scale"] or ""]
    point = Fraction(digits) * scale
    half = Fraction(scale, 2 * 10 ** len(digits.partition(".")[2]))
    low, high = point - half, point + half
    about = match["about"] or ""
    if about in ("约", "约为", "近", "≈"):
        low, high = point * Fraction(98, 100), point * Fraction(102, 100)
    is_open = bool(match["more"]) or about in ("超过", "超", "突破", "逾", "＞", ">")
    sign = -1 if role == Role.GROWTH and FALLING.search(clause) else 1
    if sign < 0:
        point, low, high = -point, -high, -low
    unit = "%" if match["unit"] == "％" else match["unit"]
    is_exact = "." not in digits and scale == 1 and unit not in ("%", "个百分点")
    if is_exact and not about and not match["more"]:
        low = high = point
    low, upper = (point, None) if is_open else (low, high)
    is_per_head = unit == "元/人" or "人均" in clause
    text = match.group().strip()
    return Quantity(subject, year, role, unit, point, low, upper, text, place, is_part, whole, is_per_head)
