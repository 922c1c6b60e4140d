"""Outlets enter, change, pause and end; qualifications, windows and people with them."""

import datetime as dt

import pytest

from ipservice.accounts.models import Role, User
from ipservice.audit.models import AuditEntry
from ipservice.foundation.lifecycle import IllegalStep
from publicservice.network.models import Outlet, OutletQualification
from publicservice.network.rules import (
    HostKind,
    OutletLevel,
    OutletState,
    OutletStep,
    PositionSource,
    QualificationKind,
)
from publicservice.network.rules.qualifications import QualificationRefused
from publicservice.network.services import gaps, outlets, qualifications, staff, windows
from publicservice.network.services.access import NotYourOutlet, OutletIsClosed
from publicservice.network.services.outlets import Step
from publicservice.network.services.qualifications import Grant
from publicservice.network.services.staff import Person
from publicservice.network.services.touched import Answer, BookingsTouched, Choice
from tests.factories.accounts import make_district, make_user
from tests.factories.publicservice import make_item, make_outlet, make_window
from tests.faults.races import at_once, refusals, slowly

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 6, 8)


def facts(place, **changes):
    plain = {"name": "渝北窗口", "level": OutletLevel.DISTRICT, "district": place, "host_kind": HostKind.GOVERNMENT}
    return {**plain, **changes}


def test_an_outlet_is_entered_found_and_noted(district_official):
    outlet = outlets.register_outlet(facts(district_official.district, address="和平路1号"), by=district_official)

    outlet.refresh_from_db()
    assert (outlet.name_pinyin, outlet.position_source) == ("yu bei chuang kou", PositionSource.UNKNOWN)
    assert outlet.search_latin.split("\n") == ["yubeichuangkou", "ybck"]
    assert AuditEntry.objects.latest("pk").sentence == "登记网点“渝北窗口”"


@pytest.mark.parametrize(
    ("changes", "refusal", "sentence"),
    [
        ({"district": None}, outlets.PlaceMissing, "区县级网点必须选择所在区县。"),
        ({"longitude": 106.5}, outlets.PositionRefused, "坐标（106.5，None）不完整，经度和纬度应同时填写。"),
        (
            {"longitude": 29.5, "latitude": 106.5},
            outlets.PositionRefused,
            "坐标（29.5，106.5）不在本市范围内；经度约为 105 至 111，纬度约为 28 至 33。",
        ),
    ],
    ids=["no district", "half a position", "swapped"],
)
def test_an_outlet_that_cannot_be_is_refused(official, district, changes, refusal, sentence):
    with pytest.raises(refusal) as refused:
        outlets.register_outlet(facts(district, **changes), by=official)

    assert refused.value.message == sentence
    assert Outlet.objects.count() == 0


def test_one_district_has_one_outlet_of_a_name(official, district):
    outlets.register_outlet(facts(district), by=official)

    with pytest.raises(outlets.OutletTaken):
        outlets.register_outlet(facts(district), by=official)


def test_a_district_official_enters_and_changes_only_his_own(district_official, outlet):
    elsewhere = make_outlet()

    with pytest.raises(NotYourOutlet):
        outlets.register_outlet(facts(make_district()), by=district_official)
    with pytest.raises(NotYourOutlet):
        outlets.change_outlet(elsewhere.pk, {"phone": "1"}, by=district_official)
    with pytest.raises(NotYourOutlet):
        outlets.change_outlet(outlet.pk, {"district": elsewhere.district}, by=district_official)
    assert outlets.change_outlet(outlet.pk, {"phone": "023-1"}, by=district_official).phone == "023-1"


def test_a_change_that_changes_nothing_is_not_noted(district_official, outlet):
    before = AuditEntry.objects.count()

    outlets.change_outlet(outlet.pk, {"name": outlet.name}, by=district_official)

    assert AuditEntry.objects.count() == before


