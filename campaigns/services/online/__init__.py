"""The only writers of what people do from home."""
