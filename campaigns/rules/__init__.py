"""What a campaign says, who may have a seat, which code is fresh: values in, values out, no Django."""
