"""Mail: an edition as a message, and messages on their way to readers. Knows no site and no snapshot."""
