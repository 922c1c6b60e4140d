"""Opening hours as people write them in tables, read into a week where they say one and nothing more."""

import re

from publicservice.network.rules.hours import HoursRefused, read_week

DAY = "一二三四五六日"
WORKING_WEEK = range(5)
_DAYS = re.compile(r"^(?:周|星期)([一二三四五六日天])(?:至|到|-)(?:周|星期)?([一二三四五六日天])[：: ]*")
_WORKDAYS = re.compile(r"^工作日[：: ]*")
_SPAN = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
_BETWEEN = re.compile(r"^[,，、;；和 ]*$")


def read_spoken(text: str) -> list[list[list[str]]] | None:
    """The stored form of the week, or None where the words leave anything open (周一、三、五上午)."""
    days, rest = _days(text.strip())
    spans = list(_SPAN.finditer(rest))
    if not spans or not _BETWEEN.match(_SPAN.sub("", rest)):
        return None
    pairs = [[f"{int(one[1]):02d}:{one[2]}", f"{int(one[3]):02d}:{one[4]}"] for one in spans]
    week = [pairs if day in days else [] for day in range(7)]
    try:
        read_week(week)
    except HoursRefused:
        return None
    return week


def _days(text: str) -> tuple[range, str]:
    """The weekdays that the text begins with; without any it speaks of the working week."""
    if match := _DAYS.match(text):
        first, last = (DAY.index("日" if day == "天" else day) for day in match.groups())
        return range(first, last + 1), text[match.end() :]
    match = _WORKDAYS.match(text)
    return WORKING_WEEK, text[match.end() :] if match else text
