"""Slots, queries over the snapshot, sentences that agree with the figures, and numbers that come from nowhere."""

import re
from itertools import product

import pytest

from ipservice.foundation.lifecycle import IllegalStep
from supervision.report.rules import book, chapters, drawing, literals, numbers, queries, revisions, slots
from supervision.report.rules.queries import Measure, Query
from supervision.report.rules.states import REPORT, ReportStage, ReportStep
from supervision.report.rules.tables import Facts, FigureRefused, Frozen, Row

YEAR = 2025


def count(*rows: tuple[str, int | None], year: int = YEAR, adds_up: bool = True, unit: str = "家") -> Frozen:
    facts = Facts(
        "t.bodies", year, "机构", unit, "定义", ("区县",), adds_up=adds_up, as_of=f"{year}-12-31", source="源"
    )
    return Frozen(facts, tuple(Row((label,), count=number) for label, number in rows))


def rate(*rows: tuple[str, int, int], year: int = YEAR, unit: str = "%", adds_up: bool = True) -> Frozen:
    facts = Facts(
        "t.rate", year, "率", unit, "定义", ("范围",), "授权", "结案", "件", adds_up=adds_up, as_of="", source="源"
    )
    return Frozen(facts, tuple(Row((label,), None, above, below) for label, above, below in rows))


def snapshot(*tables: Frozen) -> dict[tuple[str, int], Frozen]:
    return {(table.facts.key, table.facts.year): table for table in tables}


def ask(text: str, *tables: Frozen) -> str:
    return queries.run(queries.read(text, year=YEAR, place="某节"), snapshot(*tables), place="某节").text


BODIES = count(("渝中区", 12), ("北碚区", 9), ("万州区", 9), ("城口县", 0))
BEFORE = count(("渝中区", 10), ("北碚区", 12), ("万州区", 9), year=2024)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("t.bodies:渝中区", "12家"),
        ("t.bodies:合计", "30家"),
        ("t.bodies:渝中区|bare", "12"),
        ("t.bodies:#1", "12家"),
        ("t.bodies:#1|name", "渝中区"),
        ("t.bodies:渝中区|share", "40.00%"),
        ("t.bodies:渝中区|growth", "比上年增长20.00%"),
        ("t.bodies:北碚区|growth", "比上年下降25.00%"),
        ("t.bodies:万州区|growth", "与上年持平"),
        ("t.bodies:城口县|growth", "上年没有可比数据"),
        ("t.bodies:合计|growth", "比上年下降3.23%"),
        ("t.bodies:北碚区|delta", "-25.00%"),
        ("t.bodies:渝中区|delta", "+20.00%"),
        ("t.bodies:万州区|delta", "0.00%"),
        ("t.bodies:城口县|delta", "—"),
        ("t.bodies:北碚区|rank", "第2位"),
        ("t.bodies:万州区|rank", "第2位"),
        ("t.bodies:渝中区|move", "位次比上年上升1位"),
        ("t.bodies:北碚区|move", "位次比上年下降1位"),
        ("t.bodies:城口县|move", "上年没有可比位次"),
        ("t.bodies|top2", "渝中区（12家）、北碚区（9家）"),
        ("t.bodies|top9", "渝中区（12家）、北碚区（9家）、万州区（9家）"),
        ("t.bodies|rows", "3个"),
        ("t.bodies@-1:渝中区", "10家"),
        ("t.bodies@2024:渝中区", "10家"),
    ],
)
def test_a_slot_prints_the_answer_of_its_query(text, printed):
    assert ask(text, BODIES, BEFORE) == printed


@pytest.mark.parametrize(
    ("now", "then", "phrase"),
    [
        ((11, 20), (53, 100), "比上年提高2.00个百分点"),
        ((53, 100), (11, 20), "比上年降低2.00个百分点"),
        ((1, 2), (2, 4), "与上年持平"),
        ((1, 2), (0, 0), "上年没有可比数据"),
    ],
    ids=["rose", "fell", "the same by other parts", "no value last year"],
)
def test_the_sentence_on_a_rate_speaks_of_percentage_points(now, then, phrase):
    assert ask("t.rate|growth", rate(("全市", *now)), rate(("全市", *then), year=2024)) == phrase


def test_a_rate_prints_its_parts_and_their_sum():
    table = rate(("渝中区", 1, 3), ("北碚区", 2, 3))

    assert ask("t.rate:渝中区", table) == "33.33%"
    assert ask("t.rate:渝中区|numerator", table) == "1件"
    assert ask("t.rate:渝中区|below", table) == "3"
    assert ask("t.rate:合计", table) == "50.00%"


