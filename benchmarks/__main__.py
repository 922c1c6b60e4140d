"""``python -m benchmarks [NAME ...]``: runs each benchmark on its own database; without a name, all of them."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

from benchmarks import harness

HERE = Path(__file__).resolve().parent
NO_BENCHMARK = {"__init__", "__main__", "harness", "one"}


def names() -> list[str]:
    """Every benchmark there is: ``import_.py`` is called ``import``."""
    stems = (path.stem for path in HERE.glob("*.py"))
    return sorted(stem.rstrip("_") for stem in stems if stem not in NO_BENCHMARK and not stem.startswith("_"))


def run(name: str) -> int:
    with harness.temporary_database(f"bench_{name}") as address:
        environment = {
            **os.environ,
            "DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "ipservice.settings",
            "SECRET_KEY": os.environ.get("SECRET_KEY") or secrets.token_urlsafe(48),
            "PROCESS_ROLE": "worker",
        }
        return subprocess.run([sys.executable, "-m", "benchmarks.one", name], env=environment, check=False).returncode


def main(wanted: list[str]) -> int:
    known = names()
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"No benchmark called {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    failures = [name for name in wanted or known if run(name) != 0]
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
