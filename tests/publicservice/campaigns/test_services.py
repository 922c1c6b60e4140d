"""Campaigns: who reports, who confirms, what counts, who sees what."""

import datetime as dt
import uuid
from fractions import Fraction

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ipservice.accounts.models import Role
from ipservice.figures.registry import figure_of
from publicservice.booking.models import Booking, Rating
from publicservice.campaigns.models import Campaign, CampaignBooking, GivenHelp
from publicservice.campaigns.rules import (
    AlreadyDecided,
    AlreadyReported,
    CampaignIncomplete,
    CampaignNotOpen,
    CampaignStep,
    Given,
    NotTakingPart,
    OutsidePeriod,
    tally,
)
from publicservice.campaigns.services import counting, helping, keeping, problems
from tests.factories.accounts import make_user
from tests.factories.agencies import make_agency, make_member
from tests.factories.campaigns import ENTERPRISE, FIRST, LAST, make_campaign, make_report
from tests.factories.publicservice import make_outlet, make_staff

pytestmark = pytest.mark.django_db
OTHER = "91321202MA1XHNKW3C"


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def member(agency):
    return make_member(agency)


def _report(campaign, agency, member, **facts) -> GivenHelp:
    return helping.report(campaign.pk, make_report(agency=agency, **facts), by=member, today=LAST)


def test_an_enterprise_is_counted_once_however_often_it_was_served(agency, member, official):
    campaign = make_campaign(agencies=(agency,))
    for kind, day, code in (("consult", 1, ENTERPRISE), ("consult", 2, ENTERPRISE), ("search", 2, OTHER)):
        help_ = _report(campaign, agency, member, kind=kind, served_on=dt.date(2026, 6, day), credit_code=code)
        helping.decide(help_.pk, is_confirmed=True, reason="", by=official)
    _report(campaign, agency, member, kind="rights")

    counted = counting.tallies([campaign])[campaign.pk]

    assert (counted.services, counted.enterprises) == (3, 2)
    assert counted.by_kind[:2] == (("咨询", 2, 1), ("检索", 1, 1))
    assert counted.by_provider == ((agency.name, 3, 2),)
    assert figure_of("campaigns.enterprises").read(LAST).values[0].count == 2


def test_without_a_credit_code_it_is_a_service_and_no_enterprise():
    counted = tally([Given("", "consult", "甲"), Given("A", "consult", "甲")], [5, 3, 2])

    assert (counted.services, counted.enterprises, counted.satisfaction) == (2, 1, Fraction(2, 3))
    assert tally([], []).satisfaction is None


def test_who_does_not_take_part_reports_nothing(agency, member):
    campaign = make_campaign()

    with pytest.raises(NotTakingPart):
        _report(campaign, agency, member)
    with pytest.raises(NotTakingPart):
        helping.report(campaign.pk, make_report(), by=member, today=LAST)


@pytest.mark.parametrize(
    ("served_on", "today", "fits"),
    [
        (FIRST - dt.timedelta(days=1), LAST, False),
        (FIRST, FIRST, True),
        (LAST, LAST, True),
        (LAST + dt.timedelta(days=1), LAST + dt.timedelta(days=9), False),
        (FIRST + dt.timedelta(days=1), FIRST, False),
    ],
    ids=["the day before", "the first day", "the last day", "the day after", "tomorrow"],
)
def test_a_service_lies_within_the_campaign_and_not_in_the_future(agency, member, served_on, today, fits):
    campaign = make_campaign(agencies=(agency,))
    said = make_report(agency=agency, served_on=served_on)

    if fits:
        assert helping.report(campaign.pk, said, by=member, today=today).served_on == served_on
    else:
        with pytest.raises(OutsidePeriod):
            helping.report(campaign.pk, said, by=member, today=today)


def test_the_same_service_is_reported_once_and_again_after_it_was_not_confirmed(agency, member, official):
    campaign = make_campaign(agencies=(agency,))
    first = _report(campaign, agency, member)

    with pytest.raises(AlreadyReported):
        _report(campaign, agency, member)
    with pytest.raises(CampaignIncomplete):
        helping.decide(first.pk, is_confirmed=False, reason=" ", by=official)
    helping.decide(first.pk, is_confirmed=False, reason="没有服务记录", by=official)
    with pytest.raises(AlreadyDecided):
        helping.decide(first.pk, is_confirmed=True, reason="", by=official)

    assert _report(campaign, agency, member).state == "reported"


def test_nobody_confirms_what_he_reported_himself(agency, member, official):
    help_ = _report(make_campaign(agencies=(agency,)), agency, member)

    with pytest.raises(GivenHelp.DoesNotExist):
        helping.decide(help_.pk, is_confirmed=True, reason="", by=member)
    with pytest.raises(IntegrityError, match="help_is_confirmed_by_another"), transaction.atomic():
        GivenHelp.objects.filter(pk=help_.pk).update(
            state="confirmed", decided_by=member, decided_at="2026-06-02T00:00Z"
        )


def test_nothing_is_reported_to_a_closed_campaign(agency, member, official):
    campaign = make_campaign(agencies=(agency,))
    keeping.take_step(campaign.pk, CampaignStep.CLOSE, by=official)

    with pytest.raises(CampaignNotOpen):
        _report(campaign, agency, member)


