"""Row 6.82: fed the printed national figures, the checker confirms what follows and flags what does not."""

import pytest

from supervision.report.rules.consistency import Verdict, check

NATION = """
2019年底，知识产权服务机构6.7万家，知识产权服务业营业收入2153亿元。
2020年底，知识产权服务机构7.3万家，比上年增长9.3%；知识产权服务业从业人员86.5万人；知识产权服务业营业收入超过2250亿元，比上年增长4.5%。
2021年底，知识产权服务机构8.4万家，比上年增长15.1%；知识产权服务业从业人员92.8万人；知识产权服务业营业收入超过2600亿元，比上年增长15.6%；知识产权服务业人均营业收入30.5万元。
2022年底，知识产权服务机构8.65万家；知识产权服务业从业人员96.9万人；知识产权服务业营业收入2700亿元；执业专利代理师约31350人。
2023年底，知识产权服务机构8.9万家，比上年增长2.9%；知识产权服务业从业人员98.4万人，比上年增长1.5%；知识产权服务业营业收入2850亿元，比上年增长5.6%；知识产权服务业人均营业收入28.9万元；执业专利代理师34396人，比上年增长9.7%。
2021年，专利代理机构3934家，专利代理机构营业收入437.5亿元，专利代理机构平均营业收入1111.3万元。
2023年，专利代理机构5269家，专利代理机构营业收入462.6亿元，专利代理机构平均营业收入934.9万元。
2021年，发明专利审结超过120万件，发明专利授权69.6万件，占发明专利审结的55.0%。
"""


def verdicts(text: str, year: int = 0) -> list[tuple[str, str]]:
    return [(one.kind, one.verdict.label) for one in check(text, year=year)]


def test_the_printed_mean_of_2023_does_not_follow_from_its_sum_and_count():
    wrong = [one for one in check(NATION) if one.verdict == Verdict.CONTRADICTED and one.year == 2023]

    assert [one.message for one in wrong] == [
        "2023年专利代理机构营业收入平均934.9万元：由462.6亿元除以5269家为878.0万元，不相符。"
    ]


def test_the_national_figures_that_follow_from_each_other_are_confirmed_and_only_those():
    found = check(NATION)

    by_verdict = {verdict: [(one.kind, one.year) for one in found if one.verdict == verdict] for verdict in Verdict}
    growth = [("增减", 2020), ("增减", 2020), ("增减", 2021), ("增减", 2021), *[("增减", 2023)] * 3]
    assert by_verdict[Verdict.CONFIRMED] == [*growth, ("平均", 2023), ("增减", 2023)]
    assert by_verdict[Verdict.CONTRADICTED] == [("平均", 2021), ("平均", 2023)]
    assert by_verdict[Verdict.UNDETERMINED] == [("平均", 2021), ("比重", 2021)]


@pytest.mark.parametrize(
    ("growth", "verdict"),
    [("11.6%", "相符"), ("12.0%", "相符"), ("12.1%", "相符"), ("13.5%", "不相符")],
    ids=["lowest that rounds", "the point", "within rounding", "beyond"],
)
def test_a_growth_is_held_against_what_may_have_been_rounded(growth, verdict):
    text = f"2023年底，机构11.2万家，比上年增长{growth}。2022年底，机构10.0万家。"

    assert verdicts(text) == [("增减", verdict)]


def test_a_fall_is_a_negative_growth():
    assert verdicts("2022年，机构100家。2023年，机构80家，比上年下降20.0%。") == [("增减", "相符")]
    assert verdicts("2022年，机构100家。2023年，机构80家，比上年增长20.0%。") == [("增减", "不相符")]


def test_a_share_names_its_whole():
    text = "2023年，服务机构200家，其中专利代理机构50家，占服务机构的{}。"

    assert ("比重", "相符") in verdicts(text.format("25.0%"))
    assert ("比重", "不相符") in verdicts(text.format("30.0%"))


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("机构100家，分为其中总部60家、分支40家。", "相符"),
        ("机构100家，分为其中总部60家、分支30家。", "不相符"),
        ("机构100家，其中总部60家、分支30家。", "相符"),
        ("机构100家，其中总部60家、分支70家。", "不相符"),
    ],
    ids=["adds up", "does not add up", "stays within", "goes beyond"],
)
def test_parts_add_up_where_the_text_says_they_are_all_and_stay_within_otherwise(text, verdict):
    assert verdicts(text, year=2025)[-1][1] == verdict


def test_what_has_nothing_to_be_held_against_is_silent():
    assert check("2023年，机构100家，比上年增长5.0%。授权率55.0%。") == []
