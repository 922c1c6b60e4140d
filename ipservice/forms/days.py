"""A day as browsers ask for it: they show a value only in ISO form, whatever the language of the page."""

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """The browser's own calendar, filled with the day that is known."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")
