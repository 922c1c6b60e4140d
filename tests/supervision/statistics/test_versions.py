"""Two versions of one year: what their difference would tell, and who publishes."""

import pytest

from ipservice.accounts.models import Role
from ipservice.foundation.lifecycle import IllegalStep
from ipservice.procedure.errors import SamePerson
from supervision.statistics.models import StatCell, StatisticsRun, StatTable
from supervision.statistics.rules.states import CellStatus, RunState
from supervision.statistics.services import publishing, runs
from supervision.statistics.services.disclosure import DIFFERENCE
from supervision.survey.services.errors import NoPost
from tests.factories.accounts import make_user
from tests.factories.statistics import NOW, a_year, accept, compute, publish
from tests.factories.survey import post

pytestmark = pytest.mark.django_db


def answers(staff: int, revenue: int = 1_000_000) -> dict[str, object]:
    return {"10103": "company", "10104": "no", "10201": staff, "10301": revenue}


TWENTY_FOUR = [answers(10 + n) for n in range(24)]


def shown(run: StatisticsRun, measure: str) -> dict[str, StatCell]:
    cells = StatCell.objects.filter(table__in=runs.tables(run), measure=measure, status=CellStatus.PUBLISHED)
    return {cell.node: cell for cell in cells}


def differences(first: StatisticsRun, second: StatisticsRun, measure: str) -> dict[str, int]:
    """The attack: take one published table from the other."""
    before, after = shown(first, measure), shown(second, measure)
    return {node: int(after[node].raw - before[node].raw) for node in before if node in after}


def test_the_change_of_one_unit_is_not_told_by_the_difference_of_versions():
    survey = a_year(TWENTY_FOUR)
    first = publish(compute(survey))
    accept(survey.returns.order_by("pk").first(), answers(77))

    second = publish(compute(survey))

    table = StatTable.objects.get(run=second, code="10201")
    assert (table.withheld, table.carried_from.run) == (DIFFERENCE, first)
    assert set(differences(first, second, "10201").values()) == {0}


def test_without_the_check_the_difference_is_the_change_of_one_unit(monkeypatch):
    monkeypatch.setattr("supervision.statistics.services.disclosure.tells_a_change", lambda *_, **__: False)
    survey = a_year(TWENTY_FOUR)
    first = publish(compute(survey))
    accept(survey.returns.order_by("pk").first(), answers(77))

    second = publish(compute(survey))

    assert 77 - 10 in differences(first, second, "10201").values()


def test_a_change_of_many_units_is_published():
    survey = a_year(TWENTY_FOUR)
    first = publish(compute(survey))
    for number, one in enumerate(survey.returns.order_by("pk")):
        accept(one, answers(20 + number))

    second = publish(compute(survey))

    assert differences(first, second, "10201")["city"] == 240
    assert StatTable.objects.get(run=second, code="10201").withheld == ""


def test_tables_that_nothing_changed_in_are_published_again():
    survey = a_year(TWENTY_FOUR)
    publish(compute(survey))
    accept(survey.returns.order_by("pk").first(), answers(77))

    second = publish(compute(survey))

    assert StatTable.objects.get(run=second, code="10301").withheld == ""


def test_what_was_hidden_stays_hidden_and_what_was_shown_protects_nothing():
    survey = a_year(TWENTY_FOUR[:8])
    first = publish(compute(survey))
    before = set(shown(first, "10301"))
    for one in survey.returns.order_by("pk"):
        accept(one, answers(30, 2_000_000))

    second = publish(compute(survey))

    assert set(shown(second, "10301")) <= before


def test_one_version_a_year_is_published_and_the_earlier_one_is_kept():
    survey = a_year(TWENTY_FOUR)
    first = publish(compute(survey))
    for number, one in enumerate(survey.returns.order_by("pk")):
        accept(one, answers(20 + number))
    second = publish(compute(survey))

    first.refresh_from_db()

    assert (first.state, runs.published_run(2025)) == (RunState.SUPERSEDED, second)


def test_a_version_computed_before_the_last_publication_is_computed_again():
    survey = a_year(TWENTY_FOUR)
    first = compute(survey)
    for number, one in enumerate(survey.returns.order_by("pk")):
        accept(one, answers(20 + number))
    second = compute(survey)
    publish(first)

    with pytest.raises(publishing.NewerIsShown):
        publish(second)


def test_who_asked_or_submitted_does_not_publish():
    run = compute(a_year(TWENTY_FOUR))
    person = post()
    publishing.submit(run.pk, by=person, now=NOW)

    with pytest.raises(SamePerson):
        publishing.publish(run.pk, by=person, now=NOW)


def test_a_role_without_the_post_publishes_nothing():
    run = compute(a_year(TWENTY_FOUR))

    with pytest.raises(NoPost):
        publishing.submit(run.pk, by=make_user(role=Role.MUNICIPAL_OFFICIAL), now=NOW)
    assert not StatisticsRun.objects.visible_to(make_user(role=Role.MUNICIPAL_OFFICIAL)).exists()
    assert StatisticsRun.objects.visible_to(post()).exists()


def test_a_computed_version_is_not_published_unsubmitted():
    run = compute(a_year(TWENTY_FOUR))

    with pytest.raises(IllegalStep):
        publishing.publish(run.pk, by=post(), now=NOW)
    assert runs.published_run(2025) is None
