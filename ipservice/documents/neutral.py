"""Text from outside must never run as a formula when an export is opened."""

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def starts_a_formula(text: str) -> bool:
    """Whether a spreadsheet could take ``text`` for a formula, leading blanks aside."""
    return text.startswith(STARTS_A_FORMULA) or text.lstrip(" \u3000\u00a0\ufeff").startswith(STARTS_A_FORMULA)


def neutral(text: str) -> str:
    """``text`` for a CSV cell: what could start a formula gets a leading apostrophe."""
    return f"'{text}" if starts_a_formula(text) else text
