"""Changes to a questionnaire. A draft may change in everything; an open year only in its words; a closed one not."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.db import transaction

from ipservice.accounts.models import User
from ipservice.audit.services import record
from supervision.survey.models import Survey, SurveyCheck, SurveyForm, SurveyItem, SurveySection
from supervision.survey.rules.definition import Check, Item, Questionnaire, Section
from supervision.survey.rules.states import SurveyState
from supervision.survey.services import definition
from supervision.survey.services.errors import QuestionnaireFixed
from supervision.survey.services.posts import require_city_post
from supervision.survey.services.recoding import recode

WORDS: Mapping[type, tuple[str, ...]] = {
    SurveySection: ("title", "help"),
    SurveyItem: ("label", "help"),
    SurveyCheck: ("message", "cure", "definition"),
}


def draft(survey_id: int, *, by: User) -> Survey:
    """The locked draft, for a change of what is asked. Raises ``NoPost``, ``QuestionnaireFixed``."""
    survey = _editable(survey_id, by)
    if survey.state != SurveyState.DRAFT:
        raise QuestionnaireFixed(
            year=survey.year,
            state="已启动",
            what="题目、选项和公式不能再改，只能修改名称、说明等文字；需要改题目的，请在下一年度的问卷中修改",
        )
    return survey


def _editable(survey_id: int, by: User) -> Survey:
    require_city_post(by, act="修改问卷")
    survey = Survey.objects.select_for_update().get(pk=survey_id)
    if survey.state == SurveyState.CLOSED:
        raise QuestionnaireFixed(year=survey.year, state="已结束并封存", what="问卷不能再改")
    return survey


def _changed(survey: Survey, sentence: str, by: User, **sides: dict) -> None:
    """Count the change, so that what was read before is read again, and write down who made it."""
    survey.version += 1
    survey.save(update_fields=["version"])
    record("survey.questionnaire", sentence, subject=("survey", survey.pk), by=by, **sides)


@transaction.atomic
def save_section(survey_id: int, section: Section, *, by: User, code: str = "") -> None:
    """Change the part ``code``, or add one where no code is given. Its items stay."""
    survey = draft(survey_id, by=by)
    fields = {"title": section.title, "help": section.help, "shown_if": section.shown_if, "code": section.code}
    if code:
        SurveySection.objects.filter(survey=survey, code=code).update(**fields)
    else:
        SurveySection.objects.create(survey=survey, place=survey.sections.count(), **fields)
    _changed(survey, f"{'修改' if code else '增加'}部分 {section.code} {section.title}", by)


@transaction.atomic
def save_item(survey_id: int, section_code: str, item: Item, *, by: User, code: str = "") -> None:
    """Change the item ``code`` of a part, or add one at its end. Under a new code it stays named in every formula."""
    survey = draft(survey_id, by=by)
    section = SurveySection.objects.get(survey=survey, code=section_code)
    before = {}
    if code:
        row = SurveyItem.objects.get(section=section, code=code)
        before = _plain(definition.item_of(row))
        SurveyItem.objects.filter(pk=row.pk).update(**definition.fields_of(item))
        if item.code != code:
            recode(survey, code, item.code)
    else:
        SurveyItem.objects.create(section=section, place=section.items.count(), **definition.fields_of(item))
    sentence = f"{'修改' if code else '增加'}指标 {item.code} {item.label}"
    _changed(survey, sentence, by, before=before, after=_plain(item))


def _plain(item: Item) -> dict[str, object]:
    return {name: value for name, value in definition.fields_of(item).items() if value not in ("", None, [], False)}


@transaction.atomic
def save_check(survey_id: int, rule: Check, *, by: User, code: str = "") -> None:
    """Change the check ``code``, or add one at the end."""
    survey = draft(survey_id, by=by)
    fields = {name: getattr(rule, name) for name in Check.__slots__}
    if code:
        SurveyCheck.objects.filter(survey=survey, code=code).update(**fields)
    else:
        SurveyCheck.objects.create(survey=survey, place=survey.checks.count(), **fields)
    _changed(survey, f"{'修改' if code else '增加'}审核关系 {rule.code}", by, after=fields)


@transaction.atomic
def remove(survey_id: int, kind: type, code: str, *, by: User) -> None:
    """Take a part, an item or a check out of a draft."""
    survey = draft(survey_id, by=by)
    owner = "section__survey" if kind is SurveyItem else "survey"
    row = kind.objects.get(**{owner: survey, "code": code})
    sentence = f"删除{kind._meta.verbose_name} {row}"
    row.delete()
    _changed(survey, sentence, by)


@transaction.atomic
def move(survey_id: int, kind: type, code: str, *, by: User, up: bool) -> None:
    """Change places with the neighbour above or below; at the end of the list nothing happens."""
    survey = draft(survey_id, by=by)
    owner = "section__survey" if kind is SurveyItem else "survey"
    row = kind.objects.get(**{owner: survey, "code": code})
    around = {"section": row.section} if kind is SurveyItem else {"survey": survey}
    rows = list(kind.objects.filter(**around).order_by("place", "pk"))
    at = rows.index(row)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(rows):
        return
    rows[at], rows[to] = rows[to], rows[at]
    for place, one in enumerate(rows):
        one.place = place
    kind.objects.bulk_update(rows, ["place"])
    _changed(survey, f"调整 {row.code} 的次序", by)


@transaction.atomic
def save_words(survey_id: int, kind: type, code: str, words: Mapping[str, str], *, by: User) -> None:
    """Correct the words of a part, item or check, also while the year is open: what is asked stays the same."""
    survey = _editable(survey_id, by)
    owner = "section__survey" if kind is SurveyItem else "survey"
    row = kind.objects.get(**{owner: survey, "code": code})
    known = WORDS[kind]
    before = {name: getattr(row, name) for name in known if name in words}
    for name in before:
        setattr(row, name, words[name])
    row.save(update_fields=list(before))
    after = {name: words[name] for name in before}
    _changed(survey, f"修改 {code} 的文字", by, before=before, after=after)


@transaction.atomic
def replace_questionnaire(survey_id: int, questionnaire: Questionnaire, *, by: User) -> None:
    """Put a whole questionnaire, for instance an imported one, into a draft."""
    survey = draft(survey_id, by=by)
    definition.write(survey, replace(questionnaire, year=survey.year, title=survey.title))
    cells = len(questionnaire.cells)
    _changed(survey, f"导入问卷：{len(questionnaire.items)} 个指标、{cells} 个单元格", by)


@transaction.atomic
def set_form_and_days(
    survey_id: int, *, by: User, form: SurveyForm | None, opens_on: date | None, due_on: date | None
) -> None:
    """Name the form and the days of a draft; what is missing is asked for at the opening."""
    survey = draft(survey_id, by=by)
    survey.form, survey.opens_on, survey.due_on = form, opens_on, due_on
    survey.save(update_fields=["form", "opens_on", "due_on"])
    _changed(survey, f"设置“{survey.title}”的表式与日期", by)


@transaction.atomic
def save_form(form: SurveyForm, *, by: User) -> SurveyForm:
    """Write a form with its five marks."""
    require_city_post(by, act="登记调查表式")
    form.save()
    record("survey.form", f"登记调查表式 {form}（{form.document_number}）", subject=("survey_form", form.pk), by=by)
    return form
