"""Computing the list of a year: asked for once, run by the worker in one transaction, twelve statements in all."""

import io
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from agencies.filings.models import YearSource
from agencies.filings.services.sources import SourceNotChosen
from incentives.awards.errors import ChecksNotOpen, ChecksStillOpen, ContestsUnsettled, FiguresChanged
from incentives.awards.models import DECISION_KIND, AwardLine, AwardRound, CheckState, FigureCheck
from incentives.awards.rules import Award, AwardParameters, Figures, award_list
from incentives.awards.rules.counting import count
from incentives.awards.services.bundle import plain_result
from incentives.awards.services.facts import YearFacts, terms_of, year_facts
from incentives.awards.services.rounds import require_grounds
from ipservice.accounts.models import User
from ipservice.foundation.explanation import Evaluation
from ipservice.jobs import services as jobs
from ipservice.jobs.models import Job, JobState
from ipservice.jobs.registry import Progress
from ipservice.procedure.models import DECISION, Decision, Stage, Step
from ipservice.procedure.services import decisions

JOB_KIND = "award.compute"
CHECK_FIGURES = ("filed", "concluded", "granted")
NAMES_SHOWN = 5


@transaction.atomic
def ask(year: int, *, by: User, today: date) -> Job:
    """Ask the worker for the list of ``year``; pressed again before it is computed, it is the same job.

    Raises what stands in the way: grounds, open checks, unsettled contests, a list beyond the draft.
    """
    award_round = round_of(year)
    require_ready(award_round, today=today)
    title = f"{award_round.title}名单"
    decision = decisions.draft_for(DECISION_KIND, str(year), award_round.ruleset, title=title, by=by)
    if award_round.is_demo and not decision.is_demo:
        Decision.objects.filter(pk=decision.pk).update(is_demo=True)
    job = jobs.ask(
        JOB_KIND,
        f"{decision.pk}:{decision.lock_version}",
        {"decision": decision.pk, "year": year, "as_of": today.isoformat()},
        by=by,
    )
    return jobs.retry(job.pk, by=by) if job.state in (JobState.FAILED, JobState.CANCELLED) else job


def run(job: Job, progress: Progress) -> dict[str, Any]:
    """The job: facts, rule, lines, digests. Nothing is kept unless all of it is."""
    drafts = Decision.objects.select_for_update(of=("self",)).select_related("drawn_up_by")
    decision = drafts.get(pk=job.arguments["decision"])
    DECISION.after(Stage(decision.stage), Step.COMPUTE)
    progress(0, 3, "正在读取数据")
    as_of = date.fromisoformat(job.arguments["as_of"])
    award_round = round_of(job.arguments["year"], is_locked=True)
    require_ready(award_round, today=as_of)
    evaluations = draw_up(decision, award_round, as_of=as_of, progress=progress)
    return {"decision": decision.pk, "agencies": len(evaluations)}


@transaction.atomic
def draw_up(
    decision: Decision, award_round: AwardRound, *, as_of: date, progress: Progress | None = None
) -> list[Evaluation[Award]]:
    """Compute the lines of a draft and freeze what they rest on. Raises ``FiguresChanged``."""
    say = progress or (lambda done, total, note="": None)
    parameters = AwardParameters.read(award_round.ruleset.parameters)
    terms = terms_of(award_round, as_of=as_of)
    known = year_facts(
        award_round.year, award_round.source["source"], as_of=as_of, settled=settled_figures(award_round)
    )
    _require_unchanged(award_round, known, parameters)
    say(1, 3, f"正在计算 {len(known.facts)} 家机构的名次")
    evaluations = award_list(known.facts, parameters, terms=terms)
    say(2, 3, "正在写入名单")
    result = plain_result(evaluations)
    store_lines(decision.pk, result, known.agency_ids)
    inputs = {
        "terms": terms,
        "source": award_round.source,
        "facts": sorted(known.facts, key=lambda agency: agency.code),
        "parameters": award_round.ruleset.parameters,
    }
    decisions.freeze(decision, inputs, result)
    return evaluations


