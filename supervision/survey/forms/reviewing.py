"""What reviewers type in: reasons, days, verdicts."""

from django import forms

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
ASKED = "q:"


class ReasonForm(forms.Form):
    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea({"rows": 2}))


class BackForm(forms.Form):
    """The words for the whole return; the questions on cells come as ``q:<cell>`` beside them."""

    reason = forms.CharField(label="审核意见", max_length=500, required=False, widget=forms.Textarea({"rows": 2}))
    due_on = forms.DateField(label="更正期限", widget=DAY)

    def questions(self) -> dict[str, str]:
        """Cell to question, of those that were written."""
        asked = {name.removeprefix(ASKED): text for name, text in self.data.items() if name.startswith(ASKED)}
        return {cell: text for cell, text in asked.items() if text.strip()}


class ExtensionForm(forms.Form):
    due_on = forms.DateField(label="延期至", widget=DAY)
    reason = forms.CharField(label="延期理由", max_length=300, widget=forms.Textarea({"rows": 2}))


class VerdictForm(forms.Form):
    VERDICTS = (("ok", "核实无误"), ("ask", "须询问机构"))
    kind = forms.ChoiceField(label="结论", choices=VERDICTS)
    note = forms.CharField(label="依据", max_length=300, required=False)

    def verdict(self) -> str:
        """核实无误：电话核实，当年并购。"""
        label = dict(self.VERDICTS)[self.cleaned_data["kind"]]
        note = self.cleaned_data["note"].strip()
        return f"{label}：{note}" if note else label


class PaperFormForm(forms.Form):
    """A paper form that is typed in: its scan and the day it came."""

    scan = forms.FileField(
        label="扫描件", help_text="PDF、JPEG 或 PNG，不超过 20 MB。已上传过的不用再传。", required=False
    )
    received_on = forms.DateField(label="收到日期", widget=DAY, required=False)