def test_an_outlet_is_suspended_reopened_and_closed_for_good(district_official, outlet, diary):
    for step, state in ((OutletStep.SUSPEND, "suspended"), (OutletStep.REOPEN, "open"), (OutletStep.CLOSE, "closed")):
        moved = outlets.take_step(outlet.pk, Step(step, DAY, "装修"), by=district_official)
        assert moved.state == state

    assert moved.closed_on == DAY
    with pytest.raises(OutletIsClosed):
        outlets.change_outlet(outlet.pk, {"phone": "1"}, by=district_official)


@pytest.mark.parametrize(
    ("state", "step"),
    [(OutletState.OPEN, OutletStep.REOPEN), (OutletState.SUSPENDED, OutletStep.SUSPEND)],
)
def test_a_step_outside_the_table_is_refused(district_official, outlet, state, step):
    Outlet.objects.filter(pk=outlet.pk).update(state=state)

    with pytest.raises(IllegalStep):
        outlets.take_step(outlet.pk, Step(step, DAY, "装修"), by=district_official)


def test_no_outlet_closes_over_live_bookings(district_official, outlet, diary):
    diary.add("a", DAY, dt.time(9), dt.time(10))
    with pytest.raises(BookingsTouched):
        outlets.take_step(outlet.pk, Step(OutletStep.CLOSE, DAY, "撤并"), by=district_official)
    answered = Step(OutletStep.CLOSE, DAY, "撤并", {"a": Answer(Choice.CANCEL, message="网点撤并")})

    outlets.take_step(outlet.pk, answered, by=district_official)

    assert diary.settled == [("a", Choice.CANCEL, "网点撤并")]
    assert Outlet.objects.get(pk=outlet.pk).state == OutletState.CLOSED


def test_closing_needs_a_reason(district_official, outlet):
    with pytest.raises(outlets.OutletReasonNeeded):
        outlets.take_step(outlet.pk, Step(OutletStep.CLOSE, DAY, " "), by=district_official)


def test_qualifications_are_entered_by_their_rule_and_ended_with_a_day(district_official, outlet):
    row = qualifications.grant(outlet.pk, Grant(QualificationKind.HALL, DAY), by=district_official)
    with pytest.raises(qualifications.QualificationHeld):
        qualifications.grant(outlet.pk, Grant(QualificationKind.HALL, DAY), by=district_official)
    qualifications.end(row.pk, last_day=DAY, reason="撤销", by=district_official)
    later = qualifications.grant(
        outlet.pk, Grant(QualificationKind.HALL, DAY + dt.timedelta(days=1)), by=district_official
    )

    assert list(outlet.qualifications.valid_on(DAY)) == [row]
    assert list(outlet.qualifications.valid_on(DAY + dt.timedelta(days=1))) == [later]


def test_a_university_centre_cannot_become_a_tisc_meanwhile(official):
    outlet = make_outlet(host_kind=HostKind.UNIVERSITY)
    qualifications.grant(outlet.pk, Grant(QualificationKind.UNIV, DAY), by=official)

    with pytest.raises(QualificationRefused):
        qualifications.grant(outlet.pk, Grant(QualificationKind.TISC, DAY, batch="2026-1"), by=official)


@pytest.mark.django_db(transaction=True)
def test_the_sixth_tisc_candidate_of_a_batch_is_refused_also_when_two_file_at_once():
    official = make_user(role=Role.MUNICIPAL_OFFICIAL)
    for _ in range(4):
        qualifications.grant(make_outlet().pk, Grant(QualificationKind.TISC, DAY, batch="2026-1"), by=official)
    fifth, sixth = make_outlet(), make_outlet()

    def file(outlet):
        return slowly(
            lambda: qualifications.grant(outlet.pk, Grant(QualificationKind.TISC, DAY, batch="2026-1"), by=official)
        )

    outcomes = at_once(file(fifth), file(sixth))

    assert [type(refused) for refused in refusals(outcomes)] == [QualificationRefused]
    assert OutletQualification.objects.filter(batch="2026-1").count() == 5


