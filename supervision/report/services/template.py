"""The template of the report as it stands in the repository: chapters and annex texts, read once a process."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from supervision.report.rules import chapters, slots
from supervision.report.rules.chapters import Chapter, Section

FOLDER = Path(__file__).parent.parent / "data"


@cache
def template() -> tuple[Chapter, ...]:
    """In the order of the book. Raises what is wrong with a file, with its name."""
    files = sorted((FOLDER / "chapters").glob("*.toml"))
    return tuple(chapters.chapter(tomllib.loads(file.read_text()), place=file.name) for file in files)


@cache
def annexes() -> dict[str, Any]:
    """Titles and texts of the annexes; they hold no figures."""
    written = tomllib.loads((FOLDER / "annexes.toml").read_text())
    for part in written.values():
        chapters.require_clean(part["text"], place=f"annexes.toml {part['title']}")
    return {code: {**part, "text": slots.paragraphs(part["text"])} for code, part in written.items()}


def sections() -> dict[str, tuple[Chapter, Section]]:
    """Every section by its code, in order."""
    return {section.code: (chapter, section) for chapter in template() for section in chapter.sections}