def test_a_rate_in_another_unit_is_a_quotient_not_a_percentage():
    assert ask("t.rate:全市", rate(("全市", 7, 2), unit="万元/人")) == "3.50万元/人"


def test_money_in_yuan_may_be_printed_in_ten_thousands_and_nothing_else_may():
    money = count(("2024年", 10_000_000), ("2025年", 12_345_678), unit="元")

    assert ask("t.bodies:本年|wan", money) == "1,234.57万元"
    assert ask("t.bodies:本年|wanbare", money) == "1,234.57"
    with pytest.raises(FigureRefused, match="单位是“家”，不能以万元计"):
        ask("t.bodies:渝中区|wan", BODIES)


def test_a_figure_by_years_is_compared_within_itself():
    assert ask("t.bodies:本年|growth", count(("2024年", 10), ("2025年", 12))) == "比上年增长20.00%"
    assert ask("t.bodies:本年|growth", count(("2023年", 10), ("2025年", 12))) == "上年没有可比数据"


def test_a_value_that_is_kept_back_is_an_asterisk_and_no_number():
    hidden = Frozen(count().facts, (Row(("渝中区",), note="*"), Row(("北碚区",))))

    assert ask("t.bodies:渝中区", hidden) == "*"
    assert ask("t.bodies:北碚区", hidden) == "—"


@pytest.mark.parametrize(
    ("named", "is_shown"), [("t.bodies:本年", False), ("t.bodies", True), ("t.bodies:2024年", True)]
)
def test_a_section_may_need_the_row_of_its_own_year(named, is_shown):
    section = chapters.Section("01.a", "机构", "有数据。", (), (named,), "没有数据。")
    press = book.Press(YEAR, snapshot(count(("2024年", 10), ("2025年", None))))

    made = book.compose([chapters.Chapter(1, "规模", (section,))], {}, press)

    assert book.words_of(made.content) == ["有数据。" if is_shown else "没有数据。"]


def test_nought_last_year_has_no_growth():
    before = count(("渝中区", 0), year=2024)

    assert ask("t.bodies:渝中区|growth", BODIES, before) == "上年为零，不计算增速"
    assert ask("t.bodies:渝中区|growth", count(("渝中区", 0)), before) == "与上年同为零"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("t.gone:渝中区", "某节：快照中没有指标“t.gone”2025年的数据，请检查名称"),
        ("t.bodies:无此区", "某节：指标“t.bodies”2025年没有“无此区”这一项"),
        ("t.bodies", "某节：指标“t.bodies”2025年没有“唯一”这一项"),
        ("t.bodies:渝中区|size", "某节：没有名为“size”的量，可用：" + "、".join(Measure)),
        ("t.bodies:渝中区|numerator", "某节：指标“t.bodies”不是比率，没有分子"),
        ("机构", "某节：看不懂数据槽“机构”，应写成 指标@年份:标目|量 的样子"),
    ],
)
def test_what_can_not_be_answered_is_refused_with_the_place(text, problem):
    with pytest.raises(FigureRefused) as refused:
        ask(text, BODIES)

    assert refused.value.message == problem


def test_a_sum_that_means_nothing_is_refused():
    with pytest.raises(FigureRefused, match="各项不能合计"):
        ask("t.bodies:合计", count(("渝中区", 1), adds_up=False))
    with pytest.raises(FigureRefused, match="各项不能合计"):
        ask("t.rate:合计", rate(("全市", 1, 2), adds_up=False))


@pytest.mark.parametrize("label", ["渝中区", "甲|乙", "合计", ""])
@pytest.mark.parametrize("measure", [Measure.VALUE, Measure.GROWTH, Measure.BARE])
def test_a_query_reads_back_from_its_own_text(label, measure):
    query = Query("t.bodies", 2024, label, measure)

    assert queries.read(str(query), year=YEAR, place="") == query


def test_slots_may_move_but_neither_change_nor_go_nor_come():
    text = "甲{{a.b}}乙{{a.b}}丙{{c.d}}"

    slots.require_same_slots(text, "{{c.d}}，先有{{a.b}}，后有{{a.b}}。")
    for wrong, said in (
        ("{{a.b}}{{c.d}}", "缺少 {{a.b}}。"),
        ("{{a.b}}{{a.b}}{{c.x}}", "缺少 {{c.d}}。多出 {{c.x}}。"),
        ("甲乙丙", "缺少 {{a.b}}（2 处）、{{c.d}}。"),
    ):
        with pytest.raises(slots.SlotsTouched) as refused:
            slots.require_same_slots(text, wrong)
        assert said in refused.value.message


