"""What records and questions speak of: countries, minerals, words and filters, and their names."""
