"""What a text still needs before it is handed in: `rules` is pure, `facts` reads a page, `form` asks."""
