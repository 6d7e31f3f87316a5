"""A page as an article for a WeChat official account: inline styles, few tags, no links but as notes."""
