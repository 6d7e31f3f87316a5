"""What a reviewer writes down with a decision."""

from django import forms

LONGEST_REASON = 300


class ApproveForm(forms.Form):
    """A note is welcome, and not asked for."""

    comment = forms.CharField(
        label="审稿意见（可不填）",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RejectForm(forms.Form):
    """Whoever sends a text back says why."""

    comment = forms.CharField(
        label="退回原因",
        max_length=LONGEST_REASON,
        help_text="作者会看到这段话，请写清楚要改什么。",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明退回原因，作者才知道要改什么。"},
    )
