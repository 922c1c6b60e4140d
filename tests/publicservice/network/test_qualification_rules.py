"""Each of the eleven kinds has its own rule; what the register can't answer stays open."""

import pytest

from publicservice.network.rules import DeclaredCondition, HostKind, OutletLevel, QualificationKind
from publicservice.network.rules.qualifications import (
    BRAND_CONDITIONS,
    Candidate,
    QualificationRefused,
    qualification_findings,
    require_qualified,
)

CITY, DISTRICT, PARK = OutletLevel
POINT_READY = {"basis": "国知办函〔2026〕1号", "conditions": frozenset({DeclaredCondition.ON_PROVINCIAL_RECORD})}
BRAND_READY = {"conditions": frozenset(BRAND_CONDITIONS)}


def candidate(kind, level=DISTRICT, host=HostKind.INSTITUTION, **facts):
    return Candidate(kind=QualificationKind(kind), level=level, host=host, **facts)


def answers(asked):
    return {finding.code: finding.met for finding in qualification_findings(asked)}


def refused_by(asked):
    return [finding.code.split(".")[1] for finding in qualification_findings(asked) if finding.met is False]


def test_every_kind_has_a_rule_that_a_suitable_outlet_passes():
    suitable = [
        candidate("CENTER", CITY, basis="批复"),
        candidate("ACCEPT", basis="协议"),
        candidate("HALL", host=HostKind.GOVERNMENT),
        candidate("TISC", host=HostKind.UNIVERSITY, batch="2026-1"),
        candidate("UNIV", PARK, HostKind.UNIVERSITY),
        candidate("POINT", host=HostKind.LIBRARY, **POINT_READY),
        candidate("NODE", CITY),
        candidate("PARK", PARK, HostKind.COMPANY),
        candidate("BRAND", PARK, HostKind.MARKET, **BRAND_READY),
        candidate("AID", basis="通知"),
        candidate("LIAISON", PARK, HostKind.COMPANY, basis="通知"),
    ]

    assert [each.kind for each in suitable] == list(QualificationKind)
    assert [refused_by(each) for each in suitable] == [[]] * 11
    for each in suitable:
        assert all(finding.met for finding in require_qualified(each))


@pytest.mark.parametrize("host", [HostKind.COMPANY, HostKind.MARKET])
def test_no_commercial_body_becomes_a_tisc(host):
    assert refused_by(candidate("TISC", host=host, batch="2026-1")) == ["host"]


def test_a_university_centre_and_a_tisc_exclude_one_another():
    holds_univ = frozenset({QualificationKind.UNIV})
    holds_tisc = frozenset({QualificationKind.TISC})

    assert refused_by(candidate("TISC", host=HostKind.UNIVERSITY, batch="1", held=holds_univ)) == ["exclusive"]
    assert refused_by(candidate("UNIV", host=HostKind.UNIVERSITY, held=holds_tisc)) == ["exclusive"]


@pytest.mark.parametrize("held", [QualificationKind.TISC, QualificationKind.UNIV])
def test_who_is_a_tisc_or_university_centre_may_not_file_as_a_point(held):
    asked = candidate("POINT", host=HostKind.UNIVERSITY, held=frozenset({held}), **POINT_READY)

    assert refused_by(asked) == ["exclusive"]


def test_a_point_on_record_may_become_a_tisc():
    asked = candidate("TISC", host=HostKind.LIBRARY, batch="1", held=frozenset({QualificationKind.POINT}))

    assert refused_by(asked) == []


@pytest.mark.parametrize(
    ("others", "unmet"), [(3, []), (4, []), (5, ["batch"])], ids=["the fourth", "the fifth", "the sixth"]
)
def test_the_city_files_at_most_five_tisc_candidates_in_a_batch(others, unmet):
    assert refused_by(candidate("TISC", batch="2026-1", others_in_batch=others)) == unmet


@pytest.mark.parametrize("host", HostKind)
def test_a_point_is_hosted_by_the_bodies_of_article_five(host):
    suitable = {
        HostKind.UNIVERSITY, HostKind.RESEARCH, HostKind.LIBRARY,
        HostKind.ASSOCIATION, HostKind.PARK, HostKind.INSTITUTION,
    }  # fmt: skip
    expected = None if host == HostKind.UNKNOWN else host in suitable

    assert answers(candidate("POINT", host=host, **POINT_READY))["POINT.host"] is expected


@pytest.mark.parametrize("host", HostKind)
def test_a_brand_station_is_hosted_by_the_bodies_of_its_rules(host):
    unsuitable = {HostKind.LIBRARY, HostKind.RESEARCH, HostKind.COMPANY, HostKind.OTHER}
    expected = None if host == HostKind.UNKNOWN else host not in unsuitable

    assert answers(candidate("BRAND", host=host, **BRAND_READY))["BRAND.host"] is expected


def test_a_brand_station_declares_staff_office_plan_and_rules():
    asked = candidate("BRAND", conditions=frozenset({DeclaredCondition.STAFF}))

    assert answers(asked) == {
        "BRAND.level": True, "BRAND.host": True, "BRAND.staff": True,
        "BRAND.office": None, "BRAND.plan": None, "BRAND.rules": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "levels"),
    [("CENTER", {CITY}), ("ACCEPT", {CITY, DISTRICT}), ("HALL", {DISTRICT}), ("NODE", {CITY, DISTRICT}),
     ("PARK", {PARK}), ("BRAND", {DISTRICT, PARK})],
)  # fmt: skip
def test_some_kinds_stand_on_certain_levels_only(kind, levels):
    assert {level for level in OutletLevel if "level" not in refused_by(candidate(kind, level))} == levels


def test_a_refusal_names_condition_fact_and_article():
    with pytest.raises(QualificationRefused) as refused:
        require_qualified(candidate("HALL", CITY))

    assert refused.value.message == (
        "不能登记“政务服务大厅综合性知识产权服务窗口”：网点层级为区县级；现为：市级。（措施5.2）"
    )


def test_what_the_register_cannot_answer_is_refused_by_hand_and_kept_by_an_import():
    asked = candidate("NODE", host=HostKind.UNKNOWN)

    with pytest.raises(QualificationRefused):
        require_qualified(asked)
    assert [finding.met for finding in require_qualified(asked, strict=False)] == [True, None]
