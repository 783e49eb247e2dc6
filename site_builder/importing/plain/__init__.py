"""Plain text: a raw article as text, facts, and furniture that is cut or put under review.

A text is repaired (`repairs`) and cut into passages (`passages`). `shape` says whether it is the dump of a
page and where the story of it stands, `language_told` which language it is in; `line_rules`, `teasers`,
`fields`, `dates`, and for other languages `worded_fields`, say what one passage may be, `forwarded` where a
mail that was passed on begins, `furniture` what one source has of its own, and `verdicts` what each is.
`plain_text` makes a reading of it. Knows no file, no charset and no page.
"""
