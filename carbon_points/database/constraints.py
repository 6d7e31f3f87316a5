"""Compares the constraints in the database with those that the models name."""

from typing import Any

from django.db import models

from carbon_points.database.triggers import GUARDED


def problems(connection: Any) -> list[str]:
    """One line for each named constraint of the ledger's tables that the database does not have."""
    found: list[str] = []
    with connection.cursor() as cursor:
        for model in GUARDED:
            table = model._meta.db_table
            present = connection.introspection.get_constraints(cursor, table)
            for constraint in model._meta.constraints:
                if constraint.name not in present:
                    found.append(f"constraint {constraint.name} is missing on {table}")
            unique = [
                details["columns"]
                for details in present.values()
                if details["unique"] or details["primary_key"]
            ]
            for field in model._meta.local_fields:
                if isinstance(field, models.Field) and field.unique and [field.column] not in unique:
                    found.append(f"unique {field.column} is missing on {table}")
    return found
