"""Pictures of headlines, for links that are shared. Knows no site."""
