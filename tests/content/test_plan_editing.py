"""What editors see and may do: our own words, never the official text or the import's fields."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from accounts.models import User
from content.models import PlanPassage, PlanTaskPage
from tests.content.sample import PARAGRAPHS

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(publish) -> Client:
    publish()
    client = Client()
    client.force_login(User.objects.create_superuser(username="editor", password="a long password"))
    return client


def test_an_editor_publishes_an_explanation_and_the_official_text_stays(editor):
    task = PlanTaskPage.objects.get(anchor="a2-t1")
    form = nested_form_data(
        {
            "title": "完善慢行系统",
            "slug": "1",
            "explanation": rich_text("<p>走路骑车更方便。</p>"),
            "figures": streamfield([]),
            "action-publish": "action-publish",
        }
    )

    response = editor.post(reverse("wagtailadmin_pages:edit", args=[task.pk]), form)

    assert response.status_code == 302
    task.refresh_from_db()
    assert "走路骑车更方便。" in task.explanation
    assert (task.anchor, task.number, task.official_title) == ("a2-t1", 1, "完善慢行系统")
    assert "".join(PlanPassage.objects.values_list("text", flat=True)) == "".join(PARAGRAPHS)
    assert "走路骑车更方便。" in Client().get("/plan/actions/2/1/").content.decode()


def test_the_editing_form_offers_nothing_that_belongs_to_the_import(editor):
    task = PlanTaskPage.objects.get(anchor="a2-t1")

    html = editor.get(reverse("wagtailadmin_pages:edit", args=[task.pk])).content.decode()

    assert 'name="explanation"' in html
    for field in ("anchor", "number", "official_title", "withdrawn", "loaded_digest"):
        assert f'name="{field}"' not in html


@pytest.mark.parametrize("name", ["content_department", "indicators_planindicator"])
def test_departments_and_figures_have_their_screens(editor, name):
    response = editor.get(reverse(f"wagtailsnippets_{name}:list"))

    assert response.status_code == 200
