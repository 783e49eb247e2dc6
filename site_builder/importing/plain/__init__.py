"""Plain text: a raw article as text, facts, and furniture that is cut or put under review.

A text is cut into `passages`; `line_rules` and `fields` say what one of them may be, `verdicts` what each
is, and `plain_text` makes a reading of it. Knows no file, no charset and no page.
"""
