"""Each rule of furniture: what it catches, and what looks like it and is part of a story."""

from __future__ import annotations

import time

import pytest

from site_builder.importing.plain.line_rules import LINE_RULES, SURE, first_match
from site_builder.importing.plain.teasers import LIST_HEADING, teaser

_CAUGHT = [
    (
        "advertisement",
        ["Advertisement", "ADVERTISEMENT:", "Advertisement Continue reading the story", "Advert"],
    ),
    ("share-buttons", ["Share", "Share Tweet Email", "Facebook | Twitter | WhatsApp", "Share this Tweet"]),
    ("share-link", ["Read or Share this story: https://example.org/x"]),
    ("share-invitation", ["Share this story with a friend", "Read or share this article"]),
    ("story-continues", ["Story Continued Below", "Article continues below advertisement"]),
    (
        "newsletter",
        [
            "Sign up for our weekly newsletter.",
            "Get the island's news in your inbox.",
            "Island Morning newsletter Sign up today to hear of every ferry.",
        ],
    ),
    (
        "subscription",
        ["Subscribe now for as little as $2 a month!", "Support our journalism", "Subscribe to our podcast."],
    ),
    (
        "follow-us",
        ["Follow Ana Ruiz on Twitter: @ruiz", "Follow @ferrynews Follow @island", "Like us on Facebook."],
    ),
    ("app", ["Download our app", "Get the Island Post app"]),
    ("click-here", ["Click here for more pictures of the ferry"]),
    ("image-credit", ["Image copyright Island Post"]),
    ("enlarged-image", ["Enlarge this image toggle caption A. Ruiz"]),
    ("photo-credit", ["(Photo: Ana Ruiz)", "(Island Post photo by Ana Ruiz)", "Ana Ruiz/Getty Images"]),
    (
        "photo-caption",
        [
            "The ferry in the harbour on Monday. Photo: Ana Ruiz",
            "The ferry leaves the harbour of the island on Monday. (AP Photo/Ana Ruiz)",
        ],
    ),
    ("player", ["Media playback is not supported on this device The ferry in March"]),
    ("media-stub", ["Photo", "CLOSE", "Slideshow (4 Images)", "Loading...", "Image 1 of 4"]),
    ("embed-code", ["[pullquote]", '[embedtweet id="12"]', 'poster="https://example.org/x.jpg"']),
    ("wire-picture", ["© Ana Ruiz The ferry that links the two islands as it leaves the harbour"]),
    ("copyright", ["© 2012 Island Post", "Copyright 2012 Island Post. All rights reserved."]),
    ("licence-notice", ["This material may not be published, broadcast or rewritten."]),
    ("archive-notice", ["This post was first written for a blog platform and may lack its pictures."]),
    ("transcript-notice", ["This is a rush transcript. Copy may not be in its final form."]),
    ("disclaimer", ["The opinions expressed in this column are those of the author."]),
    ("age-notice", ["This article is more than 3 years old", "5 hours ago"]),
    ("updated-clock", ["Updated at 5:12 p.m. ET", "Last updated 17:12 PM"]),
    ("menu", ["Skip to main content", "Home | Search | Log in"]),
    ("comments", ["12 comments", "Leave a comment", "Join the conversation"]),
    ("tip-line", ["Got a tip? Write to the desk.", "Send letters to post@example.org"]),
    ("programme", ["Watch Island Tonight Sundays at 9 a.m. ET."]),
    ("contribution", ["Ana Ruiz contributed to this report.", "Contributing: Island News Service"]),
    ("highlights", ["Story highlights The ferry sails again after three weeks"]),
    ("separator", ["___", "* * *", "• • •", "–"]),
    ("number-alone", ["7", "Page 2 of 3"]),
]
_STORY = [
    "Advertisement revenue fell by half.",
    "Share prices fell on Monday.",
    "Share and share alike",
    "Share this burden, the mayor said to the other islands, and you will be thanked.",
    "The story continues with the ferry's owner.",
    "Get the ferry sailing again, they said.",
    "The ministry wrote a newsletter to all islands.",
    "Follow the money",
    "The app that sells tickets was down.",
    "The image shows the ferry in the storm.",
    "(The ferry had sailed before.)",
    "Photographs of the ferry went round the world.",
    "Close the harbour, the mayor said",
    "[The ferry] will sail again.",
    "Copyright law was no help to the owner.",
    "This article of the treaty was never applied.",
    "Five years ago the ferry sank.",
    "The figures were updated at 5 p.m. by the ministry.",
    "Home to two hundred people",
    "He had no comment.",
    "It had a tip of iron.",
    "- We sail on Friday",
    "2012 was a good year",
    "The opinions of the islanders differ.",
    "Support for the ferry grew.",
    "The mayor subscribed to the plan and signed it.",
    "Photo finishes are rare at sea.",
    "He contributed to this success.",
    "Watch the ferry on Sunday, they said.",
    "Michael Bloomberg",
    "This report was late.",
    "",
]


