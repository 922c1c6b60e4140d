"""Routes of payments: the city's officials, and nobody else knows whether a list exists."""

from ipservice.payments import kinds
from ipservice.payments.models import PaymentBatch, Recovery
from ipservice.payments.services import batches
from tests.factories.payments import FIRST, GROUND, SECOND, give
from tests.security.ground import CITY, Case, World, register

LIST = "admin/payments/list/<str:group>/"
NO_SUCH = {"group": "probe:1999:9"}


def _list(world: World) -> PaymentBatch:
    """One list that can be paid, drawn up and in a batch that waits for its second person."""
    kinds.register(
        kinds.PayableKind(
            code="probe",
            exists=lambda group: group == GROUND.group,
            refresh=lambda group: None,
            title=lambda group: "奖励资金",
            source=lambda group: "/admin/",
        )
    )
    give(FIRST, by=world.people["municipal"])
    batches.draw_up(GROUND, [FIRST, SECOND])
    return batches.make_batch(GROUND.group, title="奖励资金", by=world.people["municipal"])


@register(LIST, seen_by=CITY, methods=("GET",))
def desk(world: World) -> Case:
    _list(world)
    return Case({"group": GROUND.group}, missing=NO_SUCH)


@register(f"{LIST}batches/<int:batch_id>/approve/", seen_by=("reviewer", "municipal"), methods=("POST",))
def approve(world: World) -> Case:
    return Case({"group": GROUND.group, "batch_id": _list(world).pk})


@register(f"{LIST}batches/<int:batch_id>/sheet.xlsx", seen_by=CITY, methods=("GET",))
def sheet(world: World) -> Case:
    return Case({"group": GROUND.group, "batch_id": _list(world).pk})


for part in ("batches/", "paid/", "returned/"):
    register(f"{LIST}{part}", seen_by=CITY, methods=("POST",))(
        lambda world: Case({"group": _list(world) and GROUND.group}, missing=NO_SUCH)
    )


@register(f"{LIST}recoveries/<int:recovery_id>/", seen_by=CITY, methods=("POST",))
def recovered(world: World) -> Case:
    _list(world)
    claim = Recovery.objects.create(
        group=GROUND.group,
        subject_key="11",
        payee_code=FIRST.payee_code,
        payee_name=FIRST.payee_name,
        granted_fen=FIRST.amount_fen,
        amount_fen=FIRST.amount_fen,
        ruleset="award v1",
        finding="数据不实",
        document="渝知发〔2026〕1号",
        findings=[{"code": "x"}],
        decided_by=world.people["municipal"],
    )
    return Case({"group": GROUND.group, "recovery_id": claim.pk}, is_thin=True)
