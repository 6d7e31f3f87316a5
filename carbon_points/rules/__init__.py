"""Checks of the catalogue and sums of points and grams: numbers in, numbers out, no Django."""
