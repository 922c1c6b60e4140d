"""What officials hand in: the year of a report, the words of a section, the reason of a revision."""

from django import forms


class YearForm(forms.Form):
    year = forms.IntegerField(label="报告年度", min_value=2020, max_value=2100, help_text="例如 2025，须已经结束")


class WordsForm(forms.Form):
    text = forms.CharField(
        label="文字",
        widget=forms.Textarea(attrs={"rows": 16, "data-slots": "", "spellcheck": "false"}),
        help_text="每段一行。双花括号中的数据槽只能移动，不能改写、增加或删除；数字只能来自数据槽。",
    )
    reason = forms.CharField(label="修改说明", max_length=200, required=False)
