"""Small cities of known units for the tests of disclosure control."""

import tomllib
from pathlib import Path

import numpy as np
from django.conf import settings

from supervision.statistics.rules.attack import Layer
from supervision.statistics.rules.parameters import Parameters
from supervision.statistics.rules.primary import Contributions, is_sensitive, protection
from supervision.statistics.rules.suppression import NOBODY, Problem
from supervision.statistics.rules.systems import System, hierarchy, system_of, two_way

SHIPPED = Path(settings.BASE_DIR) / "docs" / "rulesets" / "statistics-v1.toml"
PLAIN = {name: entry["value"] for name, entry in tomllib.loads(SHIPPED.read_text())["parameters"].items()}
PARAMETERS = Parameters.read(PLAIN)
DISTRICTS, GROUPS, KINDS, SIZES = 39, 4, 2, 4


class City:
    """Units with a heavy-tailed value, in districts of four groups, of two kinds and four sizes."""

    def __init__(self, units: int, seed: int) -> None:
        draw = np.random.default_rng(seed)
        share = np.where(np.arange(DISTRICTS) < 9, 5.0, 1.0)
        self.district = draw.choice(DISTRICTS, units, p=share / share.sum())
        self.kind = draw.choice(KINDS, units, p=[0.8, 0.2])
        self.size = draw.choice(SIZES, units, p=[0.6, 0.25, 0.1, 0.05])
        self.value = np.round(np.exp(draw.normal(13, 1.5, units)))
        self.value[draw.random(units) < 0.2] = 0
        self.system = system_of(_equations())

    def units_of(self, key: str) -> np.ndarray:
        """Which units are in a cell."""
        if key == "city":
            return np.ones(len(self.value), dtype=bool)
        if key.startswith("group"):
            return self.district % GROUPS == int(key[5:])
        if key.startswith("district"):
            return self.district == int(key[8:])
        kind, size = key.split("|")
        inside = np.ones(len(self.value), dtype=bool)
        if kind != "all":
            inside &= self.kind == int(kind[1:])
        return inside & (self.size == int(size[1:])) if size != "all" else inside

    def problem(self, value: np.ndarray | None = None, **changes) -> Problem:
        return problem_of(
            self.system,
            [np.flatnonzero(self.units_of(key)) for key in self.system.keys],
            self.value if value is None else value,
            **changes,
        )


def _equations():
    groups = {
        f"group{group}": [f"district{place}" for place in range(DISTRICTS) if place % GROUPS == group]
        for group in range(GROUPS)
    }
    crossed = two_way([f"k{kind}" for kind in range(KINDS)], [f"s{size}" for size in range(SIZES)], "all")

    def named(key: str) -> str:
        return "city" if key == "all|all" else key

    return hierarchy("city", groups) + [(named(total), [named(part) for part in parts]) for total, parts in crossed]


def problem_of(system: System, members: list[np.ndarray], value: np.ndarray, **changes) -> Problem:
    """The problem of one value over given cells: ``members[cell]`` are the units in it."""
    sizes = [np.sort(np.abs(value[units]))[::-1] for units in members]
    found = Contributions(
        np.array([np.count_nonzero(size) for size in sizes]),
        np.array([size.sum() for size in sizes]),
        np.array([size[0] if len(size) else 0.0 for size in sizes]),
        np.array([size[1] if len(size) > 1 else 0.0 for size in sizes]),
    )
    sensitive = is_sensitive(found, PARAMETERS)
    largest = [units[np.argmax(np.abs(value[units]))] if len(units) else NOBODY for units in members]
    alone = [units[value[units] != 0] for units in members]
    facts = {
        "system": system,
        "layers": (Layer(np.array([value[units].sum() for units in members])),),
        "sensitive": sensitive,
        "required": (np.where(sensitive, protection(found, PARAMETERS), 0.0),),
        "cost": found.units + 1.0,
        "is_open": found.units == 0,
        "is_kept": np.zeros(len(members), dtype=bool),
        "owner": np.array([int(units[0]) if len(units) == 1 else NOBODY for units in alone]),
        "dominant": np.array(largest),
    }
    return Problem(**{**facts, **changes})
