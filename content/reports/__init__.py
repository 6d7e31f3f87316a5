"""What editors look after: links, columns, pictures, times. The admin shows it as reports."""
