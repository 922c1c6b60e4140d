"""What the import pages accept."""

from typing import Any

from django import forms

from ipservice.forms.days import DayInput
from ipservice.intake.feeds import Feed, Option, all_feeds
from ipservice.intake.models import RunState, Severity
from ipservice.lists.filters import CONTROL, FilterForm

FIRST_YEAR, LAST_YEAR = 1985, 2100
ACCEPTED = ".xlsx,.xls,.csv,.txt"


class UploadForm(forms.Form):
    """A file and what has to be said with it; the options are those of the feed."""

    form_token = forms.CharField(max_length=64, widget=forms.HiddenInput)
    file = forms.FileField(
        label="文件",
        help_text="xlsx、xls 或 csv，按内容识别。表头可在前 20 行内，合计行、签字行会自动跳过。",
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ACCEPTED}),
        allow_empty_file=True,
        max_length=255,
    )

    def __init__(self, feed: Feed, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.feed = feed
        for option in feed.options:
            self.fields[option.name] = _field(option)
        self.fields["cover_rows"] = forms.IntegerField(
            label="封面载明的行数",
            required=False,
            min_value=0,
            help_text="来文封面写明的数据行数，用于核对。",
            widget=forms.NumberInput(attrs=CONTROL),
        )

    def options(self) -> dict[str, Any]:
        """The answers as they are kept with the run."""
        names = [*(option.name for option in self.feed.options), "cover_rows"]
        return {name: str(self.cleaned_data[name]) for name in names if self.cleaned_data.get(name) not in (None, "")}


def _field(option: Option) -> forms.Field:
    common = {"label": option.label, "required": option.is_required, "help_text": option.help_text}
    if option.kind == "date":
        return forms.DateField(widget=DayInput(CONTROL), **common)
    if option.kind == "year":
        widget = forms.NumberInput(attrs=CONTROL)
        return forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR, widget=widget, **common)
    if option.kind == "choice":
        choices = [("", "（表中已有）"), *option.choices]
        return forms.ChoiceField(choices=choices, widget=forms.Select(attrs=CONTROL), **common)
    return forms.CharField(max_length=200, widget=forms.TextInput(attrs=CONTROL), **common)


class MappingForm(forms.Form):
    """Which column of the file is which; one choice a column of the feed."""

    def __init__(self, feed: Feed, columns: list[dict[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sheet = columns[0]["sheet"] if columns else ""
        shown = [column for column in columns if column["sheet"] == sheet]
        places = [("", "（不导入）"), *((str(each["place"]), f"{each['letter']} 列 {each['title']}") for each in shown)]
        taken = {each["name"]: str(each["place"]) for each in shown if each["name"]}
        for column in feed.columns:
            self.fields[column.name] = forms.ChoiceField(
                label=column.label,
                choices=places,
                required=column.is_required,
                initial=taken.get(column.name, ""),
                widget=forms.Select(attrs=CONTROL),
            )

    def mapping(self) -> dict[str, int | None]:
        return {name: int(place) if place else None for name, place in self.cleaned_data.items()}


class UndoForm(forms.Form):
    reason = forms.CharField(label="撤销的理由", max_length=300, widget=forms.TextInput(attrs=CONTROL))


class RunFilter(FilterForm):
    feed = forms.ChoiceField(label="数据种类", widget=forms.Select(attrs=CONTROL))
    state = forms.ChoiceField(
        label="状态", choices=[("", "全部"), *RunState.choices()], widget=forms.Select(attrs=CONTROL)
    )
    uploaded_from = forms.DateField(label="上传自", widget=DayInput(CONTROL))
    file_name = forms.CharField(label="文件名", max_length=100, widget=forms.TextInput(attrs=CONTROL))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["feed"].choices = [("", "全部"), *((feed.code, feed.label) for feed in all_feeds())]

    def by_uploaded_from(self, queryset, day):
        return queryset.filter(uploaded_at__date__gte=day)

    def by_file_name(self, queryset, text):
        return queryset.filter(file__name__icontains=text.replace("\x00", ""))


class IssueFilter(FilterForm):
    severity = forms.ChoiceField(
        label="处理", choices=[("", "全部"), *Severity.choices()], widget=forms.Select(attrs=CONTROL)
    )
    column = forms.CharField(label="列", max_length=64, widget=forms.TextInput(attrs=CONTROL))
    row = forms.IntegerField(label="行号", min_value=0, max_value=2**31 - 1, widget=forms.NumberInput(attrs=CONTROL))

    def by_column(self, queryset, text):
        return queryset.filter(column__icontains=text)
