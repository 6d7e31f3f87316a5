"""Pages of registrations, attendance and what organisers see."""
