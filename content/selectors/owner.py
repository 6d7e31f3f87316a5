"""Who the site belongs to, as the source of what its own editors write."""

from django.conf import settings

from content.models.site_facts import SiteFacts


def owner_name() -> str:
    """The host that staff entered, else the site's name."""
    host = SiteFacts.objects.exclude(host_unit="").values_list("host_unit", flat=True).first()
    return str(host or settings.CITY.site_name)
