"""Routes of decisions: the workbench is the city's, a receipt is its objector's."""

import datetime as dt

from django.utils import timezone

from ipservice.procedure.models import Decision, Objection, RuleSet, Stage
from tests.factories.procedure import People, make_decision, make_ruleset
from tests.security.ground import CITY, Case, World, register


def _decision(world: World, stage: Stage = Stage.DRAFT) -> Decision:
    return make_decision(stage, people=People(world.people["municipal"], world.people["reviewer"]))


def _ruleset(world: World) -> RuleSet:
    return make_ruleset()


@register("admin/procedure/decisions/<int:decision_id>/", seen_by=CITY, methods=("GET",))
def workbench(world: World) -> Case:
    return Case({"decision_id": _decision(world).pk})


@register("admin/procedure/decisions/<int:decision_id>/<slug:step>/", seen_by=CITY, methods=("POST",))
def step(world: World) -> Case:
    decision = _decision(world)
    data = {"seen_version": decision.lock_version, "reason": "", "form_token": "t-1"}
    return Case({"decision_id": decision.pk, "step": "submit"}, data=data)


@register("admin/procedure/objections/<int:objection_id>/", seen_by=CITY, methods=("GET",))
def objection(world: World) -> Case:
    return Case({"objection_id": _objection(world).pk})


@register("notices/<int:notice_id>/object/<int:objection_id>/", seen_by=CITY, methods=("GET",))
def receipt(world: World) -> Case:
    lodged = _objection(world)
    return Case({"notice_id": lodged.notice_id, "objection_id": lodged.pk})


@register("notices/<int:notice_id>/object/<int:objection_id>/answer/", seen_by=CITY, methods=("GET",))
def answer_paper(world: World) -> Case:
    lodged = _objection(world)
    answered = {"state": "rejected", "answer": "核对无误。", "answered_by": world.people["municipal"]}
    Objection.objects.filter(pk=lodged.pk).update(**answered, answered_at=timezone.now())
    return Case({"notice_id": lodged.notice_id, "objection_id": lodged.pk})


for name, methods in {
    "": ("GET",),
    "confirm/": ("POST",),
    "adopt/": ("POST",),
    "new/": ("GET", "POST"),
    "cases/": ("POST",),
}.items():
    register(f"admin/procedure/rulesets/<int:ruleset_id>/{name}", seen_by=CITY, methods=methods)(
        lambda world: Case({"ruleset_id": _ruleset(world).pk})
    )


def _objection(world: World) -> Objection:
    decision = _decision(world, Stage.ON_NOTICE)
    return Objection.objects.create(
        notice=decision.notice,
        number="TEST〔2026〕1号",
        objector_name="张三",
        objector_phone="13812345678",
        statement="数字有误",
        due_on=dt.date(2026, 6, 16),
    )
