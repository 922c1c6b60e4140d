"""Identifiers: published examples, check characters, and what a wrong one is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipservice.foundation.identifiers import agency_code, application_number, attorney, credit_code
from ipservice.foundation.identifiers.agency_code import AgencyCodeError
from ipservice.foundation.identifiers.application_number import ApplicationNumberError
from ipservice.foundation.identifiers.attorney import AttorneyNumberError
from ipservice.foundation.identifiers.credit_code import CreditCodeError

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PUBLISHED_CREDIT_CODES = [
    "914403003592082111",
    "91321202MA1XHNKW3C",
    "11500111009347908D",
    "11500000009275780L",
    "1150010700927688XM",
]


@st.composite
def credit_codes(draw) -> str:
    head = draw(st.text(ALPHABET, min_size=2, max_size=2)) + draw(st.text("0123456789", min_size=6, max_size=6))
    organisation = draw(st.text(ALPHABET, min_size=8, max_size=8))
    first_17 = head + organisation + credit_code.organisation_check_character(organisation)
    return first_17 + credit_code.check_character(first_17)


@st.composite
def application_numbers(draw) -> str:
    body = f"{draw(st.integers(2003, 2099))}{draw(st.sampled_from('12389'))}{draw(st.integers(0, 9_999_999)):07d}"
    return body + application_number.check_character(body)


@pytest.mark.parametrize("code", PUBLISHED_CREDIT_CODES)
def test_published_credit_codes_are_valid_and_read_in_lower_case(code):
    assert credit_code.is_valid(code)
    assert credit_code.parse(code.lower()) == code


def test_the_organisation_code_inside_is_checked_too():
    first_17 = "91500000DEM000029"

    assert not credit_code.is_valid(first_17 + credit_code.check_character(first_17))


@given(credit_codes(), st.integers(8, 17), st.sampled_from(ALPHABET))
def test_any_single_wrong_character_of_a_credit_code_is_noticed(code, place, other):
    changed = code[:place] + other + code[place + 1 :]

    assert credit_code.is_valid(changed) == (changed == code)


@given(credit_codes())
def test_a_credit_code_typed_with_letters_o_and_i_is_refused_with_the_right_one(code):
    typed = code.replace("0", "O").replace("1", "I")

    if typed == code:
        assert credit_code.parse(typed) == code
        return
    with pytest.raises(CreditCodeError) as refused:
        credit_code.parse(typed)
    assert refused.value.suggestion == code


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "9I500000DEM000049P",
            "统一社会信用代码不使用字母 I、O、S、V、Z：第2位应为“1”，填的是“I”。是否为 91500000DEM000049P？",
        ),
        ("91500000DEM000073", "统一社会信用代码应为18位，填的是17位（少1位），请对照营业执照核对。"),
        ("500000000000123", "填的是15位工商注册号，应填营业执照上的18位统一社会信用代码。"),
        ("00927688-X", "填的是9位组织机构代码，应填18位统一社会信用代码。"),
        (
            "91500000DEM0000183",
            "统一社会信用代码校验不符：第9至17位的主体标识码有误，可能有字符填错或颠倒，请对照营业执照核对。",
        ),
        (
            "914403003592082112",
            "统一社会信用代码校验不符：按前17位计算，第18位应为“1”，填的是“2”，请对照营业执照核对。",
        ),
        ("91500X00DEM000049P", "统一社会信用代码第3至8位是行政区划代码，应全为数字，请对照营业执照核对。"),
        ("91500000DEM00004四9P", "统一社会信用代码应为18位，填的是19位（多1位），请对照营业执照核对。"),
        ("91500000DEM00004四P", "统一社会信用代码中不应出现“四”，只用数字和除 I、O、S、V、Z 以外的大写字母。"),
        ("", "统一社会信用代码未填写，应为18位数字和大写字母。"),
    ],
)
def test_a_wrong_credit_code_is_told_what_is_wrong(typed, sentence):
    with pytest.raises(CreditCodeError) as refused:
        credit_code.parse(typed)

    assert (refused.value.code, refused.value.message) == ("credit_code_invalid", sentence)


@pytest.mark.parametrize("number", ["200310102344.5", "200410018477.9"])
def test_published_application_numbers_are_valid(number):
    assert application_number.pretty(application_number.parse(number)) == number


@given(application_numbers())
def test_an_application_number_is_read_in_every_form(number):
    shown = application_number.pretty(number)

    for form in (number, shown, f"ZL{shown}", f"CN{number}", number[:12], int(number[:12]), f" {shown.lower()}\u3000"):
        assert application_number.parse(form) == number


@given(application_numbers(), st.integers(5, 12), st.sampled_from("0123456789X"))
def test_any_single_wrong_character_of_an_application_number_is_noticed(number, place, other):
    changed = number[:place] + other + number[place + 1 :]

    assert application_number.is_valid(changed) == (changed == number)


def test_a_wrong_check_digit_is_told_the_right_one():
    with pytest.raises(ApplicationNumberError) as refused:
        application_number.parse("202219912490.0")

    right = application_number.check_character("202219912490")
    assert refused.value.message == (
        f"专利申请号 202219912490.0 校验不符：校验位应为“{right}”，填的是“0”，请对照受理通知书核对。"
    )


@pytest.mark.parametrize("text", ["20231010234", "2023101023445.", "二〇二三", "20231010234455", "", None])
def test_what_is_no_application_number_is_refused(text):
    with pytest.raises(ApplicationNumberError):
        application_number.parse(text)


@pytest.mark.parametrize("number", ["3738639122.6", "4479558209.0"])
def test_published_practice_numbers_give_no_warning(number):
    assert attorney.parse_practice(number) == (number, [])
    assert attorney.parse_practice(number.replace(".", "")) == (number, [])
    assert attorney.is_valid(number)


def test_a_misfit_of_the_inferred_check_digit_only_warns():
    number, warnings = attorney.parse_practice("3738639122.5")

    assert number == "3738639122.5"
    assert warnings == ["执业备案号校验码按推算应为“6”，填的是“5”，请核对（推算规则未经公布，不影响保存）。"]


def test_a_practice_number_of_another_certificate_warns():
    assert attorney.parse_practice("3738639122.6", certificate="3239122") == ("3738639122.6", [])
    assert attorney.parse_practice("3738639122.6", certificate="3239123")[1] == [
        "执业备案号第6至10位与资格证号后五位不一致，请核对。"
    ]


def test_a_certificate_number_is_seven_digits_and_an_unknown_province_warns():
    assert attorney.parse_certificate("３２３９１２２") == ("3239122", [])
    assert attorney.parse_certificate("9939122")[1] == ["资格证号前两位“99”不是省级代码，请核对。"]


@pytest.mark.parametrize(
    "call",
    [
        lambda: attorney.parse_certificate("323912"),
        lambda: attorney.parse_practice("37386-39122"),
        lambda: attorney.parse_certificate(""),
        lambda: attorney.parse_practice(None),
    ],
)
def test_a_number_of_the_wrong_shape_is_refused(call):
    with pytest.raises(AttorneyNumberError):
        call()


def test_an_agency_code_is_five_digits():
    assert agency_code.parse("37386") == "37386"
    assert not agency_code.is_valid("3738６")
    with pytest.raises(AgencyCodeError) as refused:
        agency_code.parse("3738A")
    assert refused.value.message == "专利代理机构代码应为5位数字，填的是“3738A”，请对照机构执业许可证核对。"


@given(st.one_of(st.text(max_size=40), st.integers(), st.floats(allow_nan=True), st.none()))
def test_no_input_breaks_a_reader(raw):
    for module in (credit_code, agency_code, application_number):
        assert module.read(raw).action in ("keep", "fix", "ask", "reject")
