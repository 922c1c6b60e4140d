"""A person claims an agency: both codes, proof, one official who decides, and roles that follow."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from agencies.registry.models import AgencyClaim, AgencyMembership, ClaimState
from agencies.registry.rules import claims as rules
from agencies.registry.services import claims, members
from ipservice.accounts.models import Role, User
from ipservice.audit.models import AuditEntry
from ipservice.evidence.services import keep_bytes
from ipservice.foundation.identifiers.errors import IdentifierError
from ipservice.notices.models import Message
from ipservice.procedure.services.rulesets import load_rulesets
from tests.factories.accounts import make_user
from tests.factories.agencies import make_agency, make_claim, make_credit_code, make_member

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 1)
NOW = dt.datetime(2026, 6, 2, 9, 0, tzinfo=dt.UTC)


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (2, 2)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture(autouse=True)
def _terms(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path)
    load_rulesets(settings.BASE_DIR / "docs" / "rulesets")


@pytest.fixture
def agency():
    return make_agency(name="重庆博凯知识产权代理有限公司")


def asked(agency, person, **changes) -> AgencyClaim:
    papers = [keep_bytes(picture(), "授权书.png", purpose=claims.EVIDENCE, by=person)]
    facts = {
        "credit_code": agency.credit_code,
        "agency_code": agency.agency_code,
        "position": "合伙人",
        "papers": papers,
    }
    return claims.submit(claims.Claimed(**{**facts, **changes}), today=TODAY, by=person)


def tasks_of(user) -> list[str]:
    return list(Message.objects.filter(recipient=user).open_tasks().values_list("title", flat=True))


class TestAsking:
    def test_both_codes_and_a_proof_make_a_claim_with_a_term_in_working_days(self, agency, citizen, official):
        claim = asked(agency, citizen)

        assert (claim.agency, claim.state, claim.evidence.count()) == (agency, ClaimState.SUBMITTED, 1)
        assert claim.due_on > TODAY
        assert tasks_of(official) == ["机构认领申请：重庆博凯知识产权代理有限公司"]
        assert AuditEntry.objects.get(verb="agency.claim.submit").actor == citizen

    def test_the_task_is_for_those_who_may_decide_alone(self, agency, citizen, reviewer, system_admin):
        neighbour = make_user(role=Role.DISTRICT_OFFICIAL, district=agency.district)
        asked(agency, citizen)

        assert [tasks_of(person) for person in (reviewer, system_admin, neighbour)] == [[], [], []]

    @pytest.mark.parametrize(
        "codes", [{"agency_code": "70999"}, {"agency_code": ""}, {"credit_code": make_credit_code(999_999)}]
    )
    def test_codes_that_are_not_of_one_agency_are_refused(self, agency, citizen, codes):
        with pytest.raises(rules.CodesDisagree):
            asked(agency, citizen, **codes)

    def test_a_code_that_cannot_be_is_refused_as_everywhere(self, agency, citizen):
        with pytest.raises(IdentifierError):
            asked(agency, citizen, credit_code="123")

    def test_without_proof_there_is_no_claim(self, agency, citizen):
        with pytest.raises(rules.ProofMissing):
            asked(agency, citizen, papers=[])

    @pytest.mark.parametrize("role", [Role.MUNICIPAL_OFFICIAL, Role.REVIEWER, Role.DISTRICT_OFFICIAL,
                                      Role.SYSTEM_ADMIN, Role.OUTLET_STAFF])  # fmt: skip
    def test_people_of_the_office_and_of_outlets_claim_nothing(self, agency, role):
        with pytest.raises(rules.RoleCannotClaim):
            asked(agency, make_user(role=role))

    def test_an_agency_that_is_no_more_is_not_claimed(self, citizen):
        with pytest.raises(rules.AgencyGone):
            asked(make_agency(state="dissolved"), citizen)

    def test_one_claim_at_a_time_on_one_agency_and_three_in_all(self, agency, citizen):
        asked(agency, citizen)
        with pytest.raises(rules.AlreadyClaimed):
            asked(agency, citizen)
        for _ in range(2):
            asked(make_agency(), citizen)

        with pytest.raises(rules.TooManyClaims):
            asked(make_agency(), citizen)

    def test_who_administers_it_already_needs_no_claim(self, agency):
        with pytest.raises(rules.AlreadyActing):
            asked(agency, make_member(agency, is_admin=True))


class TestDeciding:
    def test_an_accepted_person_is_administrator_and_the_change_of_role_is_on_record(self, agency, citizen, official):
        claim = claims.accept(asked(agency, citizen).pk, reason="授权书相符", by=official, now=NOW)

        citizen.refresh_from_db()
        membership = AgencyMembership.objects.get(agency=agency, user=citizen)
        assert (citizen.role, membership.is_admin, membership.added_by) == (Role.AGENCY_ADMIN, True, official)
        assert (claim.state, claim.decided_by) == (ClaimState.ACCEPTED, official)
        entry = AuditEntry.objects.get(verb="agency.member.admit")
        assert (entry.before, entry.after["role"], entry.actor) == ({"role": "public"}, "agency_admin", official)
        assert Message.objects.filter(recipient=citizen, title__startswith="认领申请已通过").exists()
        assert tasks_of(official) == []

    def test_a_refusal_needs_a_reason_which_the_person_reads(self, agency, citizen, official):
        claim = asked(agency, citizen)
        with pytest.raises(rules.ClaimReasonMissing):
            claims.refuse(claim.pk, reason=" ", by=official, now=NOW)

        claims.refuse(claim.pk, reason="授权书未盖章，请补盖后重新提交。", by=official, now=NOW)

        citizen.refresh_from_db()
        assert citizen.role == Role.PUBLIC
        assert "授权书未盖章" in Message.objects.get(recipient=citizen).body
        assert not AgencyMembership.objects.filter(user=citizen).exists()

    @pytest.mark.parametrize("role", [Role.REVIEWER, Role.SYSTEM_ADMIN, Role.AGENCY_ADMIN, Role.PUBLIC])
    def test_nobody_else_decides(self, agency, citizen, role):
        claim = asked(agency, citizen)

        with pytest.raises(rules.NotYourClaim):
            claims.accept(claim.pk, reason="", by=make_user(role=role), now=NOW)

    @pytest.mark.parametrize("act", [claims.accept, claims.refuse])
    def test_a_decided_claim_is_decided(self, agency, citizen, official, act):
        claim = asked(agency, citizen)
        claims.refuse(claim.pk, reason="不符", by=official, now=NOW)

        with pytest.raises(rules.ClaimClosed):
            act(claim.pk, reason="再来", by=official, now=NOW)

    @pytest.mark.parametrize("changed", [{"role": Role.OUTLET_STAFF}, {"is_active": False}])
    def test_a_person_who_became_somebody_else_meanwhile_is_not_let_in(self, agency, citizen, official, changed):
        claim = asked(agency, citizen)
        User.objects.filter(pk=citizen.pk).update(**changed)

        with pytest.raises(rules.RoleCannotClaim):
            claims.accept(claim.pk, reason="", by=official, now=NOW)
        assert AgencyClaim.objects.get().state == ClaimState.SUBMITTED

    def test_staff_of_the_agency_become_administrators_by_the_same_membership(self, agency, official):
        colleague = make_member(agency)

        claims.accept(asked(agency, colleague).pk, reason="", by=official, now=NOW)

        assert [each.is_admin for each in AgencyMembership.objects.filter(user=colleague)] == [True]

    def test_the_database_refuses_a_decision_by_the_claimant_and_a_refusal_without_a_reason(self, agency, official):
        claim = make_claim(agency, official)
        facts = {"state": "refused", "decided_at": NOW, "decided_by": make_user(), "reason": "x"}
        for wrong in ({"decided_by": official}, {"reason": ""}):
            with pytest.raises(IntegrityError), transaction.atomic():
                AgencyClaim.objects.filter(pk=claim.pk).update(**{**facts, **wrong})


class TestAfterwards:
    def test_who_came_with_a_public_account_leaves_with_it(self, agency, citizen, official):
        other = make_member(agency, is_admin=True)
        claims.accept(asked(agency, citizen).pk, reason="", by=official, now=NOW)

        members.deactivate(AgencyMembership.objects.get(user=citizen).pk, by=other, now=NOW)

        citizen.refresh_from_db()
        assert (citizen.role, citizen.is_active) == (Role.PUBLIC, True)

    def test_whose_claim_was_refused_is_shut_out_like_every_invited_person(self, agency, official):
        boss, colleague = make_member(agency, is_admin=True), make_member(agency)
        claims.refuse(asked(agency, colleague).pk, reason="不符", by=official, now=NOW)

        members.deactivate(AgencyMembership.objects.get(user=colleague).pk, by=boss, now=NOW)

        colleague.refresh_from_db()
        assert not colleague.is_active

    def test_a_claim_taken_back_leaves_no_task(self, agency, citizen, official):
        boss = make_member(agency, is_admin=True)
        claim = asked(agency, citizen)

        claims.withdraw(claim.pk, by=citizen)

        assert [tasks_of(person) for person in (official, boss)] == [[], []]
        with pytest.raises(rules.ClaimClosed):
            claims.withdraw(claim.pk, by=citizen)

    def test_only_the_claimant_takes_it_back(self, agency, citizen):
        with pytest.raises(rules.NotYourClaim):
            claims.withdraw(asked(agency, citizen).pk, by=make_user())


class TestAPresentAdministrator:
    def test_is_told_says_something_and_the_official_decides(self, agency, citizen, official):
        boss = make_member(agency, is_admin=True)
        claim = asked(agency, citizen)
        assert tasks_of(boss) == ["有人申请成为重庆博凯知识产权代理有限公司的管理员"]

        claims.remark(claim.pk, "此人是新任合伙人", by=boss, now=NOW)

        assert tasks_of(boss) == []
        assert tasks_of(official) == ["机构认领申请：重庆博凯知识产权代理有限公司"]
        assert claims.accept(claim.pk, reason="", by=official, now=NOW).remark == "此人是新任合伙人"

    def test_nobody_else_says_anything(self, agency, citizen):
        claim = asked(agency, citizen)

        for person in (citizen, make_member(agency), make_member(make_agency(), is_admin=True)):
            with pytest.raises(rules.NotYourClaim):
                claims.remark(claim.pk, "是", by=person, now=NOW)


class TestPages:
    def form(self, agency, **changes) -> dict:
        facts = {"credit_code": agency.credit_code, "agency_code": agency.agency_code, "position": "合伙人",
                 "papers": SimpleUploadedFile("授权书.png", picture()), "form_token": "t1"}  # fmt: skip
        return {**facts, **changes}

    def test_a_citizen_claims_and_an_official_accepts(self, client_for, agency, citizen, official):
        browser, desk = client_for(citizen), client_for(official)

        browser.post("/portal/claims/new/", self.form(agency))
        claim = AgencyClaim.objects.get()
        page = desk.get(f"/admin/agencies/claims/{claim.pk}/").content.decode()
        assert "授权书.png" in page
        assert agency.name in desk.get("/admin/agencies/claims/").content.decode()
        desk.post(f"/admin/agencies/claims/{claim.pk}/", {"decision": "accept", "reason": ""})

        assert "已通过" in browser.get("/portal/claims/").content.decode()
        assert browser.get(f"/portal/agency/{agency.public_code}/").status_code == 200

    def test_the_same_form_sent_twice_is_one_claim(self, client_for, agency, citizen):
        browser = client_for(citizen)

        for _ in range(2):
            browser.post("/portal/claims/new/", self.form(agency))

        assert AgencyClaim.objects.count() == 1

    def test_a_refusal_is_said_beside_the_field_and_what_was_typed_stays(self, client_for, agency, citizen):
        answer = client_for(citizen).post("/portal/claims/new/", self.form(agency, agency_code="70999"))

        assert answer.status_code == 422
        assert "请对照营业执照和执业许可证核对" in answer.content.decode()
        assert agency.credit_code in answer.content.decode()

    def test_a_present_administrator_reads_no_name_and_no_paper(self, client_for, agency, citizen):
        User.objects.filter(pk=citizen.pk).update(display_name="王小明")
        boss = make_member(agency, is_admin=True)
        claim = asked(agency, citizen, statement="我的理由")

        page = client_for(boss).get(f"/portal/claims/{claim.pk}/").content.decode()

        assert "王某" in page
        assert [word for word in ("王小明", "我的理由", "授权书.png") if word in page] == []
        assert client_for(boss).get(f"/files/{claim.evidence.get().pk}/").status_code == 404

    def test_the_page_takes_a_remark_and_the_official_reads_it(self, client_for, agency, citizen, official):
        boss = make_member(agency, is_admin=True)
        claim = asked(agency, citizen)

        client_for(boss).post(f"/portal/claims/{claim.pk}/remark/", {"text": "不认识此人"})

        assert "不认识此人" in client_for(official).get(f"/admin/agencies/claims/{claim.pk}/").content.decode()

    def test_the_list_asks_the_same_number_of_questions_for_one_and_for_five(
        self, client_for, agency, official, django_assert_max_num_queries
    ):
        desk = client_for(official)
        make_claim(agency, make_user())
        desk.get("/admin/agencies/claims/")
        with django_assert_max_num_queries(20) as few:
            desk.get("/admin/agencies/claims/")
        for _ in range(4):
            make_claim(agency, make_user())
        with django_assert_max_num_queries(20) as many:
            desk.get("/admin/agencies/claims/")

        assert len(few) == len(many)
