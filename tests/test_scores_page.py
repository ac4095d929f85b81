"""The page of scores says what the table says."""

import scores


def test_the_page_of_scores_is_the_one_the_table_makes() -> None:
    assert scores.PAGE.read_text("utf-8") == scores.rendered(), "python docs/scores.py"
