"""Survey years: a small questionnaire with one of everything, an open year, a return in a given state."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import count

from django.conf import settings
from django.utils import timezone

from agencies.registry.models import Agency
from ipservice.accounts.models import Role, User
from ipservice.procedure.models import RuleSet
from ipservice.procedure.services.rulesets import load_rulesets
from ipservice.reference.models import District
from supervision.survey.models import Answer, Survey, SurveyForm, SurveyItem, SurveyPost, SurveyReturn
from supervision.survey.rules.definition import (
    NUMERIC,
    Check,
    Item,
    ItemType,
    Option,
    Questionnaire,
    Section,
    Severity,
    Span,
)
from supervision.survey.rules.states import ReturnState
from supervision.survey.rules.survey_terms import KIND
from supervision.survey.services import years
from supervision.survey.services.definition import write
from tests.factories.accounts import make_user
from tests.factories.agencies import make_agency

_numbers = count(1)

SEX = (Option("male", "男"), Option("female", "女"))
EDUCATION = (Option("master", "硕士及以上"), Option("bachelor", "本科"), Option("below", "大专及以下"))
OPENS_ON = dt.date(2026, 6, 5)
DUE_ON = dt.date(2026, 7, 15)


def small_questionnaire(year: int = 2025) -> Questionnaire:
    """Three parts, twelve items of every type, a table, skip rules, hard and soft checks."""
    return Questionnaire(year, f"{year}年度测试调查", _sections(), _checks(), {"change_percent": 50})


def _sections() -> tuple[Section, ...]:
    return (
        Section("101", "基本情况", _basics()),
        Section("102", "从业人员", _people()),
        Section("103", "财务状况", _money()),
    )


def _basics() -> tuple[Item, ...]:
    return (
        Item("10101", "统一社会信用代码", ItemType.TEXT, is_required=True, prefill="register.credit_code"),
        Item("10102", "设立日期", ItemType.DATE, prefill="register.founded_on"),
        Item(
            "10103",
            "组织形式",
            ItemType.CHOICE,
            is_required=True,
            options=(Option("company", "有限责任公司"), Option("partnership", "合伙企业")),
        ),
        Item("10104", "是否有涉外业务", ItemType.YES_NO, is_required=True),
        Item("10105", "涉外业务收入", ItemType.MONEY, "元", span=Span.FLOW, shown_if='[10104] = "yes"', minimum=0),
        Item("10106", "使用的工具", ItemType.CHOICES, options=(Option("ai", "人工智能"), Option("search", "检索"))),
    )


def _people() -> tuple[Item, ...]:
    return (
        Item(
            "10201",
            "年末从业人员",
            ItemType.INTEGER,
            "人",
            "年末在岗人员总数。",
            Span.STOCK,
            is_required=True,
            minimum=0,
        ),
        Item("10202", "从业人员学历", ItemType.INTEGER, "人", span=Span.STOCK, rows=EDUCATION, columns=SEX, minimum=0),
        Item("10203", "执业专利代理师", ItemType.INTEGER, "人", span=Span.STOCK, minimum=0),
    )


def _money() -> tuple[Item, ...]:
    return (
        Item(
            "10301",
            "营业收入",
            ItemType.MONEY,
            "元",
            "全年营业收入，单位为元。",
            Span.FLOW,
            is_required=True,
            minimum=0,
        ),
        Item("10302", "其中：知识产权服务收入", ItemType.MONEY, "元", span=Span.FLOW, minimum=0),
        Item("10303", "线上业务占比", ItemType.PERCENT, "%", minimum=0, maximum=100),
    )


def _checks() -> tuple[Check, ...]:
    return (
        Check(
            "H10202",
            Severity.HARD,
            "sum([10202/*]) = [10201]",
            "{cells}：各学历人数之和与年末从业人员不相等。",
            "使各学历、性别人数之和等于 [10201]。",
            "10201",
        ),
        Check(
            "H10302",
            Severity.HARD,
            "[10302] <= [10301]",
            "{cells}：知识产权服务收入大于营业收入。",
            "知识产权服务收入应不大于 [10301]。",
            "10301",
        ),
        Check(
            "S10301",
            Severity.SOFT,
            'change([10301]) <= parameter("change_percent")',
            "{cells}：营业收入较上年变动超过 50%。",
            "核对单位（元）和数值；确实如此的，请说明原因。",
            "10301",
        ),
        Check(
            "S10203",
            Severity.SOFT,
            '[10203] = register("attorneys")',
            "{cells}：执业专利代理师人数与登记信息不一致。",
            "核对人数；登记信息有误的，请说明并申请变更登记。",
            "10203",
        ),
    )


def ensure_rules() -> RuleSet:
    """The shipped numbers of the survey."""
    found = RuleSet.objects.filter(kind=KIND).first()
    if found is None:
        load_rulesets(settings.BASE_DIR / "docs" / "rulesets")
        found = RuleSet.objects.get(kind=KIND, version=1)
    return found


def make_form(**fields) -> SurveyForm:
    """A form with its five marks."""
    facts = {
        "number": "渝知统1表",
        "title": "知识产权服务机构年度统计调查表",
        "made_by": "测试制定机关",
        "approved_by": "测试备案机关",
        "document_number": f"测统备〔2026〕{next(_numbers)}号",
        "valid_until": dt.date(2027, 12, 31),
    }
    return SurveyForm.objects.create(**{**facts, **fields})


def make_survey(year: int = 2025, *, questionnaire: Questionnaire | None = None, **fields) -> Survey:
    """A draft year with its form and days, and the small questionnaire unless another is given."""
    facts = {
        "title": f"{year}年度知识产权服务业统计调查",
        "opens_on": OPENS_ON.replace(year=year + 1),
        "due_on": DUE_ON.replace(year=year + 1),
    }
    facts.update(fields)
    if "form" not in facts:
        facts["form"] = make_form()
    survey = Survey.objects.create(year=year, **facts)
    write(survey, questionnaire or small_questionnaire(year))
    return survey


def post(user: User | None = None, district: District | None = None) -> User:
    """A person who handles the survey: the whole city, or one district."""
    user = user or make_user(role=Role.DISTRICT_OFFICIAL if district else Role.MUNICIPAL_OFFICIAL)
    SurveyPost.objects.create(user=user, district=district, appointed_by=user, since=dt.date(2026, 1, 1))
    return user


def open_survey(
    year: int = 2025,
    *,
    agencies: Iterable[Agency] | None = None,
    questionnaire: Questionnaire | None = None,
    by: User | None = None,
    **fields,
) -> Survey:
    """An open year. Only ``agencies`` are listed where they are given; by default one new agency is."""
    ensure_rules()
    asked = list(agencies) if agencies is not None else [make_agency()]
    survey = make_survey(year, questionnaire=questionnaire, **fields)
    survey = years.open_year(survey.pk, by=by or post(), today=survey.opens_on)
    survey.returns.exclude(agency__in=asked).delete()
    return survey


def a_return(
    survey: Survey | None = None,
    *,
    agency: Agency | None = None,
    state: str = ReturnState.WAITING,
    values: Mapping[str, object] | None = None,
    **fields,
) -> SurveyReturn:
    """The return of one agency, moved to ``state`` by hand, with ``values`` by cell as answers."""
    survey = survey or open_survey(agencies=[agency] if agency else None)
    returns = survey.returns.all()
    found = returns.get(agency=agency) if agency else returns.order_by("id").first()
    for name, value in {"state": state, **fields}.items():
        setattr(found, name, value)
    found.save()
    answer(found, values or {})
    return found


def answer(survey_return: SurveyReturn, values: Mapping[str, object], *, explanations: Mapping[str, str] | None = None):
    """Write answers straight into their table; a number is anything of a numeric item."""
    items = {row.code: row for row in SurveyItem.objects.filter(section__survey=survey_return.survey_id)}
    answers = []
    for cell, value in values.items():
        row = items[cell.split("/")[0]]
        numeric = row.type in NUMERIC
        answers.append(
            Answer(
                survey_return=survey_return,
                item=row,
                cell=cell,
                number=Decimal(str(value)) if numeric else None,
                text="" if numeric else str(value),
                explanation=(explanations or {}).get(cell, ""),
                changed_at=timezone.now(),
            )
        )
    return Answer.objects.bulk_create(
        answers,
        update_conflicts=True,
        unique_fields=["survey_return", "cell"],
        update_fields=["number", "text", "explanation", "changed_at"],
    )


GOOD_VALUES = {
    "10101": "91599900MA000001XX",
    "10102": "2015-03-02",
    "10103": "company",
    "10104": "no",
    "10201": 10,
    "10202/master/male": 2,
    "10202/master/female": 1,
    "10202/bachelor/male": 3,
    "10202/bachelor/female": 2,
    "10202/below/male": 1,
    "10202/below/female": 1,
    "10203": 4,
    "10301": "3500000.00",
    "10302": "3000000.00",
    "10303": "20",
}
