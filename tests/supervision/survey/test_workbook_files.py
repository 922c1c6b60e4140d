"""The workbook goes out with everything that stands on the page, and whatever program saved it, it is read back."""

from decimal import Decimal

import openpyxl
import pytest

from supervision.survey.rules.definition import ItemType
from supervision.survey.rules.layout import WHY, Front
from supervision.survey.rules.states import ReturnState
from supervision.survey.rules.values import as_text, options_of
from supervision.survey.services import workbooks
from supervision.survey.services.shipped import shipped
from supervision.survey.services.workbook_reading import read_sent
from supervision.survey.services.workbook_writing import Filling, write
from tests.factories.survey import GOOD_VALUES, a_return, open_survey
from tests.supervision.survey.workbook_desk import NOW, Desk, as_wps_does, fill, place_of, without_names

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path, GOOD_VALUES)


def _filled(sent) -> dict[str, str]:
    return {slot: text for slot, text in sent.values.items() if text}


def test_what_stands_on_the_page_comes_back_unchanged(desk):
    sent = desk.read(desk.hand_out())

    assert _filled(sent) == desk.stored()
    assert sent.faults == {}
    assert workbooks.issue_named(sent.identity).values == desk.stored()


def test_every_cell_has_a_name_and_nothing_but_inputs_is_unlocked(desk):
    book = openpyxl.load_workbook(desk.hand_out())

    names = {name for name in book.defined_names if name.startswith("item_")}
    assert len(names) == len(desk.questionnaire.cells)
    sheet = book["102 从业人员"]
    assert sheet.protection.sheet
    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    merged = {"F9", "F14"}
    inputs = {place_of(book, slot)[1] for slot in desk.read(desk.folder / "out.xlsx").values if slot.startswith("102")}
    assert unlocked - merged == inputs
    assert book["_填报标识"].sheet_state == "veryHidden"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.freeze_panes) == (9, "landscape", "B9")


def test_choices_have_a_drop_down_of_exactly_their_labels(desk):
    book = openpyxl.load_workbook(desk.hand_out())
    sheet, address = place_of(book, "10103")
    (rule,) = [rule for rule in book[sheet].data_validations.dataValidation if address in rule.sqref]

    name, cells = rule.formula1.split("!")
    offered = [cell.value for (cell,) in book[name.strip("'")][cells.replace("$", "")]]
    assert (rule.type, offered) == ("list", ["有限责任公司", "合伙企业"])


def test_last_years_figure_stands_beside_and_is_locked(tmp_path):
    desk = Desk(tmp_path)
    before = open_survey(2024, agencies=[desk.agency])
    a_return(before, agency=desk.agency, values={"10201": 8}, state=ReturnState.ACCEPTED, submitted_at=NOW)

    book = openpyxl.load_workbook(desk.hand_out())

    sheet, address = place_of(book, "10201")
    row = book[sheet][address].row
    assert (book[sheet][address].value, book[sheet][f"G{row}"].value) == (None, 8)
    assert book[sheet][f"G{row}"].protection.locked
    assert book[sheet]["G8"].value == "2024年（参考）"


def test_what_the_register_knows_is_offered_with_its_source(tmp_path):
    desk = Desk(tmp_path)

    book = openpyxl.load_workbook(desk.hand_out())

    sheet, address = place_of(book, "10101")
    assert book[sheet][address].value == desk.agency.credit_code
    (hint,) = [rule.prompt for rule in book[sheet].data_validations.dataValidation if address in rule.sqref]
    assert hint.startswith("已预填，来源：")
    assert desk.stored() == {}


def test_a_cell_that_is_asked_on_a_condition_only_says_so(desk):
    book = openpyxl.load_workbook(desk.hand_out())

    sheet, address = place_of(book, "10105")
    (hint,) = [rule.prompt for rule in book[sheet].data_validations.dataValidation if address in rule.sqref]
    assert hint.startswith("仅在此时填写：")
    assert "是否有涉外业务" in hint


def test_of_a_returned_form_only_the_cells_asked_about_are_open(tmp_path):
    desk = Desk(tmp_path, GOOD_VALUES, state=ReturnState.RETURNED)
    desk.found.questions.create(cell="10302", question="请核对", asked_by=desk.person, asked_at=NOW)

    book = openpyxl.load_workbook(desk.hand_out())

    def is_open(slot: str) -> bool:
        sheet, address = place_of(book, slot)
        return not book[sheet][address].protection.locked

    assert {slot: is_open(slot) for slot in ("10301", "10302", f"10302{WHY}", "10201", "10303")} == {
        "10301": True,
        "10302": True,
        f"10302{WHY}": True,
        "10201": False,
        "10303": False,
    }


def test_a_text_that_looks_like_a_formula_stays_a_text_and_comes_back(tmp_path):
    desk = Desk(tmp_path, {"10101": '=HYPERLINK("http://x","y")'})

    path = desk.hand_out()

    book = openpyxl.load_workbook(path)
    sheet, address = place_of(book, "10101")
    assert (book[sheet][address].data_type, book[sheet][address].quotePrefix) == ("s", True)
    assert desk.read(path).values["10101"] == '=HYPERLINK("http://x","y")'


