"""What agencies send about their own award figures."""

from django import forms

from ipservice.procedure.forms import ManyFilesField


class ContestForm(forms.Form):
    """The figures that the agency holds right, why, and what proves it. Unit: 件."""

    claimed_filed = forms.IntegerField(label="应为：发明申请量（件）", min_value=0, max_value=10_000_000)
    claimed_concluded = forms.IntegerField(label="应为：结案量（件）", min_value=0, max_value=10_000_000)
    claimed_granted = forms.IntegerField(label="应为：授权量（件）", min_value=0, max_value=10_000_000)
    statement = forms.CharField(
        label="哪些数据不符、依据是什么",
        min_length=5,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="请列出有出入的申请号，例如：202310102344.5 已于 2023年12月5日 授权。",
    )
    evidence = ManyFilesField(
        label="证据材料", required=False, help_text="PDF、JPG、PNG、Word、Excel，每个不超过 20 MB，最多 5 个。"
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        concluded, granted = cleaned.get("claimed_concluded"), cleaned.get("claimed_granted")
        if concluded is not None and granted is not None and granted > concluded:
            self.add_error("claimed_granted", f"授权量 {granted} 件不能多于结案量 {concluded} 件。")
        return cleaned
