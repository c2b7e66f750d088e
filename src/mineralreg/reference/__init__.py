"""Facts about the world: countries, minerals, vocabularies, and how names are compared."""
