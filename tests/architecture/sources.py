"""The product's own Python files, parsed once."""

import ast
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCT = ("ipservice", "agencies", "publicservice", "supervision", "incentives", "benchmarks", "manage.py")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One file: its path from the root, its text and its tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    @property
    def is_migration(self) -> bool:
        return "/migrations/" in self.path

    def functions(self) -> list[Function]:
        return [node for node in ast.walk(self.tree) if isinstance(node, Function)]


@cache
def tracked() -> tuple[str, ...]:
    """Every file of the repository, as a path from the root."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(path for path in listed.split("\0") if path and (ROOT / path).is_file())


@cache
def python_files(*, with_tests: bool = False) -> tuple[Source, ...]:
    tops = (*PRODUCT, "tests") if with_tests else PRODUCT
    paths = [path for path in tracked() if path.endswith(".py") and path.split("/")[0] in tops]
    return tuple(_parse(path) for path in paths)


def _parse(path: str) -> Source:
    text = (ROOT / path).read_text()
    return Source(path, text, ast.parse(text))
