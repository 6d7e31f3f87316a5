"""Events and green-creation contests."""
