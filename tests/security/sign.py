"""``python -m tests.security.sign``: put the digest of the list of public routes under it."""

import hashlib
from pathlib import Path

LIST = Path(__file__).parent / "public_routes.csv"
MARK = "# sha256 "


def lines() -> list[str]:
    return [line for line in LIST.read_text(encoding="utf-8").splitlines() if line and not line.startswith(MARK)]


def digest() -> str:
    return hashlib.sha256("\n".join(lines()).encode()).hexdigest()


def signature() -> str:
    last = LIST.read_text(encoding="utf-8").rstrip().splitlines()[-1]
    return last.removeprefix(MARK) if last.startswith(MARK) else ""


if __name__ == "__main__":
    LIST.write_text("\n".join([*sorted(lines(), key=lambda line: (line != lines()[0], line)), ""]), encoding="utf-8")
    LIST.write_text("\n".join([*lines(), f"{MARK}{digest()}", ""]), encoding="utf-8")
