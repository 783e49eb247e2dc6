"""Which terms of the vocabulary a text speaks of, and how sure that is. Knows no file of a site."""
