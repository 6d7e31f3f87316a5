"""Codes of titles, for the field in which certificates are asked for."""

from django.urls import reverse

from campaigns.contests.models import Title
from campaigns.other_codes import finds_code


@finds_code
def address_of_title(code: str) -> str:
    """Where a title is answered. One query."""
    return reverse("contests:title", args=[code]) if Title.objects.filter(code=code).exists() else ""
