"""What if: the same pure rule on the same facts under other parameters. Nothing is written here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from incentives.awards.models import AwardRound
from incentives.awards.rules import (
    AgencyFacts,
    Award,
    AwardOutcome,
    AwardParameters,
    RoundTerms,
    Summary,
    award_outcome,
    in_words,
    label_of,
    problems,
    summarise,
)
from incentives.awards.rules.readings import (
    Comparison,
    MeanOver,
    OverBudget,
    RateReading,
    RouteTreatment,
    Subtraction,
    TieRule,
)
from incentives.awards.services import compute
from incentives.awards.services.facts import read_facts, read_terms, terms_of, year_facts
from incentives.awards.services.rounds import live_decision, require_grounds
from ipservice.foundation.vocabulary import Vocabulary
from ipservice.procedure.models import RuleSet

SWITCHES: dict[str, type[Vocabulary]] = {
    "rate_reading": RateReading,
    "rate_comparison": Comparison,
    "volume_comparison": Comparison,
    "mean_over": MeanOver,
    "divisionals": RouteTreatment,
    "national_phase": RouteTreatment,
    "abnormal_subtraction": Subtraction,
    "tie_rule": TieRule,
    "over_budget": OverBudget,
}
SIZES = ((10, "不足 10 件"), (50, "10—49 件"), (200, "50—199 件"), (1000, "200—999 件"))
LARGEST = "1,000 件以上"


class Change(Vocabulary):
    GAINED = "gained", "新进入"
    LOST = "lost", "退出"
    MOVED = "moved", "名次或金额变化"
    SAME = "same", "不变"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The facts of one round and the terms it stands under."""

    facts: Sequence[AgencyFacts]
    terms: RoundTerms


@dataclass(frozen=True, slots=True)
class Move:
    """One agency before and after."""

    change: Change
    before: Award
    after: Award

    @property
    def difference_fen(self) -> int:
        return self.after.amount_fen - self.before.amount_fen


@dataclass(frozen=True, slots=True)
class Group:
    """How a district or a size class fares: qualified and fen before and after."""

    name: str
    qualified_before: int
    qualified_after: int
    fen_before: int
    fen_after: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """Before and after side by side. ``marginal`` are those whom one case or one per cent would move."""

    before: Summary
    after: Summary
    gained: Sequence[Move]
    lost: Sequence[Move]
    moved: Sequence[Move]
    unchanged: int
    marginal: Sequence[Award]
    by_district: Sequence[Group]
    by_size: Sequence[Group]


@dataclass(frozen=True, slots=True)
class Switch:
    """One reading that the clause leaves open: what is chosen, who decided it, what each other choice would do."""

    name: str
    label: str
    chosen: str
    text: str
    article: str
    status: str
    decided_by: str
    effects: Sequence[tuple[str, int, int, int]]


def snapshot(award_round: AwardRound, *, today: date) -> Snapshot:
    """The frozen facts of the computed list, else the facts as they stand. Raises ``GroundsMissing``."""
    decision = live_decision(award_round)
    if decision is not None and decision.inputs:
        return Snapshot(read_facts(decision.inputs["facts"]), read_terms(decision.inputs["terms"]))
    require_grounds(award_round, "试算")
    known = compute.round_of(award_round.year)
    source = compute.require_source(known)
    facts = year_facts(award_round.year, source, as_of=today, settled=compute.settled_figures(known)).facts
    return Snapshot(facts, terms_of(award_round, as_of=today))


def outlook(known: Snapshot, current: AwardParameters, tried: AwardParameters, *, terms: RoundTerms) -> Outlook:
    """The list as it is under ``current`` and the round's terms, and as it would be under ``tried`` and ``terms``."""
    before = award_outcome(known.facts, current, terms=known.terms)
    after = award_outcome(known.facts, tried, terms=terms)
    moves = _moves(before, after)
    return Outlook(
        before=summarise(before, budget_fen=known.terms.budget_fen),
        after=summarise(after, budget_fen=terms.budget_fen),
        gained=[move for move in moves if move.change == Change.GAINED],
        lost=[move for move in moves if move.change == Change.LOST],
        moved=[move for move in moves if move.change == Change.MOVED],
        unchanged=sum(move.change == Change.SAME for move in moves),
        marginal=[award for award in (each.result for each in after.evaluations) if _is_marginal(award, terms)],
        by_district=_grouped(moves, lambda award: award.district or "未登记"),
        by_size=_grouped(moves, lambda award: size_class(award.figures.filed)),
    )


