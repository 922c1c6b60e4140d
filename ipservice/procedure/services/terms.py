"""Terms of the procedure: from the rule set of the decision, else from the rules of procedure in force."""

from datetime import date

from ipservice.procedure.errors import NoRuleInForce
from ipservice.procedure.models import RuleSet

KIND = "procedure"
LABELS = {
    "notice_working_days": "公示工作日数",
    "objection_answer_working_days": "异议答复工作日数",
    "figure_check_working_days": "数据核对工作日数",
}


def term(name: str, *, on: date, ruleset: RuleSet | None = None) -> int:
    """A number of working days; ``ruleset`` may set its own. Raises ``NoRuleInForce``."""
    if ruleset is not None and name in ruleset.parameters:
        return ruleset.parameters[name]
    general = RuleSet.objects.in_force(KIND, on).first()
    if general is None or name not in general.parameters:
        raise NoRuleInForce(on=on, kind="办理程序", parameter=LABELS.get(name, name))
    return general.parameters[name]


def problems(parameters: dict) -> dict[str, str]:
    """What is wrong with rules of procedure, by parameter."""
    wrong = {name: "缺少此项。" for name in LABELS if name not in parameters}
    for name, value in parameters.items():
        if name not in LABELS:
            wrong[name] = "没有这一参数。"
        elif isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 60:
            wrong[name] = f"“{value}”应为 1 至 60 的整数（工作日）。"
    return wrong


def show(name: str, value: int) -> str:
    """A term as an official reads it."""
    return f"{value} 个工作日"