@pytest.mark.parametrize("text", ["甲{{a.b}乙", "甲}乙", "{甲}"])
def test_a_brace_without_its_fellow_is_told(text):
    with pytest.raises(slots.BracesAstray):
        slots.pieces(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("全市共有机构120家", ["120家"]),
        ("增长5.2%，新增３家", ["5.2%", "３家"]),
        ("百分之五的机构", ["百分之五"]),
        ("新增三十余家", ["三十余家"]),
        ("2025年12月31日，依据国知发运字〔2022〕47号和第12条", []),
        ("《2025年行动计划》第3章，执行GB/T 4754", []),
        ("2023—2027年的33618集群，一区两群，双随机", []),
        ("三个方面、两江新区", []),
    ],
)
def test_numbers_in_words_of_the_report_come_from_slots_alone(text, found):
    assert literals.literals(text) == found


def test_a_literal_number_stops_the_template_with_its_place():
    written = {"number": 1, "title": "规模", "section": [{"code": "a", "title": "机构", "text": "共有120家。"}]}

    with pytest.raises(literals.LiteralNumber, match="01_scale.toml a：“120家”是直接写出的数字"):
        chapters.chapter(written, place="01_scale.toml")


def test_a_section_without_its_values_prints_the_honest_sentence_and_no_table():
    part = chapters.Chapter(
        1, "奖励", (chapters.Section("01.a", "奖励", "共{{t.bodies:合计}}。", (), ("t.bodies",), "还没有公布。"),)
    )

    made = book.compose([part], {}, book.Press(YEAR, snapshot(count())))

    assert book.words_of(made.content) == ["还没有公布。"]
    assert made.figures == []


def test_a_reference_to_no_chart_is_refused():
    part = chapters.Chapter(1, "规模", (chapters.Section("01.a", "机构", "见{{图 none}}。"),))

    with pytest.raises(FigureRefused, match="第1章“机构”：没有名为“图 none”的图或表"):
        book.compose([part], {}, book.Press(YEAR, {}))


def test_the_years_that_a_template_needs_reach_back_for_comparisons():
    grid = chapters.Grid("g", "图", ("t.rate:全市",), ("年度", "率"), chapters.Form.LINES, years=3)
    section = chapters.Section("01.a", "机构", "{{t.bodies:合计|growth}}{{t.other@-2:甲}}", (grid,))

    found = chapters.needed([chapters.Chapter(1, "规模", (section,))], YEAR)

    assert found == {"t.bodies": {2024, 2025}, "t.other": {2023}, "t.rate": {2023, 2024, 2025}}


def test_bars_begin_at_nought_and_say_their_number_and_figure():
    marks = (drawing.Mark(queries.Fraction(10), "10家", "aa"), drawing.Mark(queries.Fraction(5), "5家", "bb"))

    svg = drawing.bars(["甲", "乙"], [drawing.Series("2025年", marks)], "摘要<")

    widths = [float(found) for found in re.findall(r'<g data-figure="\w+"><rect [^>]*width="([\d.]+)"', svg)]
    assert widths[0] == pytest.approx(2 * widths[1], rel=0.01)
    assert 'data-figure="aa"' in svg
    assert "摘要&lt;" in svg


def test_every_step_outside_the_table_is_refused():
    allowed = set(REPORT.moves)
    for pair in set(product(ReportStage, ReportStep)) - allowed:
        with pytest.raises(IllegalStep):
            REPORT.after(*pair)


def test_a_revised_value_is_told_with_old_and_new():
    then = snapshot(count(("渝中区", 10), ("北碚区", 8), year=2024), rate(("全市", 1, 2), year=2024))
    now = snapshot(count(("渝中区", 11), ("北碚区", 8), year=2024), rate(("全市", 2, 4), year=2024))

    found = revisions.revised(then, now)

    assert [(one.key, one.label, one.old, one.new) for one in found] == [
        ("t.bodies", "渝中区", "10家", "11家"),
        ("t.rate", "全市", "50.00%（1／2）", "50.00%（2／4）"),
    ]


@pytest.mark.parametrize(
    ("number", "word"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五"), (0, "零")]
)
def test_headings_are_numbered_in_chinese(number, word):
    assert numbers.chinese(number) == word
