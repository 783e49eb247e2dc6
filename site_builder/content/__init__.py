"""What the site means: articles, and all that follows from them. No files, no clock."""
