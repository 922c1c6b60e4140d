"""What the desk of the statistics accepts."""

from typing import Any

from django import forms

from supervision.statistics.rules.states import RunStep

REASONED = (RunStep.SEND_BACK, RunStep.DISCARD)


class StepForm(forms.Form):
    """One step of a version; taking it back or putting it aside needs a reason."""

    def __init__(self, step: RunStep, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{step}_%s")
        self.step = step
        if step in REASONED:
            self.fields["reason"] = forms.CharField(label="理由", max_length=300)
