"""The report as PDF, and its charts as pictures for Word: both by typst out of the same drawings."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ipservice.documents import pdf as documents
from supervision.report.rules import numbers
from supervision.report.services.printing.tables import note_of, shares


def pdf(content: Mapping[str, Any]) -> bytes:
    return documents.render("report", numbered(content), dated=date.fromisoformat(content["dated"]))


def pictures(svgs: Sequence[str]) -> list[bytes]:
    """One PNG a drawing, in order."""
    return documents.pictures("charts", {"charts": list(svgs)}) if svgs else []


def numbered(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content with its headings as GB/T 9704 numbers them: 一、 and （一）; the summary has no number."""
    chapters = []
    for part in content["chapters"]:
        head = f"{numbers.chinese(part['number'])}、{part['title']}" if part["number"] else part["title"]
        sections = [
            {
                **section,
                "title": f"（{numbers.chinese(place)}）{section['title']}",
                "grids": [{**grid, "note": note_of(grid)} for grid in section["grids"]],
            }
            for place, section in enumerate(part["sections"], 1)
        ]
        chapters.append({**part, "title": head, "sections": sections})
    annexes = [
        {
            **annex,
            "title": f"附录{numbers.chinese(place)}　{annex['title']}",
            "widths": shares(annex["head"], annex["rows"], is_text=True),
        }
        for place, annex in enumerate(content["annexes"], 1)
    ]
    return {**content, "chapters": chapters, "annexes": annexes}
