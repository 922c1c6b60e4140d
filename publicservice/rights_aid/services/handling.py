"""What officials and the staff of outlets do with a request, each step one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from ipservice.accounts.models import User
from ipservice.evidence.models import StoredFile
from ipservice.foundation.explanation import Finding, all_met, first_unmet
from ipservice.notices.services import notify
from ipservice.reference.models import District
from publicservice.network.models import Outlet
from publicservice.rights_aid.models import AidRequest
from publicservice.rights_aid.rules import (
    POLICE,
    ConditionsUnmet,
    CrimeGoesToThePolice,
    Facts,
    State,
    Step,
    WordsMissing,
    acceptance,
)
from publicservice.rights_aid.services.steps import ready, take

SHORTEST = {Step.ASK: 6, Step.REFUSE: 6, Step.TRANSFER: 6, Step.ANSWER: 10, Step.COMPLETE: 1}
NAMED = {
    Step.ASK: "需要补正的内容",
    Step.REFUSE: "不予受理的理由",
    Step.TRANSFER: "移送的理由",
    Step.ANSWER: "答复",
    Step.COMPLETE: "补充的内容",
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What only a person can judge of a request."""

    is_in_competence: bool = True
    is_crime_suspected: bool = False


def findings_of(request: AidRequest, judgement: Judgement) -> tuple[Finding, ...]:
    """The conditions of intake held against a request as it stands."""
    facts = Facts(
        has_object=bool(request.respondent.strip()),
        facts_length=len("".join(request.facts.split())),
        is_anonymous=request.is_anonymous,
        has_identity=bool(request.applicant_name.strip() and request.phone.strip()),
        files=request.evidence.count(),
        other_body=request.other_body,
        handed_over_by=request.handed_over_by,
        is_in_competence=judgement.is_in_competence,
        is_crime_suspected=judgement.is_crime_suspected,
    )
    return acceptance(facts, request.ruleset.parameters)


@transaction.atomic
def accept(request_id: int, judgement: Judgement, *, by: User, today: date) -> AidRequest:
    """Take a request up; every condition is met. Raises ``ConditionsUnmet`` or ``CrimeGoesToThePolice``."""
    request = ready(request_id, Step.ACCEPT, by=by)
    findings = findings_of(request, judgement)
    if judgement.is_crime_suspected:
        raise CrimeGoesToThePolice()
    if not all_met(findings):
        unmet = first_unmet(findings)
        raise ConditionsUnmet(problem=f"{unmet.requirement}（{unmet.actual}）" if unmet else "")
    return take(request, Step.ACCEPT, by=by, today=today, findings=findings, accepted_on=today)


@transaction.atomic
def refuse(request_id: int, judgement: Judgement, *, words: str, by: User, today: date) -> AidRequest:
    """Not taken up, with the reason that the applicant reads and the conditions as they were."""
    request = ready(request_id, Step.REFUSE, by=by)
    findings = findings_of(request, judgement)
    return take(request, Step.REFUSE, by=by, today=today, words=_words(Step.REFUSE, words), findings=findings)


@transaction.atomic
def ask_to_complete(request_id: int, *, words: str, by: User, today: date) -> AidRequest:
    request = ready(request_id, Step.ASK, by=by)
    return take(request, Step.ASK, by=by, today=today, words=_words(Step.ASK, words))


@transaction.atomic
def complete(request_id: int, *, words: str, files: Sequence[StoredFile] = (), today: date) -> AidRequest:
    """The applicant adds what was asked for; the term of the decision begins anew."""
    request = ready(request_id, Step.COMPLETE)
    said = _words(Step.COMPLETE, words)
    request.evidence.add(*files)
    facts = f"{request.facts}\n\n【{today:%Y年%-m月%-d日}补正】{said}"
    return take(request, Step.COMPLETE, by=None, today=today, words="", facts=facts)


@transaction.atomic
def assign(
    request_id: int, *, district: District | None = None, outlet: Outlet | None = None, by: User, today: date
) -> AidRequest:
    """Give a request to a district and one of its outlets, or back to the city. The state stays."""
    request = ready(request_id, Step.ASSIGN, by=by)
    if not by.is_city_official and (outlet is None or outlet.district_id != by.district_id):
        district, outlet = by.district, None
    if outlet is not None:
        district = outlet.district
    words = f"{district.name if district else '市级'}{'，' + outlet.name if outlet else ''}"
    taken = take(request, Step.ASSIGN, by=by, today=today, words=words, district=district, outlet=outlet)
    if outlet is not None:
        staff = User.objects.active().filter(outlet_posts__outlet=outlet, outlet_posts__ended_on__isnull=True)
        notify(
            staff.distinct(),
            event=f"rights_aid:{request.pk}:assigned:{outlet.pk}:{request.steps.count()}",
            title=f"请办理维权援助请求 {request.number}",
            link=f"/portal/rights-aid/{request.pk}/",
            due_on=request.due_on,
            is_task=True,
        )
    return taken


@transaction.atomic
def begin(request_id: int, *, by: User, today: date) -> AidRequest:
    """Work begins; the term of the answer goes on running."""
    return take(ready(request_id, Step.HANDLE, by=by), Step.HANDLE, by=by, today=today)


@transaction.atomic
def answer(request_id: int, *, words: str, by: User, today: date) -> AidRequest:
    request = ready(request_id, Step.ANSWER, by=by)
    said = _words(Step.ANSWER, words)
    return take(request, Step.ANSWER, by=by, today=today, words=said, answer=said, answered_on=today)


@transaction.atomic
def transfer(request_id: int, *, to: str, words: str, by: User, today: date) -> AidRequest:
    """Hand a request to another body; a suspicion of crime to the police."""
    request = ready(request_id, Step.TRANSFER, by=by)
    if len(to.strip()) < len(POLICE) - 2:
        raise WordsMissing(field="to", step=Step.TRANSFER.label, what="接收单位", least=len(POLICE) - 2)
    said = _words(Step.TRANSFER, words)
    told = f"已移送{to.strip()}。{said}"
    return take(request, Step.TRANSFER, by=by, today=today, words=told, transferred_to=to.strip()[:120])


@transaction.atomic
def close(request_id: int, *, by: User | None, today: date) -> AidRequest:
    return take(ready(request_id, Step.CLOSE, by=by), Step.CLOSE, by=by, today=today, closed_on=today)


def close_due(*, today: date) -> int:
    """What was answered, refused or handed over, and whose last term is over. Run twice it closes once."""
    over = AidRequest.objects.filter(
        state__in=(State.ANSWERED, State.REFUSED, State.TRANSFERRED), due_on__lt=today
    ).values_list("pk", flat=True)
    return len([close(key, by=None, today=today) for key in list(over)])


def _words(step: Step, words: str) -> str:
    """What the applicant reads. Raises ``WordsMissing``."""
    if len(words.strip()) < SHORTEST[step]:
        raise WordsMissing(field="words", step=step.label, what=NAMED[step], least=SHORTEST[step])
    return words.strip()
