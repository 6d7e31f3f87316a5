"""What staff choose when they make a version of a report."""

from django import forms

from indicators.models import Report

REASONS = [(value, label) for value, label in Report.Reason.choices if value != Report.Reason.FIRST]


class ReportForm(forms.Form):
    """Which report, after which version, and why; without a version before it is the first one."""

    kind = forms.ChoiceField(choices=Report.Kind.choices)
    stretch = forms.CharField(max_length=7)
    after = forms.IntegerField(min_value=0, max_value=30_000)
    reason = forms.ChoiceField(choices=Report.Reason.choices)