def test_windows_open_change_and_close(district_official, outlet, today):
    item = make_item()
    window = windows.open_window(
        outlet.pk, {"name": "1号", "is_comprehensive": True, "staffed_half_days": 10}, [item],
        today=today, by=district_official,
    )  # fmt: skip
    with pytest.raises(windows.WindowTaken):
        windows.open_window(outlet.pk, {"name": "1号"}, today=today, by=district_official)
    with pytest.raises(windows.HalfDaysRefused):
        windows.change_window(window.pk, {"staffed_half_days": 15}, by=district_official)
    windows.change_window(window.pk, {"location": "二楼"}, [], by=district_official)
    closed = windows.close_window(window.pk, day=today, by=district_official)

    assert (closed.location, closed.closed_on, closed.items.count()) == ("二楼", today, 0)
    assert list(outlet.windows.open_on(today)) == []
    with pytest.raises(windows.WindowClosed):
        windows.close_window(window.pk, day=today, by=district_official)


def test_a_person_gets_an_account_that_ends_with_the_last_post(district_official, outlet, today):
    second = make_outlet(district=district_official.district)
    person = Person("王窗口", "wang", is_consultant=True)
    first_post = staff.appoint(outlet.pk, person, today=today, by=district_official)
    other_post = staff.appoint(second.pk, person, today=today, by=district_official)

    user = User.objects.get(username="wang")
    assert (first_post.user, other_post.user, user.role, user.has_usable_password()) == (
        user, user, Role.OUTLET_STAFF, False,
    )  # fmt: skip
    assert set(Outlet.objects.worked_at_by(user)) == {outlet, second}
    staff.end_post(first_post.pk, today=today, by=district_official)
    user.refresh_from_db()
    assert user.is_active
    staff.end_post(other_post.pk, today=today, by=district_official)
    user.refresh_from_db()
    assert not user.is_active
    with pytest.raises(staff.PostEnded):
        staff.end_post(other_post.pk, today=today, by=district_official)


def test_no_account_of_others_becomes_outlet_staff(district_official, outlet, today, citizen):
    foreign = make_user(role=Role.OUTLET_STAFF)

    with pytest.raises(staff.NotOutletStaff):
        staff.appoint(outlet.pk, Person("甲", citizen.username), today=today, by=district_official)
    with pytest.raises(staff.StaffNameTaken):
        staff.appoint(outlet.pk, Person("乙", foreign.username), today=today, by=district_official)
    assert outlet.staff.count() == 0


def test_the_list_of_districts_without_a_window_is_the_anti_join_on_the_reference_list(official, today):
    units = {name: make_district(name=name) for name in ("甲区", "乙区", "丙区", "丁区")}
    make_window(make_outlet(district=units["甲区"]), is_comprehensive=True)
    make_window(make_outlet(district=units["乙区"]), is_comprehensive=False)
    make_window(make_outlet(district=units["丙区"]), is_comprehensive=True, closed_on=today)
    suspended = make_outlet(district=units["丁区"], state=OutletState.SUSPENDED)
    make_window(suspended, is_comprehensive=True)

    without = gaps.districts_without_window(official, today)

    assert [unit.name for unit in without] == ["乙区", "丙区", "丁区"]
    found = {gap.district.name: (gap.lacks_window, gap.missing_levels) for gap in gaps.gaps(official, today)}
    assert found == {
        "甲区": (False, (OutletLevel.PARK,)),
        "乙区": (True, (OutletLevel.PARK,)),
        "丙区": (True, (OutletLevel.PARK,)),
        "丁区": (True, (OutletLevel.DISTRICT, OutletLevel.PARK)),
    }


def test_a_district_official_sees_the_gaps_of_his_district_alone(district_official, today):
    make_district()

    assert [gap.district for gap in gaps.gaps(district_official, today)] == [district_official.district]


def test_everybody_sees_their_outlets_and_no_others(outlet, staff_user, official, reviewer, district_official, citizen):
    elsewhere = make_outlet()

    seen = {user.role: set(Outlet.objects.visible_to(user)) for user in (staff_user, official, reviewer, citizen)}
    assert seen == {
        Role.OUTLET_STAFF: {outlet},
        Role.MUNICIPAL_OFFICIAL: {outlet, elsewhere},
        Role.REVIEWER: {outlet, elsewhere},
        Role.PUBLIC: set(),
    }
    assert set(Outlet.objects.visible_to(district_official)) == {outlet}
