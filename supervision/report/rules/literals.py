"""A number that no figure stands behind has no place in the report: literal numbers are found and named.

Allowed are dates and years, numbers of laws, articles and documents, names in 《》, standards, and the fixed names
of the field in ``NAMES`` (33618, 416).
"""

import re

from ipservice.foundation.errors import DomainError

NAMES = ("33618", "416", "12330", "SHA-256")
ALLOWED = re.compile(
    "|".join(
        (
            r"《[^》]*》",
            r"[\w 　]{0,12}〔\d{4}〕\d+号",
            r"\d{4}(?:年)?(?:至|—|-|～)\d{4}年",
            r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:底|末|初)?",
            r"\d{1,2}月(?:\d{1,2}日)?",
            r"第\d+[条款项号章]",
            r"(?:GB|DB\d*)(?:/T)? ?\d+(?:—\d{4})?",
            *NAMES,
        )
    )
)
UNITS = "家|件|人次|人|项|个百分点|个|户|次|万元|亿元|元|倍|成|％|%|位|起|公里|分钟"
DIGITS = re.compile(rf"[0-9０-９][0-9０-９,，.．]*\s*(?:{UNITS})?")
SPOKEN = re.compile(rf"(?:百分之[零一二三四五六七八九十百点]+|[一二三四五六七八九十百千万亿两]{{2,}}余?(?:{UNITS}))")


class LiteralNumber(DomainError):
    code = "report_literal_number"
    status = 422
    template = "{place}：“{numbers}”是直接写出的数字。数字只能来自数据槽；日期、文号、条款和标准号不在此限。"


def literals(text: str) -> list[str]:
    """The numbers in words of the report that come from nowhere, in order."""
    rest = ALLOWED.sub("〇", text)
    found = [match for pattern in (DIGITS, SPOKEN) for match in pattern.finditer(rest)]
    return [match.group().strip() for match in sorted(found, key=lambda match: match.start())]


def require_none(text: str, *, place: str) -> None:
    """Raises ``LiteralNumber``."""
    if found := literals(text):
        raise LiteralNumber(place=place, numbers="、".join(found[:5]))
