"""Reports: assembled once, frozen, compared with the version before."""
