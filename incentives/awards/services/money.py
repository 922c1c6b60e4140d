"""From a published list to the money path: what is due, what an objection holds back, what is claimed back."""

from dataclasses import replace

from incentives.awards.models import DECISION_KIND, AwardLine, AwardRound
from incentives.awards.rules import AwardParameters, Figures, award_list
from incentives.awards.services.facts import read_facts, read_terms
from ipservice.accounts.models import User
from ipservice.payments.kinds import PayableKind
from ipservice.payments.models import Recovery
from ipservice.payments.services import batches
from ipservice.payments.services.recoveries import Claim, recover
from ipservice.procedure.models import Decision, Objection, Stage
from ipservice.procedure.services.decisions import stayed_codes

WITHDRAWN_REASON = "名单撤回或撤销"


def group_of(decision: Decision) -> str:
    """The name of a list on the money path."""
    return f"{DECISION_KIND}:{decision.period}:{decision.pk}"


def decision_of(group: str) -> Decision | None:
    """The published or revoked list behind a group; others are not paid."""
    number = group.rpartition(":")[2]
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    lists = Decision.objects.filter(kind=DECISION_KIND, stage__in=[Stage.PUBLISHED, Stage.REVOKED])
    decision = lists.select_related("ruleset").filter(pk=int(number)).first()
    return decision if decision and group_of(decision) == group else None


def draw_up_payments(decision: Decision) -> None:
    """Bring payments in line with a published list; run again it changes nothing."""
    if decision.stage != Stage.PUBLISHED:
        return
    award_round = AwardRound.objects.get(year=int(decision.period))
    ground = batches.Ground(
        group=group_of(decision),
        basis=decision.number or decision.title,
        budget_line=award_round.budget_line,
        budget_year=award_round.year + 1,
        is_demo=decision.is_demo,
    )
    stayed = stayed_codes(decision)
    lines = AwardLine.objects.filter(decision=decision, amount_fen__gt=0).order_by("position")
    batches.draw_up(
        ground,
        [
            batches.Due(str(line.pk), line.subject_code, line.name, line.amount_fen, line.subject_code in stayed)
            for line in lines
        ],
    )


def follow_answer(decision: Decision, objection: Objection) -> None:
    """An answer lifts the stay of its line, or ends the list; either way the payments follow."""
    draw_up_payments(decision)


def cancel_payments(decision: Decision) -> None:
    """Nothing more is paid on a list that was taken back."""
    last = decision.steps.select_related("by").order_by("-id").first()
    by = last.by if last else decision.drawn_up_by
    batches.cancel_open(group_of(decision), reason=WITHDRAWN_REASON, by=by)


def recover_from(line: AwardLine, corrected: Figures, *, finding: str, document: str, by: User) -> Recovery:
    """Claim back what the agency received beyond what its true figures give, by the rules of its own round.

    The frozen inputs are run again with the corrected figures of this agency alone; what the others received is not
    touched. Raises ``NothingToRecover``.
    """
    decision = line.decision
    inputs = decision.inputs
    facts = [
        replace(agency, settled=corrected, settled_reason=document) if agency.code == line.subject_code else agency
        for agency in read_facts(inputs["facts"])
    ]
    outcome = award_list(facts, AwardParameters.read(inputs["parameters"]), terms=read_terms(inputs["terms"]))
    own = next(evaluation for evaluation in outcome if evaluation.result.code == line.subject_code)
    claim = Claim(
        group=group_of(decision),
        subject_key=str(line.pk),
        due_fen=own.result.amount_fen,
        ruleset=str(decision.ruleset),
        finding=finding,
        document=document,
        findings=own.findings,
    )
    return recover(claim, by=by)


def _refresh(group: str) -> None:
    decision = decision_of(group)
    if decision:
        draw_up_payments(decision)


def _title(group: str) -> str:
    decision = decision_of(group)
    return decision.title if decision else group


def _source(group: str) -> str:
    return f"/admin/awards/{group.split(':')[1]}/"


PAYABLE = PayableKind(
    code=DECISION_KIND,
    exists=lambda group: decision_of(group) is not None,
    refresh=_refresh,
    title=_title,
    source=_source,
    claim=lambda payment: f"/admin/awards/lines/{payment.subject_key}/recover/",
)
