"""Books: pages as XHTML, and the file that holds them. Knows no site and no snapshot."""
