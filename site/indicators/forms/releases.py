"""Which release is to be corrected."""

from django import forms


class CorrectionForm(forms.Form):
    """A stretch, and the version that the person saw."""

    period = forms.ChoiceField(choices=[("day", "日"), ("month", "月"), ("year", "年")])
    start = forms.DateField()
    seen = forms.IntegerField(min_value=1, max_value=32767)
