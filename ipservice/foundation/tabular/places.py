"""Names of places brought to one spelling before they are looked up."""

from ipservice.foundation.tabular.text import as_text, label_key

CITY = "重庆市"


def place_key(raw: object) -> str:
    """Without blanks, invisible characters and the name of the city in front; ``渝 中 区`` becomes ``渝中区``."""
    key = label_key(as_text(raw))
    return key.removeprefix(CITY) or key
