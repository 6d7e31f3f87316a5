"""Reading tickets, figures and readers' words."""
