"""Personal data as lists show them."""

import pytest

from ipservice.foundation import masking


@pytest.mark.parametrize(
    ("mask", "text", "shown"),
    [
        (masking.name, "张三", "张*"),
        (masking.name, "张三丰", "张**"),
        (masking.name, "欧阳修远", "欧阳**"),
        (masking.name, "欧阳", "欧*"),
        (masking.name, "张", "张*"),
        (masking.name, "", ""),
        (masking.phone, "13812345678", "138****5678"),
        (masking.phone, "+86 138 1234 5678", "138****5678"),
        (masking.phone, "023-12345678", "023-****78"),
        (masking.phone, "12345678", "******78"),
        (masking.phone, "110", "***"),
        (masking.phone, "", ""),
        (masking.bank_account, "6222 0200 1234 5678", "**** **** 5678"),
        (masking.bank_account, "12", "**"),
        (masking.identity_number, "500101199001011234", "500***********1234"),
        (masking.identity_number, "1234", "****"),
        (masking.address, "重庆市渝中区演示路1号2栋", "重庆市渝中区演示路***"),
        (masking.address, "两路口街道", "两路口街道"),
        (masking.address, "演示大厦A座三层", "演示大厦A座***"),
        (masking.address, "", ""),
        (masking.email, "zhang@example.cn", "z***@example.cn"),
        (masking.email, "x", "***"),
        (masking.email, "", ""),
    ],
)
def test_enough_to_recognise_and_not_to_use(mask, text, shown):
    assert mask(text) == shown
