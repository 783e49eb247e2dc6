"""What makes builds exact and incremental: queries, reads and digests. Knows nothing of articles."""
