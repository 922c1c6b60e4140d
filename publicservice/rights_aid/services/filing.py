"""A request comes in: from somebody with a name, from somebody without, or by an official for a caller."""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ipservice.accounts.models import Role, User
from ipservice.audit.services import record
from ipservice.documents.numbering import next_number
from ipservice.evidence.models import StoredFile
from ipservice.jobs.idempotency import once
from ipservice.notices.services import notify
from ipservice.privacy.services import consenting
from ipservice.reference.models import District
from publicservice.booking.rules import codes
from publicservice.rights_aid.models import AidRequest
from publicservice.rights_aid.rules import CodeUnknown, State, Step
from publicservice.rights_aid.services import steps, telling
from publicservice.rights_aid.services.terms import in_force

PURPOSE = "rights_aid"
CONSENT = "rights_aid"
SERIES = "rights_aid"


@dataclass(frozen=True, slots=True)
class Filing:
    """What somebody asks for. An anonymous filing has no name, no contact and nobody who submits it."""

    right_kind: str
    facts: str
    is_anonymous: bool
    right_number: str = ""
    respondent: str = ""
    respondent_place: str = ""
    wish: str = ""
    other_body: str = ""
    handed_over_by: str = ""
    applicant_name: str = ""
    credit_code: str = ""
    phone: str = ""
    email: str = ""
    district: District | None = None
    files: tuple[StoredFile, ...] = ()
    is_consented: bool = False

    def columns(self) -> dict:
        names = ("right_kind", "facts", "is_anonymous", "right_number", "respondent", "respondent_place", "wish")
        plain = {name: getattr(self, name) for name in (*names, "other_body", "handed_over_by", "district")}
        if self.is_anonymous:
            return plain
        return plain | {name: getattr(self, name) for name in ("applicant_name", "credit_code", "phone", "email")}


def code_for(token: str) -> str:
    """The tracking code of the request that the form with ``token`` makes; 60 bits, kept nowhere."""
    return codes.make(settings.SECRET_KEY.encode(), f"rights-aid:{token}")


def digest_of(code: str) -> str:
    return codes.digest(settings.SECRET_KEY.encode(), f"rights-aid:{code}")


def file_once(token: str, filing: Filing, *, by: User | None, today: date) -> tuple[AidRequest, str]:
    """The request and its code; the same form sent twice is one request. Raises ``TokenReused`` for other contents.

    Of the token only a digest is stored, because the code can be made from it.
    """
    payload = {
        **{name: value for name, value in filing.columns().items() if name != "district"},
        "district": filing.district.pk if filing.district else None,
        "files": sorted(stored.sha256 for stored in filing.files),
    }
    code = code_for(token)
    key = hashlib.sha256(f"rights-aid:{token}".encode()).hexdigest() if token else ""
    number = once(PURPOSE, key, payload, lambda: file(filing, code=code, by=by, today=today).number)
    return AidRequest.objects.get(number=number), code


@transaction.atomic
def file(filing: Filing, *, code: str, by: User | None, today: date) -> AidRequest:
    """Take one request in. Raises ``ConsentMissing`` where a name is given without consent.

    ``by``: the account of the applicant, or the official who enters it for a caller. Never kept when anonymous.
    """
    if not filing.is_anonymous:
        consenting.require(CONSENT, filing.is_consented)
    ruleset = in_force(today)
    people = _people(filing, by)
    request = AidRequest(
        **filing.columns(),
        **people,
        number=next_number(settings.NUMBER_PREFIXES[SERIES], today.year),
        code_digest=digest_of(code),
        filed_on=today,
        ruleset=ruleset,
    )
    steps.set_term(request, State.FILED, today=today)
    request.save()
    request.evidence.set(filing.files)
    if not filing.is_anonymous:
        subject = (AidRequest._meta.label, request.pk)
        consenting.give(CONSENT, subject, by=people["submitted_by"], contact=filing.phone, now=timezone.now())
    steps.write(request, Step.FILE, before="", by=people["entered_by"], today=today)
    sentence = f"收到{'匿名' if filing.is_anonymous else ''}维权援助请求 {request.number}"
    actor = None if filing.is_anonymous else by
    record("rights_aid.file", sentence, subject=(AidRequest._meta.label, request.pk), by=actor)
    _ask_for_review(request)
    telling.tell(request, Step.FILE, "")
    return request


def _people(filing: Filing, by: User | None) -> dict[str, User | None]:
    if filing.is_anonymous or by is None:
        return {"submitted_by": None, "entered_by": None}
    return {"submitted_by": None, "entered_by": by} if by.is_official else {"submitted_by": by, "entered_by": None}


def _ask_for_review(request: AidRequest) -> None:
    """A task for the officials of the district, or of the city where no district is known."""
    officials = User.objects.active()
    if request.district_id:
        keepers = officials.filter(role=Role.DISTRICT_OFFICIAL, district=request.district_id)
    else:
        keepers = officials.filter(role=Role.MUNICIPAL_OFFICIAL)
    notify(
        keepers or officials.filter(role=Role.MUNICIPAL_OFFICIAL),
        event=f"rights_aid:{request.pk}:review",
        title=f"请审查维权援助请求 {request.number}",
        body=f"{request.get_right_kind_display()}，须在期限内决定是否受理。",
        link=f"/admin/rights-aid/{request.pk}/",
        due_on=request.due_on,
        is_task=True,
    )


def find_by_code(text: str) -> AidRequest:
    """The request that a code belongs to. Raises ``CodeUnknown`` alike for a wrong form and a wrong code."""
    digest = digest_of(codes.read(text) or "")
    found = AidRequest.objects.filter(code_digest=digest).first()
    if found is None:
        raise CodeUnknown(field="code")
    return found
