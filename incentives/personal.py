"""Personal data that the incentives' slices keep."""

from ipservice.privacy.registry import Category, Declaration, PersonalField, Term, declare, declare_impersonal

YEAR = 365


def declare_personal_data() -> None:
    """What somebody wrote when an agency contested its figures."""
    words = (PersonalField("statement", Category.WORDS, "核对年度数据", erased="（保存期限届满，内容已清除）"),)
    term = Term(10 * YEAR, "answered_at", basis="产品建议值，待确认")
    declare(Declaration("incentives.FigureCheck", words, term))
    declare_impersonal("incentives.AwardLine", "机构名称", "name")
