"""Parts of addresses: what counts as a row's number."""

from django.urls import register_converter

LARGEST_ID = 2**63 - 1


class RowNumber:
    """A positive number that fits a database's integer; anything else is simply not found."""

    regex = "[1-9][0-9]{0,18}"

    def to_python(self, value: str) -> int:
        """ValueError means: no such address."""
        number = int(value)
        if number > LARGEST_ID:
            raise ValueError("too large for a row")
        return number

    def to_url(self, value: int) -> str:
        """As it is."""
        return str(value)


register_converter(RowNumber, "row")
