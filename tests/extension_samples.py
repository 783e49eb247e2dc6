"""Extensions of small sites, for tests."""

from __future__ import annotations

from digests import article

FROM = "from site_builder.extending import *\n"
SHOUT = FROM + "@filter\ndef shout(text):\n    return text.upper() + '!'\n"
TITLES = FROM + "@query\ndef titles(site, tag):\n    return [a.title for a in site.articles(tag=tag)]\n"
WORDS = (
    FROM
    + """
@output_kind("words")
class Words:
    '''A file for each article whose title begins with S.'''

    def plan(self, ask):
        for path in ask("articles", "all", "", 0, 0):
            if ask("card", path).title.startswith("S"):
                yield page_at(ask("permalink", path) + "words.txt", "words", path)

    def render(self, output, site, layout):
        return str(site.article(output.subject[0]).details.words)
"""
)
TALKS = {
    "content/talks.md": article("Talks", "Envoys met.", tags=["un"], date="2012-03-10"),
    "content/shelling.md": article("Shelling", "Shells fell on Homs.", tags=["homs"], date="2012-03-11"),
}