def test_a_district_keeps_its_own_campaigns_and_a_draft_is_seen_by_nobody_else(district_official, citizen):
    own = make_campaign(by=district_official, is_open=False)
    foreign = make_campaign(is_open=False)

    assert own.district == district_official.district
    assert list(Campaign.objects.managed_by(district_official)) == [own]
    assert not Campaign.objects.visible_to(citizen).exists()
    with pytest.raises(Campaign.DoesNotExist):
        keeping.take_step(foreign.pk, CampaignStep.OPEN, by=district_official)
    with pytest.raises(Campaign.DoesNotExist):
        keeping.take_step(own.pk, CampaignStep.OPEN, by=make_user(role=Role.DISTRICT_OFFICIAL))


def test_an_agency_sees_the_campaigns_it_takes_part_in_and_its_own_reports(agency, member, official):
    other = make_agency()
    campaign = make_campaign(agencies=(agency, other))
    make_campaign(agencies=(other,))
    foreign = _report(campaign, other, make_member(other))

    assert list(Campaign.objects.joined_by(member)) == [campaign]
    assert not GivenHelp.objects.visible_to(member).filter(pk=foreign.pk).exists()
    assert GivenHelp.objects.visible_to(official).get() == foreign


def test_a_problem_has_an_owner_a_day_and_a_result(official, agency):
    campaign = make_campaign()
    facts = {"credit_code": ENTERPRISE, "enterprise_name": "演示企业", "text": "不会检索", "owner": "演示网点"}
    problem = problems.enter(campaign.pk, {**facts, "due_on": LAST}, by=official)

    assert not campaign.problems.overdue_on(LAST).exists()
    assert campaign.problems.overdue_on(LAST + dt.timedelta(days=1)).exists()
    with pytest.raises(CampaignIncomplete):
        problems.solve(problem.pk, result=" ", by=official, today=LAST)
    problems.solve(problem.pk, result="已培训", by=official, today=LAST)
    with pytest.raises(AlreadyDecided):
        problems.solve(problem.pk, result="再来", by=official, today=LAST)
    assert not campaign.problems.unsolved().exists()


def _booking(outlet, *, code: str = ENTERPRISE, day: int = 2) -> Booking:
    starts = dt.datetime(2026, 6, day, 2, tzinfo=dt.UTC)
    return Booking.objects.create(
        outlet=outlet,
        starts_at=starts,
        ends_at=starts + dt.timedelta(minutes=30),
        state="served",
        credit_code=code,
        uid=uuid.uuid4(),
        created_at=starts,
        served_at=starts,
    )


def test_a_booking_made_under_a_campaign_counts_once_it_was_given_with_its_rating():
    outlet = make_outlet()
    campaign = make_campaign(outlets=(outlet,))
    booking = _booking(outlet)

    counting.link(campaign.pk, booking)
    counting.link(campaign.pk, booking)
    Rating.objects.create(booking=booking, levels={"overall": 4}, overall=4, rated_at=booking.served_at)

    counted = counting.tallies([campaign])[campaign.pk]
    assert (CampaignBooking.objects.count(), counted.services, counted.enterprises) == (1, 1, 1)
    assert (counted.satisfied, counted.rated) == (1, 1)
    Booking.objects.filter(pk=booking.pk).update(state="no_show")
    assert counting.tallies([campaign])[campaign.pk].services == 0


def test_a_booking_elsewhere_or_outside_the_days_does_not_count():
    outlet = make_outlet()
    campaign = make_campaign(outlets=(outlet,), first_day=dt.date(2026, 6, 5))

    for booking in (_booking(make_outlet(), day=6), _booking(outlet, day=2)):
        with pytest.raises(NotTakingPart):
            counting.link(campaign.pk, booking)


def test_the_list_asks_as_many_queries_for_three_campaigns_as_for_one(client, agency):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get("/campaigns/").status_code == 200
        return len(captured)

    make_campaign(agencies=(agency,))
    one = queries()
    make_campaign(agencies=(agency,))
    make_campaign(agencies=(agency,))

    assert queries() == one


def test_staff_of_an_outlet_report_for_it(client_for):
    outlet, staff = make_outlet(), make_user(role=Role.OUTLET_STAFF)
    make_staff(outlet, user=staff)
    today = dt.date.today()
    campaign = make_campaign(outlets=(outlet,), first_day=today, last_day=today)
    client = client_for(staff)
    said = {
        "provider": f"outlet-{outlet.pk}",
        "kind": "search",
        "served_on": f"{today}",
        "credit_code": ENTERPRISE,
        "enterprise_name": "演示企业",
        "form_token": "t1",
    }

    for _ in range(2):
        answer = client.post(f"/portal/campaigns/{campaign.pk}/", said)
        assert answer.status_code == 302, answer.content.decode()[:2000]

    assert GivenHelp.objects.get().outlet == outlet
    assert client.post(f"/portal/campaigns/{campaign.pk}/", {**said, "provider": "outlet-1"}).status_code == 422
