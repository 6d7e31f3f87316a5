"""Bringing the index up to date for a whole model."""

from typing import Any

from django.db import transaction
from modelsearch.backends import get_search_backend


@transaction.atomic
def reindex(model: Any) -> None:
    """Make the index say of this model what its table says."""
    index = get_search_backend().get_index_for_model(model)
    index.delete_stale_model_entries(model)
    index.add_items(model, model.get_indexed_objects())
