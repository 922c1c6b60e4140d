"""Filings and yearly totals: the smallest valid ones."""

import datetime as dt
from itertools import count

from agencies.filings.models import Filing, Outcome, PatentKind, TotalSource, YearlyTotal
from agencies.registry.models import Agency
from ipservice.foundation.identifiers import application_number

_serials = count(1)


def make_number(year: int, kind: str = PatentKind.INVENTION) -> str:
    """A number with the right check character, out of a serial range that is never issued."""
    body = f"{year}{kind}99{next(_serials):05d}"
    return body + application_number.check_character(body)


def make_filing(agency: Agency, *, filed_on: dt.date = dt.date(2023, 3, 1), **fields) -> Filing:
    """A pending invention; with ``concluded_on`` it is granted unless ``outcome`` says otherwise."""
    kind = fields.setdefault("kind", PatentKind.INVENTION)
    if fields.get("concluded_on"):
        fields.setdefault("outcome", Outcome.GRANTED)
    fields.setdefault("number", make_number(filed_on.year, kind))
    return Filing.objects.create(agency=agency, filed_on=filed_on, filed_year=filed_on.year, **fields)


def make_total(agency: Agency, year: int = 2023, *, source: str = TotalSource.SUMMARY, **fields) -> YearlyTotal:
    fields.setdefault("kind", PatentKind.INVENTION)
    return YearlyTotal.objects.create(agency=agency, year=year, source=source, **fields)