@pytest.mark.parametrize(("rule", "line"), [(rule, line) for rule, lines in _CAUGHT for line in lines])
def test_a_rule_catches_its_furniture(rule: str, line: str) -> None:
    found = first_match(line, LINE_RULES)
    assert found is not None
    assert found.id == rule


@pytest.mark.parametrize("line", _STORY)
def test_no_rule_catches_a_line_of_a_story(line: str) -> None:
    assert first_match(line, LINE_RULES) is None


def test_every_rule_is_named_once_and_has_its_examples() -> None:
    assert [rule.id for rule in LINE_RULES] == [rule for rule, _ in _CAUGHT]


def test_only_the_doubtful_rules_leave_a_mark_for_the_editor() -> None:
    assert [rule.id for rule in LINE_RULES if rule.confidence < SURE] == ["wire-picture", "number-alone"]


def test_a_long_passage_is_no_furniture() -> None:
    assert first_match("Share " * 200, LINE_RULES) is None


def test_what_a_rule_takes_out_may_be_worth_a_key() -> None:
    rules = {rule.id: rule for rule in LINE_RULES}
    shared = "Read or Share this story: https://example.org/x"
    assert rules["share-link"].states(shared) == (("url", "https://example.org/x"),)
    assert rules["enlarged-image"].states("Enlarge this image A. Ruiz") == (("captions", "A. Ruiz"),)
    assert rules["contribution"].states("Ana Ruiz contributed to this report.") == (
        ("credits", "Ana Ruiz contributed to this report."),
    )
    assert rules["advertisement"].states("Advertisement") == ()


@pytest.mark.parametrize(
    "line", ["a" * 600, "sign up " * 75, "the " * 150, "photo " * 100, "- " * 300, "A " * 300]
)
def test_no_line_keeps_a_rule_busy(line: str) -> None:
    started = time.process_time()
    for _ in range(10):
        first_match(line, LINE_RULES)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "line", ["ALSO:", "See also", "Related stories:", "READ MORE:", "More on this story"]
)
def test_the_headings_of_lists_are_known(line: str) -> None:
    assert LIST_HEADING.fullmatch(line)


@pytest.mark.parametrize("line", ["Also, the ferry sails on Friday", "More people came", "Related by blood"])
def test_a_line_that_begins_like_a_heading_is_none(line: str) -> None:
    assert not LIST_HEADING.fullmatch(line)
    assert not teaser(line)


@pytest.mark.parametrize(
    ("line", "headline"),
    [
        ("READ MORE: Ferry owner in court", "Ferry owner in court"),
        ("More:Ferry owner in court", "Ferry owner in court"),
        ("( PHOTOS: The storm, hour by hour)", "The storm, hour by hour"),
        ("(Also on Island Post: Who pays?)", "Who pays?"),
        ("VIDEO: The ferry leaves the harbour", "The ferry leaves the harbour"),
        ("Video: the ferry left the harbour at noon, as the owner had promised.", ""),
        ("Related: it was the owner himself who had told the mayor of it on Monday.", ""),
    ],
)
def test_a_label_and_another_article_s_headline_may_share_a_line(line: str, headline: str) -> None:
    assert teaser(line) == headline