def test_files_of_three_programs_come_back_the_same(desk):
    path = desk.hand_out()
    changes = {"10201": 12, "10301": 2500000.5, "10102": "2016-05-01", f"10201{WHY}": "年中合并了一家分所，人员增加"}
    expected = desk.stored() | {**changes, "10201": "12", "10301": "2500000.50"}

    resaved = fill(path, changes)
    for sent in (resaved, as_wps_does(resaved), without_names(resaved)):
        assert _filled(desk.read(sent)) == expected
        assert desk.read(sent).faults == {}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("１２", "12"),
        ("1,200", "1200"),
        ("１，２００ 人", "1200"),
        (" 12 ", "12"),
        ("12.0", "12"),
        ("'12".lstrip("'"), "12"),
    ],
    ids=["full-width", "separator", "full-width-unit", "blanks", "decimal-point", "text"],
)
def test_numbers_written_as_text_are_read(desk, typed, read):
    sent = desk.read(as_wps_does(fill(desk.hand_out(), {"10201": typed})))

    assert (sent.values["10201"], sent.faults) == (read, {})


def test_every_value_of_its_own_drop_downs_is_accepted_by_label_and_by_code(desk):
    path = desk.hand_out()
    chosen = [item for item in desk.questionnaire.items.values() if item.type in (ItemType.CHOICE, ItemType.YES_NO)]

    for item in chosen:
        for option in options_of(item):
            for typed in (option.label, option.code):
                sent = desk.read(fill(path, {item.code: typed}))
                assert (sent.values[item.code], sent.faults) == (option.label, {})


def test_a_formula_is_refused_with_its_address_and_its_result_is_not_believed(desk):
    sent = desk.read(fill(desk.hand_out(), {"10201": "=5+5"}))

    assert "10201" not in sent.values
    assert sent.faults["10201"].problem.startswith("此格是公式")
    assert sent.places["10201"] == ("102 从业人员", "E9")


def test_a_cell_that_cannot_be_read_says_what_would_be_right(desk):
    sent = desk.read(fill(desk.hand_out(), {"10201": "十来个", "10103": "个体户"}))

    assert {slot: fault.problem for slot, fault in sent.faults.items()} == {
        "10201": "“十来个”不是数字，应填整数，如 12（单位：人）。",
        "10103": "没有选项“个体户”，应从中选择：有限责任公司、合伙企业。",
    }


def test_rows_moved_by_hand_are_still_found_by_name(desk):
    path = desk.hand_out()
    book = openpyxl.load_workbook(path)
    sheet = book["102 从业人员"]
    for name in ("item_10201",):
        book.defined_names[name].attr_text = "'102 从业人员'!$E$30"
    sheet["E30"] = 77
    book.save(path)

    assert desk.read(path).values["10201"] == "77"


def test_the_same_return_at_the_same_moment_gives_the_same_bytes_but_for_its_number(desk):
    first, second = (workbooks.hand_out(desk.found.pk, by=desk.person, now=NOW) for _ in range(2))

    assert first.issue.values == second.issue.values
    assert abs(len(first.content) - len(second.content)) < 200


def test_an_identity_that_was_tampered_with_is_nobodys(desk):
    sent = desk.read(desk.hand_out())

    assert workbooks.issue_named({**sent.identity, "issue": "1000000"}) is None
    assert workbooks.issue_named({**sent.identity, "extra": "1"}) is None
    assert workbooks.issue_named({}) is None
    assert workbooks.issue_named(sent.identity).survey_return == desk.found


GOOD = {
    ItemType.INTEGER: Decimal(7),
    ItemType.DECIMAL: Decimal("7.25"),
    ItemType.MONEY: Decimal("7654321.09"),
    ItemType.PERCENT: Decimal("7.5"),
    ItemType.TEXT: "=文字，含、各；种 符号",
    ItemType.DATE: "2015-03-02",
}


def _good(item) -> object:
    """The last option of a choice, all of several, and of anything else a value that puts the writers to the test."""
    codes = [option.code for option in options_of(item)]
    return ",".join(codes) if item.type == ItemType.CHOICES else codes[-1] if codes else GOOD[item.type]


def test_the_shipped_questionnaire_filled_to_the_last_cell_comes_back_the_same(tmp_path):
    questionnaire = shipped(2025)
    values = {key: _good(cell.item) for key, cell in questionnaire.cells.items()}
    path = tmp_path / "full.xlsx"
    path.write_bytes(write(questionnaire, Filling(Front("调查", (), ()), values, {}, {"format": "1"}, NOW)))
    expected = {key: as_text(questionnaire.cells[key].item, value) for key, value in values.items()}

    for sent in (path, fill(path, {}), as_wps_does(fill(path, {}))):
        read = read_sent(sent, questionnaire)
        assert (_filled(read), read.faults) == (expected, {})
