"""Numbers made into charts and tables for pages: what is said about them stands in wording."""
