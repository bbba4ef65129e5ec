"""Lines of counts over time."""

from datetime import date

from viz.trend import Series, Trend, trend_svg

DAYS = (date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 23))


def a_trend(*values, language="ko", days=DAYS):
    series = tuple(Series(label=f"줄 {n}", values=one) for n, one in enumerate(values))
    return trend_svg(Trend(title="변화", days=days, series=series, language=language))


def test_a_line_says_its_first_and_last_count_for_who_cannot_see_it():
    assert 'aria-label="변화: 줄 0 3 → 1,200"' in a_trend((3, 4, 1200))


def test_lines_are_told_apart_without_colour():
    # Each mark stands on every count, and once beside the name.
    svg = a_trend((1, 2, 3), (4, 5, 6), (7, 8, 9))
    assert (svg.count("stroke-dasharray"), svg.count("<rect"), svg.count("<circle")) == (2, 3 + 1, 6 + 2)


def test_a_count_that_is_not_told_leaves_a_gap():
    whole, broken = a_trend((1, 2, 3)), a_trend((1, None, 3))
    # One mark more stands beside the name.
    assert (whole.count("<circle"), broken.count("<circle")) == (4, 3)
    assert broken.count('stroke-width="2.5"') == 0


def test_the_scale_begins_at_zero_and_ends_above_the_largest():
    svg = a_trend((7, 9, 26))
    assert all(f">{value}<" in svg for value in (0, 15, 30))


def test_lines_of_nothing_are_drawn():
    assert a_trend((0, 0, 0)).startswith("<svg")
    assert a_trend((), days=()).startswith("<svg")
    assert a_trend((5,), days=DAYS[:1]).count("<circle") == 2


def test_names_of_lines_are_escaped():
    svg = trend_svg(
        Trend(title="<b>", days=DAYS, series=(Series(label="<i>", values=(1, 2, 3)),), language="en")
    )
    assert "<b>" not in svg
    assert "<i>" not in svg
