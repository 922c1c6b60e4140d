"""How many of those who must answer have answered: by district, kind and size. Counts only, never an answer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, Q, QuerySet

from agencies.registry.models import AgencyKind
from ipservice.reference.models import District
from supervision.survey.models import SurveyReturn
from supervision.survey.rules.sizes import SizeClass
from supervision.survey.rules.states import ReturnState

IN_HAND = {
    "submitted": ReturnState.SUBMITTED,
    "passed": ReturnState.DISTRICT_PASSED,
    "returned": ReturnState.RETURNED,
    "accepted": ReturnState.ACCEPTED,
}


@dataclass(frozen=True, slots=True)
class Rate:
    """One district, kind or size. ``key`` is what the list of returns is filtered by."""

    key: str
    label: str
    due: int = 0
    answered: int = 0
    submitted: int = 0
    passed: int = 0
    returned: int = 0
    accepted: int = 0
    excused: int = 0

    @property
    def silent(self) -> int:
        return self.due - self.answered

    @property
    def rate(self) -> Fraction | None:
        """Answered over due; None where nobody is due."""
        return Fraction(self.answered, self.due) if self.due else None

    @property
    def percent(self) -> int:
        """For the length of a bar."""
        return round(self.answered * 100 / self.due) if self.due else 0


@dataclass(frozen=True, slots=True)
class Board:
    """The state of collection in one area, lowest rate first within each breakdown."""

    total: Rate
    by_district: tuple[Rate, ...]
    by_kind: tuple[Rate, ...]
    by_size: tuple[Rate, ...]


def board(returns: QuerySet[SurveyReturn]) -> Board:
    """``returns`` are those of one year that the reader may see. Two statements."""
    rows = list(
        returns.order_by()
        .values("district", "kind", "size_class")
        .annotate(
            due=Count("pk", filter=~Q(state=ReturnState.EXCUSED)),
            answered=Count("pk", filter=~Q(state=ReturnState.EXCUSED) & Q(submitted_at__isnull=False)),
            excused=Count("pk", filter=Q(state=ReturnState.EXCUSED)),
            **{name: Count("pk", filter=Q(state=state)) for name, state in IN_HAND.items()},
        )
    )
    names = dict(District.objects.filter(pk__in={row["district"] for row in rows}).values_list("pk", "name"))
    return Board(
        total=_sum("", "合计", rows),
        by_district=_grouped(rows, "district", lambda key: names[key]),
        by_kind=_grouped(rows, "kind", AgencyKind.label_of),
        by_size=_grouped(rows, "size_class", SizeClass.label_of),
    )


def _grouped(rows: list[dict], name: str, label: Callable[..., str]) -> tuple[Rate, ...]:
    groups: dict[object, list[dict]] = {}
    for row in rows:
        groups.setdefault(row[name], []).append(row)
    rates = [_sum(str(key), label(key), own) for key, own in groups.items()]
    return tuple(sorted(rates, key=lambda rate: (rate.rate is None, rate.rate or 0, -rate.silent, rate.label)))


def _sum(key: str, label: str, rows: Iterable[dict]) -> Rate:
    counted = ("due", "answered", "excused", *IN_HAND)
    totals = dict.fromkeys(counted, 0)
    for row in rows:
        for name in counted:
            totals[name] += row[name]
    return Rate(key, label, **totals)


def silent(returns: QuerySet[SurveyReturn]) -> QuerySet[SurveyReturn]:
    """Those who must answer and never have: the list behind due minus answered."""
    return returns.due().filter(submitted_at__isnull=True)
