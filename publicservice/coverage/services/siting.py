"""Searches for new sites as background work: asked for, solved within a limit of time, kept with its proof."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone

from ipservice.accounts.models import User
from ipservice.audit.services import record
from ipservice.foundation.vocabulary import Vocabulary
from ipservice.jobs.models import Job
from ipservice.jobs.registry import JobKind, Progress
from ipservice.jobs.services import ask
from publicservice.coverage.models import CandidateSite, DemandPoint, Scenario, SitingGoal, SitingRun
from publicservice.coverage.models.plans import ChangeKind
from publicservice.coverage.rules.circle import nearest
from publicservice.coverage.rules.geometry import Floats
from publicservice.coverage.rules.greedy import greedy, greedy_until
from publicservice.coverage.rules.parameters import Mode
from publicservice.coverage.rules.siting import Answer, Problem, fewest_sites, most_covered
from publicservice.coverage.rules.travel import Travel, estimated_seconds
from publicservice.coverage.services import ground, scenarios
from publicservice.coverage.services.circle import times
from publicservice.coverage.services.errors import NoCandidates, NoDemandPoints
from publicservice.coverage.services.ground import Model, model_on

JOB_KIND = "coverage.siting"
SLOWEST_SECONDS = 900


class Outcome(Vocabulary):
    """How far a search came."""

    PROVEN = "proven", "已证明最优"
    UNPROVEN = "unproven", "时限内未证明最优"
    IMPOSSIBLE = "impossible", "用尽全部候选地点也达不到目标"


@dataclass(frozen=True, slots=True)
class Sites:
    """Candidates in the order of their codes."""

    codes: Sequence[str]
    names: Sequence[str]
    districts: Sequence[str]
    place: Floats


@transaction.atomic
def start(
    goal: SitingGoal, amount: int, mode: Mode, *, by: User, now: datetime, **choices: Any
) -> tuple[SitingRun, Job]:
    """Write the search down and ask for its work. Raises ``NoCandidates``."""
    if choices.get("uses_imported") and not CandidateSite.objects.exists():
        raise NoCandidates
    model = model_on(timezone.localtime(now).date())
    run = SitingRun.objects.create(
        goal=goal, amount=amount, mode=mode, ruleset=model.ruleset, created_by=by, created_at=now, **choices
    )
    record("siting.start", f"开始选址计算：{run}", subject=("siting", run.pk), by=by)
    return run, ask(JOB_KIND, str(run.pk), {"run": run.pk}, by=by)


def solve(job: Job, progress: Progress) -> dict[str, Any]:
    """The work itself; run again it writes the same answer."""
    run = SitingRun.objects.select_for_update().get(pk=job.arguments["run"])
    progress(0, 3, "正在读取需求点和网点")
    model = ground.model_of(run.ruleset)
    sites = candidates(uses_imported=run.uses_imported)
    problem = problem_of(Mode(run.mode), sites, model, now=timezone.now())
    progress(1, 3, "正在求解并证明最优")
    answer = _solved(run, problem)
    progress(2, 3, "正在计算贪心法作比较")
    run.result = _written(run, answer, problem, sites)
    run.save(update_fields=["result"])
    return {"covered": answer.covered, "sites": len(answer.sites)}


def _solved(run: SitingRun, problem: Problem) -> Answer:
    if run.goal == SitingGoal.MOST:
        return most_covered(problem, run.amount, time_limit=float(run.time_limit_seconds))
    return fewest_sites(problem, run.amount, time_limit=float(run.time_limit_seconds))


def candidates(*, uses_imported: bool) -> Sites:
    """Imported sites, or every real place among the points that count (points of a spread stand for no place)."""
    model = CandidateSite if uses_imported else DemandPoint
    rows = model.objects.all() if uses_imported else DemandPoint.objects.counted().filter(spread_from="")
    found = list(rows.order_by("code").values_list("code", "name", "district__name", "longitude", "latitude"))
    return Sites(
        [row[0] for row in found],
        [row[1] for row in found],
        [row[2] for row in found],
        np.array([row[3:] for row in found], dtype=np.float64).reshape(-1, 2),
    )


def problem_of(mode: Mode, sites: Sites, model: Model, *, now: datetime) -> Problem:
    """Who is covered already, and whom each candidate would reach. Raises ``NoDemandPoints``."""
    points = ground.residents(model)
    if not len(points):
        raise NoDemandPoints
    where = [stand for stand in ground.stands(model, on=timezone.localtime(now).date()) if stand.counts]
    there, _ = times(points, where, mode, model)
    limit = model.parameters.limit_seconds
    travel = Travel.by(mode, model.parameters, model.water)
    seconds = estimated_seconds(points.place, points.detours, sites.place, travel=travel, within_seconds=limit)
    return Problem(seconds, points.weights, nearest(there)[1], limit)


def _written(run: SitingRun, answer: Answer, problem: Problem, sites: Sites) -> dict[str, Any]:
    simple = greedy if run.goal == SitingGoal.MOST else greedy_until
    chosen, covered = simple(problem, run.amount)
    state = Outcome.PROVEN if answer.is_proven else Outcome.UNPROVEN
    return {
        "outcome": str(state if answer.is_feasible or not answer.is_proven else Outcome.IMPOSSIBLE),
        "sites": [_site(sites, place) for place in answer.sites],
        "covered": answer.covered,
        "bound": round(answer.bound, 3),
        "gap": answer.gap,
        "seconds": round(answer.seconds, 2),
        "is_tie_settled": answer.is_tie_settled,
        "already": problem.already,
        "total": problem.total,
        "candidates": len(sites.codes),
        "greedy_sites": [_site(sites, place) for place in chosen],
        "greedy_covered": covered,
    }


def _site(sites: Sites, place: int) -> dict[str, Any]:
    longitude, latitude = (f"{degrees:.5f}" for degrees in sites.place[place])
    return {
        "code": sites.codes[place],
        "name": sites.names[place],
        "district": sites.districts[place],
        "longitude": longitude,
        "latitude": latitude,
    }


@transaction.atomic
def as_scenario(run_id: int, *, by: User, now: datetime) -> Scenario:
    """A plan that opens the sites found, computed at once."""
    run = SitingRun.objects.get(pk=run_id)
    scenario = scenarios.draw_up(
        f"选址方案：{run}", Mode(run.mode), by=by, now=now, note=f"由第 {run.pk} 次选址计算生成"
    )
    for site in (run.result or {}).get("sites", []):
        place = (site["longitude"], site["latitude"])
        scenarios.add(
            scenario.pk, ChangeKind.OPEN, {"name": f"{site['district']}{site['name']}", "place": place}, by=by
        )
    return scenarios.compute(scenario.pk, by=by, now=now)


def job_kind() -> JobKind:
    return JobKind(
        JOB_KIND,
        "选址计算",
        solve,
        time_limit_seconds=SLOWEST_SECONDS,
        link=lambda job: f"/admin/coverage/siting/{job.arguments['run']}/",
    )
