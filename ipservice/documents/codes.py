"""Check codes: 16 signs of Crockford's alphabet, drawn by chance (80 bits), read back however people type them."""

import secrets
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
DEMO_START = "DEM0"
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def draw(*, is_demo: bool = False) -> str:
    """A new code that nobody can guess. One of the demonstration says so by its first signs, for good."""
    start = DEMO_START if is_demo else ""
    while True:
        code = start + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - len(start)))
        if is_of_demo(code) == is_demo:
            return code


def is_of_demo(code: str) -> bool:
    """Whether the code was printed on a paper of the demonstration, though its row may be long gone."""
    return code.startswith(DEMO_START)


def read(text: str) -> str:
    """The code that was meant: full width, lower case, blanks, dashes and misread signs put right."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(sign for sign in plain.translate(MISREAD) if sign.isalnum())[:64]
