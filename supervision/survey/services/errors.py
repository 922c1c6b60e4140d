"""What the survey refuses, each with what would be right."""

from ipservice.foundation.errors import DomainError


class NoPost(DomainError):
    code = "no_survey_post"
    template = (
        "统计数据只供统计使用：您还不是{area}统计人员，不能{act}。请市级统计人员或系统管理员在“统计人员”页面指定。"
    )
    status = 403


class PostNotPossible(DomainError):
    code = "survey_post_not_possible"
    template = "{problem}"
    status = 422


class MarksMissing(DomainError):
    code = "survey_marks_missing"
    template = (
        "“{survey}”还不能启动：{missing}。"
        "依照统计法，调查表应标明表号、制定机关、批准或备案机关、批准或备案文号、有效期至；请在“调查表式”中补齐。"
    )


class FormExpired(DomainError):
    code = "survey_form_expired"
    template = (
        "调查表式“{form}”有效期至 {valid_until:%Y年%-m月%-d日}，早于填报截止日 {due_on:%Y年%-m月%-d日}。"
        "请更换在整个填报期内有效的表式，或提前截止日期。"
    )


class DaysMissing(DomainError):
    code = "survey_days_missing"
    template = "{problem}"


class QuestionnaireFaulty(DomainError):
    code = "questionnaire_faulty"
    template = "问卷还有 {count} 处错误，改正后才能启动。第一处：{first}"


class QuestionnaireFixed(DomainError):
    code = "questionnaire_fixed"
    template = "{year}年度调查{state}，{what}。"


class NobodyToAnswer(DomainError):
    code = "nobody_to_answer"
    template = "登记中没有符合填报范围的机构，不能启动。请先导入机构登记信息，或检查调查参数。"


class YearExists(DomainError):
    code = "survey_year_exists"
    template = "{year}年度的调查已经建立，不能重复建立。"


class NotAQuestionnaire(DomainError):
    code = "not_a_questionnaire"
    template = "这个文件不能作为问卷导入：{problem}"
    status = 422
