"""Who asked what: the search and the index must say the same, whatever has changed in between."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from site_builder.incremental.asking import Asked, Asking
from site_builder.incremental.reads import query_id

IDS = [query_id(("card", f"{number}.md")) for number in range(12)]
RECORDS = st.dictionaries(
    st.sampled_from([f"{letter}/index.html" for letter in "abcdef"]),
    st.builds(lambda ids: Asked(b"".join(ids), 0), st.lists(st.sampled_from(IDS), unique=True, max_size=6)),
)
CHANGES = st.lists(st.tuples(RECORDS, st.lists(st.sampled_from([f"{x}/index.html" for x in "abcdefg"]))))


@given(RECORDS, CHANGES, st.sets(st.sampled_from(IDS)))
def test_an_index_that_is_kept_up_to_date_finds_what_a_search_finds(
    records: dict[str, Asked], changes: list[tuple[dict[str, Asked], list[str]]], ids: set[bytes]
) -> None:
    kept = dict(records)
    asking = Asking(kept)
    for changed, removed in changes:
        asking.askers(ids)  # often enough, and it makes its index
        removed = [path for path in removed if path not in changed]
        asking.update(changed, removed)
        for path in removed:
            kept.pop(path, None)
        kept.update(changed)
    wanted = {path for path, record in kept.items() if any(id_ in record.own for id_ in ids)}
    assert asking.askers(ids) == wanted


def test_many_ids_are_searched_for_like_few() -> None:
    records = {f"{number}.html": Asked(id_, 0) for number, id_ in enumerate(IDS)}
    assert Asking(records).askers({*IDS[:10]}) == {f"{number}.html" for number in range(10)}
    assert Asking(records).askers({*IDS[:3]}) == {"0.html", "1.html", "2.html"}
