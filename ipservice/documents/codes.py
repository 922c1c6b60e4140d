"""Check codes: 16 signs of Crockford's alphabet, drawn by chance (80 bits), read back however people type them."""

import secrets
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def draw() -> str:
    """A new code that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read(text: str) -> str:
    """The code that was meant: full width, lower case, blanks, dashes and misread signs put right."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(sign for sign in plain.translate(MISREAD) if sign.isalnum())[:64]