def _moves(before: AwardOutcome, after: AwardOutcome) -> list[Move]:
    former = {each.result.code: each.result for each in before.evaluations}
    return [_move(former[each.result.code], each.result) for each in after.evaluations]


def _move(before: Award, after: Award) -> Move:
    if after.is_qualified and not before.is_qualified:
        return Move(Change.GAINED, before, after)
    if before.is_qualified and not after.is_qualified:
        return Move(Change.LOST, before, after)
    if (before.rank, before.amount_fen) != (after.rank, after.amount_fen):
        return Move(Change.MOVED, before, after)
    return Move(Change.SAME, before, after)


def _is_marginal(award: Award, terms: RoundTerms) -> bool:
    """Near one threshold while not far below the other: one case, or less than one percentage point."""
    if award.grants_short is None:
        return False
    near_rate = -1 <= award.grants_short <= 1 or abs(award.rate - terms.national_rate) * 100 < 1
    near_volume = -1 <= award.filings_short <= 1
    reaches_rate, reaches_volume = award.grants_short <= 0, award.filings_short <= 0
    return (near_rate and (reaches_volume or near_volume)) or (near_volume and (reaches_rate or near_rate))


def _grouped(moves: Sequence[Move], key) -> list[Group]:
    sums: dict[str, Counter] = {}
    for move in moves:
        found = sums.setdefault(key(move.before), Counter())
        found["before"] += move.before.is_qualified
        found["after"] += move.after.is_qualified
        found["fen_before"] += move.before.amount_fen
        found["fen_after"] += move.after.amount_fen
    return [
        Group(name, found["before"], found["after"], found["fen_before"], found["fen_after"])
        for name, found in sorted(sums.items())
        if found["before"] or found["after"]
    ]


def size_class(filed: int) -> str:
    """The size class of an agency by its filings of the year."""
    return next((name for limit, name in SIZES if filed < limit), LARGEST)


def switches(known: Snapshot, ruleset: RuleSet) -> list[Switch]:
    """Every reading with its text, its source, who decided it, and the effect of each other choice on the list."""
    parameters = ruleset.parameters
    base = award_outcome(known.facts, AwardParameters.read(parameters), terms=known.terms)
    return [
        Switch(
            name=name,
            label=label_of(name),
            chosen=in_words(name, parameters[name]),
            text=ruleset.sources.get(name, {}).get("text", ""),
            article=ruleset.sources.get(name, {}).get("article", ""),
            status=ruleset.sources.get(name, {}).get("status", ""),
            decided_by=_decided_by(ruleset, name),
            effects=_effects(known, base, parameters, name),
        )
        for name in SWITCHES
    ]


def _decided_by(ruleset: RuleSet, name: str) -> str:
    confirmed = ruleset.sources.get(name, {}).get("confirmed_by")
    if confirmed:
        return f"{confirmed} 于 {ruleset.sources[name]['confirmed_on']} 确认"
    if ruleset.adopted_by:
        return f"{ruleset.proposed_by} 拟定，{ruleset.adopted_by} 采用"
    return "随产品提供，尚无人确认"


def _effects(
    known: Snapshot, base: AwardOutcome, parameters: Mapping[str, Any], name: str
) -> list[tuple[str, int, int, int]]:
    """For each other choice: its words, how many come in, how many drop out, the change of the sum in fen."""
    found = []
    for option in SWITCHES[name]:
        changed = {**parameters, name: option.value}
        if option.value == parameters[name] or problems(changed):
            continue
        moves = _moves(base, award_outcome(known.facts, AwardParameters.read(changed), terms=known.terms))
        kinds = Counter(move.change for move in moves)
        money = sum(move.difference_fen for move in moves)
        found.append((option.label, kinds[Change.GAINED], kinds[Change.LOST], money))
    return found
