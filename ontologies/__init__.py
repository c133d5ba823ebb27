"""What can be said: the ontology of Chinese policy texts, its word lists and gazetteers."""
