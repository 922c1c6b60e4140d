"""Runs one benchmark in this process: migrates the empty database, measures, prints the headline last."""

import importlib
import sys

import django

from benchmarks import harness
from ipservice.database.growing import migrate


def main(name: str) -> int:
    """0 when every goal is met, 1 otherwise."""
    django.setup()
    harness.say(f"{name}: {harness.machine()}")
    migrate()
    module = importlib.import_module(f"benchmarks.{name}_" if name == "import" else f"benchmarks.{name}")
    results = module.BENCHMARK.run()
    for result in results:
        harness.say(str(result))
    return 0 if all(result.is_met for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
