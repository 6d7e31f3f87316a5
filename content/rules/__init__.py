"""Pure rules of content: no Django, no models."""
