"""Changes the tags of articles that are there: renamed, merged, suggested. Edits only what it must."""