def round_of(year: int, *, is_locked: bool = False) -> AwardRound:
    """The round with its source in force and all its checks, in one statement."""
    rounds = AwardRound.objects.select_related("ruleset")
    if is_locked:
        rounds = rounds.select_for_update(of=("self",))
    source = YearSource.objects.filter(year=OuterRef("year"), superseded_at__isnull=True)
    checks = FigureCheck.objects.filter(round=OuterRef("pk")).order_by("pk")
    figures = [*CHECK_FIGURES, *(f"settled_{name}" for name in CHECK_FIGURES)]
    return rounds.annotate(
        source=Subquery(source.values(found=JSONObject(source="source", reason="reason", chosen_at="chosen_at"))),
        checked=ArraySubquery(
            checks.values(
                found=JSONObject(
                    agency="agency_id",
                    name="agency__name",
                    state="state",
                    reason="settled_reason",
                    **{name: name for name in figures},
                )
            )
        ),
    ).get(year=year)


def require_ready(award_round: AwardRound, *, today: date) -> None:
    """Everything that has to be there before anybody is ranked; raises the first thing that is not."""
    require_grounds(award_round, "计算名单")
    require_source(award_round)
    if award_round.figures_opened_on is None:
        raise ChecksNotOpen(year=award_round.year)
    still_open = [check for check in award_round.checked if check["state"] == CheckState.OPEN]
    if still_open and today <= award_round.figures_due_on:
        raise ChecksStillOpen(due=award_round.figures_due_on, count=len(still_open))
    contested = [check["name"] for check in award_round.checked if check["state"] == CheckState.CONTESTED]
    if contested:
        raise ContestsUnsettled(count=len(contested), names=_shortened(contested))


def require_source(award_round: AwardRound) -> str:
    """The source in force for the year. Raises ``SourceNotChosen``."""
    if award_round.source is None:
        raise SourceNotChosen(year=award_round.year)
    return award_round.source["source"]


def _shortened(names: list[str]) -> str:
    return "、".join(names[:NAMES_SHOWN]) + ("等" if len(names) > NAMES_SHOWN else "")


def settled_figures(award_round: AwardRound) -> dict[int, tuple[Figures, str]]:
    """What officials settled, by agency id, with the reason."""
    return {
        check["agency"]: (Figures(*(check[f"settled_{name}"] for name in CHECK_FIGURES)), check["reason"])
        for check in award_round.checked
        if check["state"] == CheckState.SETTLED
    }


def _require_unchanged(award_round: AwardRound, known: YearFacts, parameters: AwardParameters) -> None:
    """What an agency was shown is what it is ranked by; a settled contest stands on its own."""
    shown = {check["agency"]: check for check in award_round.checked}
    changed = []
    for counted in count(known.facts, parameters):
        check = shown.get(known.agency_ids[counted.facts.code])
        if counted.facts.settled is None and (
            check is None or Figures(*(check[name] for name in CHECK_FIGURES)) != counted.figures
        ):
            changed.append(counted.facts.name)
    if changed:
        raise FiguresChanged(count=len(changed), names=_shortened(changed))


COLUMNS = (
    "decision_id",
    "position",
    "agency_id",
    "subject_code",
    "agency_code",
    "name",
    "filed",
    "concluded",
    "granted",
    "is_qualified",
    "rank",
    "rate_low",
    "rate_high",
    "rank_low",
    "rank_high",
    "amount_fen",
    "findings",
)


def store_lines(decision_id: int, result: Iterable[Mapping[str, Any]], agency_ids: Mapping[str, int]) -> None:
    """Replace the lines of a draft by COPY: two statements, however many agencies."""
    AwardLine.objects.filter(decision=decision_id).delete()
    buffer = io.StringIO()
    for position, line in enumerate(result, start=1):
        row = {
            **line,
            "decision_id": decision_id,
            "position": position,
            "agency_id": agency_ids[line["code"]],
            "subject_code": line["code"],
            "findings": json.dumps(line["findings"], ensure_ascii=False),
        }
        buffer.write("\t".join(_cell(row[column]) for column in COLUMNS) + "\n")
    buffer.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {AwardLine._meta.db_table} ({', '.join(COLUMNS)}) FROM STDIN", buffer)


def _cell(value: Any) -> str:
    if value is None:
        return r"\N"
    text = str(value)
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
