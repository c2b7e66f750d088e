"""Registry files as text: reading, places of things, edits that touch nothing else, layout."""
