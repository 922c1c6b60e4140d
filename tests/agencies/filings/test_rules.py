"""Patterns that an official should look at are flagged with their rows; an ordinary year is not."""

import datetime as dt
from itertools import count

import pytest

from agencies.filings.rules import FilingFact, Pattern, Thresholds, problems, screen, stem

THRESHOLDS = Thresholds(
    split_filings=3,
    split_days=7,
    transferred_filings=2,
    transferred_days=30,
    spike_filings=4,
    spike_days=31,
    spike_percent=300,
    related_clients=3,
    related_filings=4,
)
_numbers = count(1)


def filing(day: tuple[int, int], *, agency: str = "甲所", applicant: str = "某大学", ipc: str = "G06F") -> FilingFact:
    return FilingFact(f"{next(_numbers):05d}", agency, applicant, ipc, dt.date(2023, *day))


def flags(*filings: FilingFact) -> list[tuple[Pattern, tuple[str, ...], tuple[str, ...]]]:
    found = screen(reversed(filings), THRESHOLDS, year=2023)
    return [(flag.pattern, flag.agencies, flag.numbers) for flag in found]


def numbers(*filings: FilingFact) -> tuple[str, ...]:
    return tuple(each.number for each in filings)


def ordinary_year() -> list[FilingFact]:
    """Each client files once a month or so, with one agency, in several fields."""
    fields = ("G06F", "H04L", "A61K")
    clients = ("渝州大学", "江城重工有限公司", "山川制药股份有限公司")
    return [
        filing((month, 3 + 8 * place), agency=agency, applicant=f"{agency}的{client}", ipc=fields[month % 3])
        for agency in ("甲所", "乙所")
        for month in range(1, 13)
        for place, client in enumerate(clients)
    ]


def test_an_ordinary_year_raises_no_flag():
    assert flags(*ordinary_year()) == []


@pytest.mark.parametrize(
    ("days", "is_flagged"),
    [((2, 5), False), ((2, 5, 8), True), ((2, 5, 9), False), ((2, 3, 4, 8), True)],
    ids=["two filings", "three within seven days", "the third on the eighth day", "four within seven days"],
)
def test_one_clients_case_split_into_many(days, is_flagged):
    rows = [filing((3, day)) for day in days]

    assert flags(*rows) == ([(Pattern.SPLIT, ("甲所",), numbers(*rows))] if is_flagged else [])


def test_filings_of_other_fields_or_clients_do_not_make_a_split():
    assert flags(filing((3, 2)), filing((3, 2), ipc="H04L"), filing((3, 2), applicant="另一大学")) == []


@pytest.mark.parametrize(
    ("second_begins", "is_flagged"),
    [((5, 2), True), ((6, 1), False), ((4, 2), False)],
    ids=["30 days later", "60 days later", "while the first still files"],
)
def test_a_client_moved_from_one_agency_to_another(second_begins, is_flagged):
    first = [filing((1, 5)), filing((4, 2), ipc="H04L")]
    second = [filing(second_begins, agency="乙所"), filing((7, 20), agency="乙所", ipc="H04L")]

    expected = [(Pattern.TRANSFERRED, ("甲所", "乙所"), numbers(*first, *second))] if is_flagged else []
    assert flags(*first, *second) == expected


def test_a_client_that_tried_another_agency_once_is_not_flagged():
    assert flags(filing((1, 5)), filing((4, 2), ipc="H04L"), filing((5, 2), agency="乙所")) == []


@pytest.mark.parametrize(
    ("late", "usual", "is_flagged"),
    [(3, 0, False), (4, 0, True), (4, 14, True), (4, 15, False)],
    ids=["too few", "just enough", "three times the usual and a little", "not three times the usual"],
)
def test_a_heap_at_the_end_of_the_year(late, usual, is_flagged):
    """334 days before the last 31: with 14 filings a usual 31 days see 1.299, three times that is 3.9."""
    before = [filing((1 + place % 11, 1 + place), applicant=f"客户{'东南西北'[place % 4]}") for place in range(usual)]
    rows = [filing((12, 1 + 9 * place), applicant="") for place in range(late)]

    expected = [(Pattern.LATE_SPIKE, ("甲所",), numbers(*rows))] if is_flagged else []
    assert [flag for flag in flags(*before, *rows) if flag[0] == Pattern.LATE_SPIKE] == expected


def test_the_last_31_days_begin_on_the_first_of_december():
    rows = [filing((11, 30), applicant="")] * 1 + [filing((12, day), applicant="") for day in (1, 8, 20)]

    assert flags(*rows) == []


def test_clients_whose_names_differ_by_a_number_only():
    rows = [
        filing((2, 1), applicant="渝创一号科技有限公司"),
        filing((3, 1), applicant="渝创二号科技有限公司"),
        filing((4, 1), applicant="渝创三号科技有限责任公司"),
        filing((5, 1), applicant="渝创三号科技有限责任公司"),
    ]

    assert flags(*rows) == [(Pattern.RELATED_CLIENTS, ("甲所",), numbers(*rows))]
    assert flags(*rows[:3]) == []
    assert flags(*rows[:2], *[filing((6, day), applicant="渝创二号科技有限公司") for day in (1, 20)]) == []


def test_the_same_names_at_two_agencies_are_counted_apart():
    rows = [
        filing((month, 1), applicant=f"渝创{numeral}号科技有限公司", agency=agency)
        for month, numeral, agency in ((2, "一", "甲所"), (3, "二", "甲所"), (4, "三", "乙所"), (5, "四", "乙所"))
    ]

    assert flags(*rows) == []


def test_a_flag_says_what_was_found():
    rows = [filing((3, day)) for day in (2, 3, 4)]

    (flag,) = screen(rows, THRESHOLDS, year=2023)

    assert flag.sentence == "申请人“某大学”自 2023-03-02 起 7 天内就同一分类（G06F）提交 3 件"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("渝创一号科技有限公司", "渝创科技"),
        ("渝创12号科技股份有限公司", "渝创科技"),
        ("重庆某某（集团）有限责任公司", "重庆某某"),
        ("渝创科技有限公司", "渝创科技"),
        ("三一", "三一"),
    ],
)
def test_the_stem_of_a_name(name, short):
    assert stem(name) == short


def test_thresholds_that_are_missing_unknown_or_no_counts_are_named():
    values = {name: 1 for name in THRESHOLDS.__dataclass_fields__}

    assert problems(values) == {}
    assert problems({**values, "split_days": 0}) == {"split_days": "“0”应为 1 以上的整数。"}
    assert problems({**values, "weather": 1}) == {"weather": "没有这一参数。"}
    assert problems({name: 1 for name in values if name != "split_days"}) == {"split_days": "缺少此项。"}
