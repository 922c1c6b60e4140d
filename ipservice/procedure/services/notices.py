"""Drawing up a public notice: its number, its index number, its days by the real calendar."""

from datetime import date

from django.conf import settings

from ipservice.documents.numbering import next_number, next_value
from ipservice.procedure.kinds import kind_of
from ipservice.procedure.models import Decision, PublicNotice
from ipservice.procedure.services.terms import term
from ipservice.reference.calendar import working_calendar

INDEX_SERIES = "索引号"


def draw_up_notice(decision: Decision, *, today: date) -> PublicNotice:
    """The notice of a decision whose first day is ``today``. Runs inside the step's transaction."""
    working_days = term("notice_working_days", on=today, ruleset=decision.ruleset)
    last = working_calendar().last_day(today, working_days)
    text = kind_of(decision).notice_text(decision)
    return PublicNotice.objects.create(
        decision=decision,
        index_number=index_number(today.year),
        number=next_number(settings.NUMBER_PREFIXES["notice"], today.year),
        title=text.title,
        issuer=settings.SITE["host_unit"],
        basis="\n".join(part for part in (text.basis, text.body) if part),
        contact=settings.SITE["contact"],
        topic=text.topic,
        written_on=today,
        released_on=today,
        first_day=today,
        last_day=last.day,
        working_days=working_days,
        is_provisional=last.is_provisional,
    )


def index_number(year: int) -> str:
    """As Chongqing sites print it: the issuer's credit code in lower case, the year, five digits without gaps."""
    own = f"{year}-{next_value(INDEX_SERIES, year):05d}"
    code = settings.SITE["credit_code"].lower()
    return f"{code}/{own}" if code else own
