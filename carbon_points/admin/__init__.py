"""Staff's screens in the admin, a module for each desk. wagtail_hooks.py registers them."""
