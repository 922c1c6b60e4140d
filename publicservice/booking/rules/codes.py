"""Booking codes: 12 characters of Crockford's base 32, 60 bits, derived from the token of the form and a secret.

The portal keeps neither code nor anything it could be read from: the code is the keyed hash of the form's token, its
stored digest another one. So a form that is sent twice shows the same code twice.
"""

import hashlib
import hmac

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
GROUP = 4
_LOOK_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})


def make(secret: bytes, token: str) -> str:
    """The code of the booking that the form with ``token`` makes."""
    number = int.from_bytes(hmac.new(secret, f"booking-code:{token}".encode(), hashlib.sha256).digest(), "big")
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(LENGTH))


def digest(secret: bytes, code: str) -> str:
    """What is stored and looked up."""
    return hmac.new(secret, f"booking-digest:{code}".encode(), hashlib.sha256).hexdigest()


def shown(code: str) -> str:
    """In groups, as it is read out over the telephone."""
    return "-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def read(text: str) -> str | None:
    """What a person typed, with letters that look like digits mended; None when it cannot be a code."""
    plain = "".join(mark for mark in text.upper() if mark.isascii() and mark.isalnum()).translate(_LOOK_ALIKE)
    return plain if len(plain) == LENGTH and set(plain) <= set(ALPHABET) else None
