"""Articles of an editor's former site: front matter and Markdown, taken over as they are."""
