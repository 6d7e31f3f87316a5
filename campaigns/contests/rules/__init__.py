"""Phases, arithmetic, drawing of lots: plain values in, plain values out."""
