"""Bank accounts that may be paid to."""

import pytest

from ipservice.payments.rules import AccountRefused, account_number, looks_like_a_card, require_holder


@pytest.mark.parametrize(
    ("text", "digits"),
    [("5001 2345 6789 01", "50012345678901"), ("5001-2345-6789", "500123456789"), ("12345678", "12345678")],
    ids=["grouped by blanks", "grouped by hyphens", "shortest"],
)
def test_an_account_is_its_digits(text, digits):
    assert account_number(text) == digits


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("5001234O", "账号：“5001234O”含有数字以外的字符，请只填数字。"),
        ("1234567", "账号：共 7 位，对公账号应为 8 至 32 位，请核对。"),
        ("1" * 33, "账号：共 33 位，对公账号应为 8 至 32 位，请核对。"),
        ("５００１２３４５", "账号：“５００１２３４５”含有数字以外的字符，请只填数字。"),
    ],
    ids=["a letter", "too short", "too long", "full-width digits"],
)
def test_what_is_no_account_is_said_beside_the_field(text, said):
    with pytest.raises(AccountRefused) as refused:
        account_number(text)

    assert (refused.value.message, refused.value.field) == (said, "account")


def test_only_the_registered_name_is_paid():
    require_holder("重庆甲所（普通合伙）", "重庆甲所(普通合伙)")

    with pytest.raises(AccountRefused) as refused:
        require_holder("张三", "重庆甲所")

    assert refused.value.message == "户名：“张三”与登记名称“重庆甲所”不一致；奖励只支付到本机构对公账户。"


@pytest.mark.parametrize(
    ("digits", "is_card"),
    [("6222021234567890128", True), ("6222021234567890129", False), ("50012345678901", False)],
    ids=["a card with its check digit", "one digit off", "an account"],
)
def test_a_persons_card_is_told_from_an_account(digits, is_card):
    assert looks_like_a_card(digits) is is_card
