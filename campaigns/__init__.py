"""Campaigns: who takes part in what, who came, and what it led to."""
