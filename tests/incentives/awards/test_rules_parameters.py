"""A rule set that cannot be read is refused by the name of the parameter and with what would be right."""

import pytest

from agencies.registry.models import AgencyState as RegisterState
from agencies.registry.models import StandingKind
from incentives.awards.rules import AwardParameters, Bracket, ParameterRefused, in_words, label_of, problems
from incentives.awards.rules.readings import AgencyState, ExcludingStanding
from tests.factories.incentives import PLAIN_PARAMETERS


def refusal_of(**changes) -> ParameterRefused:
    with pytest.raises(ParameterRefused) as refused:
        AwardParameters.read({**PLAIN_PARAMETERS, **changes})
    return refused.value


def test_parameters_are_read_as_typed_values():
    parameters = AwardParameters.read(PLAIN_PARAMETERS)

    assert parameters.brackets == (Bracket(1, 1, 3_000_000), Bracket(2, 3, 1_000_000))
    assert (parameters.floor_concluded, parameters.excluded_grades) == (0, ("C", "D"))


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        (
            {"rate_reading": "won"},
            "rate_reading",
            "规则参数“授权率的口径”：“won”不在可选值之内，应为 concluded（授权量÷结案量（授权、驳回、撤回之和））、"
            "filed（授权量÷申请量（综合成功率））。",
        ),
        ({"branches": 1}, "branches", "规则参数“分支机构是否作为机构计入”：“1”应为 true 或 false。"),
        ({"excluded_grades": "C"}, "excluded_grades", "规则参数“不予奖励的信用等级”：应为列表。"),
        ({"excluded_grades": ["C", "C"]}, "excluded_grades", "规则参数“不予奖励的信用等级”：同一项列了两次。"),
        ({"floor_concluded": "30"}, "floor_concluded", "规则参数“参加排名的最低结案量”：“30”不是整数。"),
        ({"floor_concluded": True}, "floor_concluded", "规则参数“参加排名的最低结案量”：“True”不是整数。"),
        (
            {"floor_concluded": -1},
            "floor_concluded",
            "规则参数“参加排名的最低结案量”：-1 超出范围，应为 0 以上的整数。",
        ),
        (
            {"confidence_percent": 100},
            "confidence_percent",
            "规则参数“区间的置信水平（%）”：100 超出范围，应为 50 以上、99 以下的整数。",
        ),
        ({"amount_cap_fen": 0}, "amount_cap_fen", "规则参数“单个机构奖励上限（分）”：0 超出范围，应为 1 以上的整数。"),
        (
            {"amount_floor_fen": 5},
            "amount_floor_fen",
            "规则参数“单个机构奖励下限（分）”：下限只用于按权重分配；按名次定额时应为空。",
        ),
        (
            {"amount_rule": "shares", "amount_floor_fen": 5, "amount_cap_fen": 4},
            "amount_floor_fen",
            "规则参数“单个机构奖励下限（分）”：下限 5 分高于上限 4 分。",
        ),
        ({"bonus": 3}, "bonus", "规则参数“bonus”：没有这一参数。"),
    ],
)
def test_a_wrong_value_is_refused_by_name(changes, field, message):
    refused = refusal_of(**changes)

    assert (refused.field, refused.message) == (field, message)


@pytest.mark.parametrize("name", PLAIN_PARAMETERS)
def test_every_parameter_is_needed(name):
    values = {key: value for key, value in PLAIN_PARAMETERS.items() if key != name}

    assert problems(values) == {name: "缺少此项。"}
    assert label_of(name) != name


def bracket(first, last, value):
    return {"first": first, "last": last, "value": value}


@pytest.mark.parametrize(
    ("brackets", "problem"),
    [
        ([], "至少应有一档。"),
        ("1-3", "至少应有一档。"),
        ([{"first": 1, "last": 2}], "第 1 档应有 first、last、value 三项。"),
        ([bracket(1, 2, "3")], "第 1 档的 value 应为正整数，现为“3”。"),
        ([bracket(1, 2, True)], "第 1 档的 value 应为正整数，现为“True”。"),
        ([bracket(1, 2, 0)], "第 1 档的 value 应为正整数，现为“0”。"),
        ([bracket(2, 2, 5)], "第 1 档应从第 1 名开始，现为第 2 名。"),
        ([bracket(1, 2, 5), bracket(4, 5, 5)], "第 2 档应从第 3 名开始，现为第 4 名。"),
        ([bracket(1, 2, 5), bracket(3, 2, 5)], "第 2 档止于第 2 名，早于其起始名次。"),
        ([bracket(1, 2, 5), bracket(3, 4, 6)], "第 2 档高于前一档；名次靠后者不得多于靠前者。"),
    ],
)
def test_brackets_follow_one_another_from_the_first_place_and_never_rise(brackets, problem):
    assert problems({**PLAIN_PARAMETERS, "brackets": brackets}) == {"brackets": problem}


def test_states_and_standings_are_those_of_the_register():
    assert AgencyState.choices() == RegisterState.choices()
    assert set(ExcludingStanding.choices()) == set(StandingKind.choices()) - {("credit_grade", "国家信用等级")}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("rate_reading", "filed", "授权量÷申请量（综合成功率）"),
        ("brackets", [bracket(1, 3, 5000), bracket(4, 4, 20)], "第 1—3 名：5,000；第 4—4 名：20"),
        ("excluded_grades", [], "无"),
        ("branches", True, "是"),
        ("floor_concluded", 30, "30"),
        ("amount_cap_fen", "", "不设"),
        ("rate_reading", "won", "won"),
        ("bonus", 3, "3"),
    ],
)
def test_a_value_is_put_into_words(name, value, words):
    assert in_words(name, value) == words


def test_an_empty_text_stands_for_none():
    parameters = AwardParameters.read({**PLAIN_PARAMETERS, "amount_cap_fen": "", "tie_decimals": ""})

    assert (parameters.amount_cap_fen, parameters.tie_decimals) == (None, None)
