"""Schools, communities and units write their own campaigns, without the admin; three people approve them."""
