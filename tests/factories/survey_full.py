"""Answers of one invented agency to the whole shipped questionnaire that meet every check."""

from decimal import Decimal

from supervision.survey.rules.definition import Item, ItemType, Questionnaire, cells_of
from supervision.survey.rules.skipping import hidden_cells
from supervision.survey.rules.values import options_of

STAFF = 20
REVENUE = Decimal(8_000_000)
CLIENTS = 120
TEXTS = {"10101": "", "10102": "重庆测试知识产权代理有限公司", "10123": "02300000000"}
FIXED = {
    "10105": "2015-03-02",
    "10110": 2,
    "10125": "yes",
    "10115": "yes",
    "10201": STAFF,
    "10207": 8,
    "10211": 18,
    "10212": 5,
    "10213": 2,
    "10214": 1,
    "10215": 3,
    "10217": 19,
    "10302": REVENUE,
    "10303": REVENUE - 1_000_000,
    "10308": 3_000_000,
    "10312": 900_000,
    "10313": 5_000_000,
    "10314": 2_000_000,
    "10315": 3_000_000,
    "10316": 4_000_000,
    "10401/invention/filed": 200,
    "10401/invention/concluded": 150,
    "10401/invention/granted": 90,
    "10501": CLIENTS,
    "10503/enterprise": 90,
    "10503/university": 30,
    "10502/medium": 20,
    "10502/small": 70,
    "10502/not_enterprise": 30,
    "10504/district": 50,
    "10504/city": 40,
    "10504/province": 30,
    "10505/500103": 50,
    "10505/500107": 40,
    "10602/1": 60,
    "10602/5": 40,
    "10805": 200_000,
    "10904": -5,
}
SPREAD = {
    "10203": STAFF,
    "10205": STAFF,
    "10206": STAFF,
    "10210": STAFF,
    "10209": 8,
    "10304": REVENUE - 1_000_000,
    "10305": REVENUE - 1_000_000,
    "10306": REVENUE - 1_000_000,
    "10506": 90,
    "10706": 500_000,
}
SEX_AND_EDUCATION = {"10202/male": 11, "10202/female": 9, "10204/bachelor/male": 11, "10204/bachelor/female": 9}


def full_values(form: Questionnaire, *, credit_code: str) -> dict[str, Decimal | str]:
    """A value for every cell that shows; cells without one of their own hold 0, or the first option."""
    values: dict[str, Decimal | str] = {}
    for item in form.items.values():
        values |= _of(item)
    values |= {key: _plain(value) for key, value in {**FIXED, **SEX_AND_EDUCATION}.items()}
    values["10101"] = credit_code
    for key in hidden_cells(form, values):
        values.pop(key, None)
    return values


def _plain(value: object) -> Decimal | str:
    return value if isinstance(value, str) else Decimal(value)


def _of(item: Item) -> dict[str, Decimal | str]:
    cells = [cell.key for cell in cells_of(item)]
    if item.code in SPREAD:
        total = Decimal(SPREAD[item.code])
        return {key: total if index == 0 else Decimal(0) for index, key in enumerate(cells)}
    if item.is_numeric:
        return {key: Decimal(0) for key in cells}
    if item.type in (ItemType.CHOICE, ItemType.CHOICES, ItemType.YES_NO):
        return {item.code: options_of(item)[0].code}
    return {item.code: TEXTS.get(item.code, "甲")}
