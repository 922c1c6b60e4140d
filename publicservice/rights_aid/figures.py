"""Rights aid of a year: requests by kind of right, and how many were answered within their term."""

from collections import Counter
from datetime import date

from django.db.models import F

from ipservice.figures.registry import Figure, Table, Value
from publicservice.rights_aid.models import AidRequest
from publicservice.rights_aid.rules import RightKind

CLAUSE = "措施（五）6"
SOURCE = "维权援助办理记录"


def by_right(day: date) -> Table:
    """One statement."""
    filed = AidRequest.objects.filter(filed_on__range=(date(day.year, 1, 1), day))
    sums = Counter(filed.order_by().values_list("right_kind", flat=True))
    return Table([Value((kind.label,), count=sums[kind]) for kind in RightKind], as_of=day, source=SOURCE)


def in_time(day: date) -> Table:
    """Of the requests answered in the year, those answered by their due day. Two statements."""
    answered = AidRequest.objects.filter(answered_on__range=(date(day.year, 1, 1), day), due_on__isnull=False)
    kept = answered.filter(answered_on__lte=F("due_on")).count()
    return Table([Value(("全市",), numerator=kept, denominator=answered.count())], as_of=day, source=SOURCE)


BY_RIGHT = Figure(
    key="rights_aid.by_right",
    title="维权援助请求（按权利类型）",
    unit="件",
    clause=CLAUSE,
    definition="当年收到的维权援助请求，按权利类型分列。",
    dimensions=("权利类型",),
    read=by_right,
    is_dated=True,
    adds_up=True,
    is_public=False,
)
IN_TIME = Figure(
    key="rights_aid.in_time",
    title="维权援助按期答复率",
    unit="%",
    clause=CLAUSE,
    definition="当年答复的维权援助请求中，在办理期限以内答复的比重。",
    dimensions=("范围",),
    read=in_time,
    numerator="按期答复",
    denominator="有期限的答复",
    is_dated=True,
    is_public=False,
)
FIGURES = (BY_RIGHT, IN_TIME)
