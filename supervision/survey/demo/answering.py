"""What a demonstration agency answers: drawn from its code and the year alone, and in keeping with every hard check.

The same agency and year give the same answers wherever they are drawn, so their sums are known beforehand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from supervision.survey.rules.definition import Item, ItemType, Questionnaire, cells_of
from supervision.survey.rules.skipping import hidden_cells

SEED = 20260101
FIRST_YEAR = 2023
Value = int | str


@dataclass(frozen=True, slots=True)
class Unit:
    """One agency as its return knows it."""

    code: str
    name: str
    district: str
    attorneys: int


@dataclass
class _Draft:
    form: Questionnaire
    draw: Random
    values: dict[str, Value] = field(default_factory=dict)

    def rows(self, pattern: str) -> list[str]:
        """The cells of an item; ``10204/*/male`` those of one column."""
        code, _, rest = pattern.partition("/*/")
        cells = [cell.key for cell in cells_of(self.form.items[code])]
        return [cell for cell in cells if not rest or cell.endswith(f"/{rest}")]

    def split(self, total: int, cells: Sequence[str]) -> None:
        """Whole parts of ``total``, by chance, none below zero."""
        shares = [self.draw.random() + 0.05 for _ in cells]
        left, weight = total, sum(shares)
        for cell, share in zip(cells, shares, strict=True):
            part = round(left * share / weight) if weight > share else left
            self.values[cell] = part
            left, weight = left - part, weight - share

    def part(self, cell: str, whole: int, low: float = 0.1, high: float = 0.9) -> int:
        found = int(whole * self.draw.uniform(low, high))
        self.values[cell] = found
        return found


def answers_of(form: Questionnaire, unit: Unit) -> dict[str, Value]:
    """Every cell that shows, in the order of the form."""
    draft = _Draft(form, Random(f"{SEED}:{form.year}:{unit.code}"))
    steady = Random(f"{SEED}:{unit.code}")
    staff = max(3, int((unit.attorneys or 2) * steady.uniform(2, 5) * 1.06 ** (form.year - FIRST_YEAR)))
    _others(draft, staff)
    _basics(draft, unit)
    _people(draft, staff, unit.attorneys)
    revenue = staff * steady.randint(180, 420) * 1000 + draft.draw.randint(0, 99) * 500
    _money(draft, revenue)
    _clients(draft, max(8, staff * steady.randint(3, 9)))
    _work(draft)
    hidden = hidden_cells(form, draft.values)
    return {cell: draft.values[cell] for cell in form.cells if cell in draft.values and cell not in hidden}


def _others(draft: _Draft, staff: int) -> None:
    """A plain answer for everything; what checks tie together is written over it afterwards."""
    for item in draft.form.items.values():
        for cell in cells_of(item):
            value = _plain(draft.draw, item, staff)
            if value != "":
                draft.values[cell.key] = value


def _plain(draw: Random, item: Item, staff: int) -> Value:
    if item.type == ItemType.MONEY:
        return draw.randint(0, staff) * 1000
    if item.type == ItemType.PERCENT:
        return draw.randint(0, 100)
    if item.is_numeric:
        return draw.randint(0, max(staff, 4))
    if item.type == ItemType.YES_NO:
        return draw.choice(("yes", "no"))
    if item.type == ItemType.CHOICE:
        return draw.choice(item.options).code
    return ""


def _basics(draft: _Draft, unit: Unit) -> None:
    draft.values |= {
        "10101": unit.code,
        "10102": unit.name,
        "10105": "2015-03-02",
        "10122": "演示填报人",
        "10123": "02300000000",
    }
    for code in ("10119", "10120"):
        draft.values[code] = draft.form.items[code].options[0].code
    if any(option.code == unit.district for option in draft.form.items["10108"].options):
        draft.values["10108"] = unit.district


def _people(draft: _Draft, staff: int, attorneys: int) -> None:
    values = draft.values
    values["10201"] = staff
    male = draft.part("10202/male", staff, 0.3, 0.7)
    values["10202/female"] = staff - male
    draft.split(male, draft.rows("10204/*/male"))
    draft.split(staff - male, draft.rows("10204/*/female"))
    for item in ("10203", "10205", "10206", "10210"):
        draft.split(staff, draft.rows(item))
    values["10207"] = min(attorneys, staff)
    draft.split(min(attorneys, staff), draft.rows("10209"))
    hired, left = draft.part("10212", staff, 0.0, 0.3), draft.part("10215", staff, 0.0, 0.2)
    values["10211"] = staff - hired + left
    values["10214"] = hired - draft.part("10213", hired)
    for cell in ("10217", "10808"):
        draft.part(cell, staff)


def _money(draft: _Draft, revenue: int) -> None:
    values = draft.values
    values["10302"] = revenue
    service = draft.part("10303", revenue, 0.6, 1.0)
    for item in ("10304", "10305", "10306"):
        draft.split(service, draft.rows(item))
    for cell in ("10307", "10308", "10309", "10310", "10311", "10316", "10317", "10318"):
        draft.part(cell, revenue, 0.02, 0.3)
    draft.part("10312", revenue, 0.01, 0.2)
    values["10313"] = revenue
    values["10315"] = revenue - draft.part("10314", revenue)
    draft.split(int(service * draft.draw.uniform(0, 0.2)), draft.rows("10706"))


def _clients(draft: _Draft, clients: int) -> None:
    values = draft.values
    values["10501"] = clients
    draft.split(clients, draft.rows("10503"))
    firms = int(values["10503/enterprise"])
    sizes = ["10502/large", "10502/medium", "10502/small", "10502/micro"]
    draft.split(firms, sizes)
    draft.split(clients - firms, [cell for cell in draft.rows("10502") if cell not in sizes])
    draft.split(clients, draft.rows("10504"))
    draft.split(int(values["10504/district"]) + int(values["10504/city"]), draft.rows("10505"))
    draft.split(firms, draft.rows("10506"))
    for cell in ("10507", "10508"):
        draft.part(cell, clients)
    for cell in ("10509", "10510"):
        draft.part(cell, firms)


def _work(draft: _Draft) -> None:
    values = draft.values
    draft.split(100, draft.rows("10602"))
    _ordered(values, [(f"10401/{kind}/granted", f"10401/{kind}/concluded") for kind in _kinds(draft.form, "10401")])
    _ordered(values, [(f"10601/{kind}/low", f"10601/{kind}/high") for kind in _kinds(draft.form, "10601")])
    _ordered(values, [("10806", "10805")])
    deals = _kinds(draft.form, "10408")
    pairs = [(f"10408/{deal}", f"10409/{deal}") for deal in deals]
    for number, amount in [*pairs, ("10410", "10411"), ("10412", "10413"), ("10414", "10415")]:
        if not values[number]:
            values[amount] = 0


def _kinds(form: Questionnaire, item: str) -> list[str]:
    return [row.code for row in form.items[item].rows]


def _ordered(values: dict[str, Value], pairs: Sequence[tuple[str, str]]) -> None:
    """The smaller of the two into the first cell, where the form has both."""
    for low, high in pairs:
        if low in values and high in values:
            values[low], values[high] = sorted((int(values[low]), int(values[high])))


def numbers(form: Questionnaire, answers: Mapping[str, Value]) -> dict[str, int]:
    """The numeric cells alone."""
    return {cell: int(value) for cell, value in answers.items() if form.cells[cell].item.is_numeric}
