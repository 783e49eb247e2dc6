"""Raw articles to front-mattered Markdown: one module per shape of source.

A raw text is read by `plain_text`, made into the files of the site by `article_file`, and written by
`saving`. Nothing is invented and nothing is lost: what a reading leaves out stands in the ledger.
"""
