"""Furniture of one source: learned from its raw texts, named in config.yaml."""

from __future__ import annotations

from site_builder.importing.plain.furniture import Proposal, line_key, recurring_lines, source_rules
from site_builder.importing.plain.line_rules import LINE_RULES, first_match
from site_builder.settings import FurnitureSetting, SourceSetting


def _texts(*lines: str) -> list[str]:
    """A text for each line, with a story of its own."""
    return [f"Story {'long ' * 9}{chr(97 + n) * 9}.\n{line}\n" for n, line in enumerate(lines)]


def test_a_line_that_stands_in_enough_articles_is_proposed_digits_apart() -> None:
    assert recurring_lines(_texts("Issue 1", "Issue 2", "Issue 3"), 3) == (Proposal("Issue #", 3),)
    assert recurring_lines(_texts("Issue 1", "Issue 2"), 3) == ()


def test_an_article_imported_twice_is_one_article() -> None:
    assert recurring_lines(_texts("Issue 1") * 5, 2) == ()


def test_a_line_that_is_twice_in_one_article_counts_once() -> None:
    assert recurring_lines(_texts("Issue 1\nIssue 2"), 2) == ()


def test_what_recurs_most_comes_first_and_ties_go_by_text() -> None:
    proposals = recurring_lines(_texts("b\na\nc", "b\na\nc", "c\n***"), 2)
    assert [proposal.text for proposal in proposals] == ["c", "a", "b"]


def test_the_editor_s_lines_are_cut_or_reviewed_before_the_built_in_rules() -> None:
    source = SourceSetting(
        "Island Post",
        furniture=(
            FurnitureSetting("Issue ## (of #)"),
            FurnitureSetting(pattern="pick of .*", id="pick", action="review"),
        ),
    )
    rules = (*source_rules(source, [FurnitureSetting("Share")]), *LINE_RULES)
    found = {
        line: first_match(line, rules)
        for line in ("Issue 12 (of 7)", "Pick of the day", "Share", "ISLAND POST")
    }
    assert {line: (rule.id, rule.confidence) for line, rule in found.items() if rule} == {
        "Issue 12 (of 7)": ("source-furniture", 100),
        "Pick of the day": ("pick", 70),
        "Share": ("site-furniture", 100),
        "ISLAND POST": ("masthead", 92),
    }


def test_a_proposal_written_under_the_source_matches_the_lines_it_was_made_of() -> None:
    (proposal,) = recurring_lines(_texts("No. 1 [of 9]", "No. 2 [of 9]"), 2)
    rules = source_rules(SourceSetting("Post", furniture=(FurnitureSetting(proposal.text),)))
    assert first_match("No. 7 [of 8]", rules) is not None
    assert line_key("No. 7 [of 8]") == proposal.text
