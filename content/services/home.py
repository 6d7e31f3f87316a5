"""The front page of the tree: made once, at the place of Wagtail's welcome page."""

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from content.models import HomePage


@transaction.atomic
def ensure_home_page() -> HomePage:
    """The city's front page, made when it is not there; changes nothing that editors wrote."""
    home: HomePage | None = HomePage.objects.first()
    if home:
        return home
    root = Page.get_first_root_node()
    for welcome in root.get_children().filter(slug="home"):
        Site.objects.filter(root_page=welcome).delete()
        welcome.delete()
    # Wagtail's own root has an English name, and editors see it wherever they choose a page.
    Page.objects.filter(pk=root.pk).update(title="全部页面", draft_title="全部页面")
    root.refresh_from_db()
    home = root.add_child(instance=HomePage(title=settings.CITY.site_name, slug="home"))
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": "localhost",
            "port": 80,
            "root_page": home,
            "site_name": settings.CITY.site_name,
        },
    )
    return home
