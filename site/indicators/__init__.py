"""Totals of what residents recorded: kept, published with small cells hidden, and live."""
