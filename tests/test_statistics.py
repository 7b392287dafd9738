"""How sure one may be: intervals that hold at all times, by what they promise, on luck whose law is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from game.lab.statistics import (
    FEW,
    asymptotic_interval,
    betting_interval,
    log_wealth,
    log_wealth_above,
    mean_interval,
    quantile_interval,
    wilson,
    wilson_of_pairs,
)

PAIR = [-1.0, -0.5, 0.0, 0.5, 1.0]
"""What the side effect of a pair of games can be."""
ENOUGH = math.log(20)
Reals = NDArray[np.float64]


def mixture(wins: NDArray[np.int64], losses: NDArray[np.int64], mean: float) -> Reals:
    """The wealth of a bettor on wins and losses in closed form: a Beta(3/2, 3/2) mixture of likelihood ratios."""
    games = int((wins + losses).max()) + 2
    log_gamma = np.array([math.lgamma(k + 1.5) for k in range(games)])
    both = np.array([math.lgamma(k + 3) for k in range(games)])
    first = math.lgamma(3) - 2 * math.lgamma(1.5)
    made: Reals = log_gamma[wins] + log_gamma[losses] - both[wins + losses] + first
    return made - wins * math.log(mean) - losses * math.log1p(-mean)


def first_alarms(chance: float, mean: float, runs: int, games: int, seed: int) -> NDArray[np.int64]:
    """The game after which each of many runs of wins and losses rejects a mean, looked at after every game; 0 if none."""
    wins = np.cumsum(np.random.default_rng(seed).random((runs, games)) < chance, axis=1)
    rich = mixture(wins, np.arange(1, games + 1) - wins, mean) >= ENOUGH
    return np.where(rich.any(axis=1), rich.argmax(axis=1) + 1, 0)


# means of few values --------------------------------------------------------------------------------------------------


def test_of_wins_and_losses_the_bettor_makes_what_the_closed_form_says():
    wins, losses = np.array([0, 1, 7, 0, 300, 9000]), np.array([0, 0, 5, 40, 310, 1000])
    for mean in (0.05, 0.5, 0.93):
        made = log_wealth(np.stack([losses, wins], axis=1), [0, 1], np.full(len(wins), mean))
        np.testing.assert_allclose(made, mixture(wins, losses, mean), rtol=1e-9, atol=1e-7)


@pytest.mark.parametrize(
    "counts", [[0, 0, 0, 0, 5], [3, 4, 9, 2, 1], [0, 0, 400, 0, 0], [0, 0, 0, 0, 1000], [200_000] * 5, [3000, 0, 0, 0, 1]]
)
def test_the_ends_are_the_means_at_which_the_bettor_would_have_twenty_times_his_stake(counts: list[int]):
    low, high = (float(end) for end in betting_interval(counts, PAIR))
    assert -1 <= low <= np.dot(counts, PAIR) / sum(counts) <= high <= 1
    for end, outward in ((low, -1), (high, 1)):
        if abs(end) < 1:
            assert log_wealth(counts, PAIR, end) == pytest.approx(ENOUGH, abs=1e-3)
            assert log_wealth(counts, PAIR, end + outward * 1e-3 * (1 - abs(end))) > ENOUGH


def test_nothing_is_known_of_no_games_and_little_of_one():
    assert betting_interval([0, 0], [0, 1]) == (0, 1)
    low, high = betting_interval([0, 1], [0, 1])
    assert 0 < low < 0.05
    assert high == 1


def test_all_won_or_all_lost_is_no_special_case():
    won, lost = betting_interval([0, 0, 0, 0, 50], PAIR), betting_interval([50, 0, 0, 0, 0], PAIR)
    assert won[1] == 1
    assert 0.6 < won[0] < 0.8
    assert lost == (-1, pytest.approx(-won[0]))


def test_a_chart_of_a_run_has_at_every_game_the_interval_of_that_game():
    counts = np.cumsum(np.eye(5, dtype=int)[np.random.default_rng(3).integers(0, 5, 400)], axis=0)
    low, high = betting_interval(counts[::50], PAIR)
    for i, row in enumerate(counts[::50]):
        assert (low[i], high[i]) == pytest.approx([float(end) for end in betting_interval(row, PAIR)], abs=1e-6)


def test_a_difference_that_is_mostly_nothing_is_known_sooner():
    """Versions that share their luck differ in few games: the bet learns that from the games themselves."""
    rare, often = betting_interval([10, 480, 10], [-1, 0, 1]), betting_interval([250, 0, 250], [-1, 0, 1])
    assert rare[1] - rare[0] < 0.4 * (often[1] - often[0])


def test_who_looks_after_every_game_is_rarely_alarmed_for_nothing():
    assert (first_alarms(0.5, 0.5, 400, 1000, 1) > 0).mean() <= 0.05
    assert (first_alarms(0.1, 0.1, 400, 1000, 2) > 0).mean() <= 0.05


@pytest.mark.long
def test_who_looks_after_every_game_is_rarely_alarmed_for_nothing_in_full():
    for chance in (0.02, 0.1, 0.3, 0.5, 0.8, 0.99):
        assert (first_alarms(chance, chance, 2000, 2000, 7) > 0).mean() <= 0.05, chance


def missed(law: list[float], runs: int, pairs: int, seed: int) -> float:
    """The share of runs whose interval misses the true mean of pairs of a law at some time, looked at after every two."""
    drawn = np.random.default_rng(seed).choice(5, p=law, size=(runs, pairs))
    counts = np.stack([np.cumsum(drawn == kind, axis=1)[:, 1::2] for kind in range(5)], axis=2)
    made = log_wealth(counts, PAIR, np.full(counts.shape[:2], np.dot(law, PAIR)))
    return float((made >= ENOUGH).any(axis=1).mean())


def test_pairs_of_games_have_intervals_that_hold_at_all_times():
    assert missed([0.2, 0.1, 0.4, 0.1, 0.2], 200, 200, 1) <= 0.05
    assert missed([0.0, 0.05, 0.9, 0.0, 0.05], 200, 200, 2) <= 0.05


@pytest.mark.long
def test_pairs_of_games_have_intervals_that_hold_at_all_times_in_full():
    for law in ([0.2] * 5, [0.0, 0.05, 0.9, 0.0, 0.05], [0.01, 0.0, 0.0, 0.09, 0.9], [0.5, 0.0, 0.0, 0.0, 0.5]):
        assert np.mean([missed(law, 100, 1000, seed) for seed in range(20)]) <= 0.05, law


def median_games(chance: float, runs: int) -> float:
    """Games after which half of all runs have found that a chance is not one half."""
    found = first_alarms(chance, 0.5, runs, 3000, 11)
    return float(np.median(np.where(found > 0, found, 10**9)))


def test_an_unbalanced_battle_is_found_about_as_soon_as_by_tests_of_one_effect():
    """The usual mixture of this kind, Beta(1, 1), needs 950, 210 and 86 games."""
    assert median_games(0.60, 200) < 250
    assert median_games(0.65, 200) < 110


@pytest.mark.long
def test_an_unbalanced_battle_is_found_as_soon_as_others_find_it():
    assert median_games(0.55, 2000) <= 960
    assert median_games(0.60, 2000) <= 215
    assert median_games(0.65, 2000) <= 90


def test_looking_at_any_time_makes_the_interval_less_than_twice_as_wide():
    for games in (100, 1000, 10_000):
        low, high = betting_interval([games // 2, games // 2], [0, 1])
        assert 1.2 < (high - low) / (2 * 1.96 * 0.5 / math.sqrt(games)) < 2.0


# means of other quantities --------------------------------------------------------------------------------------------


def misses(draw: Reals, mean: float) -> float:
    """The share of runs, a row each, whose asymptotic interval misses the mean at some time, once it is told at all."""
    count = np.arange(1, draw.shape[1] + 1)
    means, squares = np.cumsum(draw, axis=1) / count, np.cumsum(draw**2, axis=1) / count
    deviations = np.sqrt(np.maximum(0, squares - means**2) * count / np.maximum(1, count - 1))
    low, high = asymptotic_interval(means, deviations, count)
    return float(((low > mean) | (high < mean))[:, FEW:].any(axis=1).mean())


def test_means_of_any_quantity_have_intervals_that_hold_at_all_times():
    rng = np.random.default_rng(5)
    assert misses(rng.normal(300, 40, (200, 500)), 300) <= 0.05
    assert misses(rng.gamma(4, 100, (200, 500)), 400) <= 0.06


@pytest.mark.long
def test_means_of_any_quantity_have_intervals_that_hold_at_all_times_in_full():
    """They are right in the limit only; of what is as crooked as an exponential law they miss a little more."""
    rng = np.random.default_rng(5)
    assert misses(rng.normal(300, 40, (2000, 2000)), 300) <= 0.05
    assert misses(rng.gamma(4, 100, (2000, 2000)), 400) <= 0.05
    assert misses(rng.exponential(1, (2000, 2000)), 1) <= 0.065


def test_a_mean_has_the_interval_of_its_deviation_once_there_are_enough_games():
    values = np.random.default_rng(1).normal(5, 2, 300)
    found = mean_interval(values)
    low, high = asymptotic_interval(values.mean(), values.std(ddof=1), 300)
    room = math.log(20) / 2 * np.ptp(values) / 300
    assert (found.low, found.high) == pytest.approx((low - room, high + room))
    assert (found.value, found.size) == (pytest.approx(values.mean()), 300)
    assert math.isinf(mean_interval(values[:30]).high)
    assert math.isfinite(mean_interval(values[:31]).high)
    assert mean_interval(values, lowest=4.99).low == 4.99


def test_it_is_at_its_tightest_after_about_500_games():
    """Against the interval that may be looked at once."""
    count = np.arange(30, 5000)
    low, high = asymptotic_interval(np.zeros(len(count)), np.ones(len(count)), count)
    assert 400 < count[((high - low) * np.sqrt(count)).argmin()] < 600


def test_the_noise_of_decimals_is_no_change():
    """Tenths of points: every difference is 0.1, however the computer writes it."""
    points = np.arange(1, 201) / 10
    less = (points + 0.1) - points
    assert len(np.unique(less)) > 1
    assert math.isinf(mean_interval(less).high)


def test_what_never_varied_is_not_taken_for_certain():
    """Twelve days in each of a hundred games do not prove that there are never fewer."""
    known = mean_interval([12.0] * 100, lowest=1, highest=12)
    assert known.value == known.high == 12
    assert 9 < known.low < 12
    unknown = mean_interval([0.0] * 100)
    assert (unknown.low, unknown.high) == (-math.inf, math.inf)
    assert math.isnan(mean_interval([]).value)


# quantiles ------------------------------------------------------------------------------------------------------------


def test_the_ends_of_a_quantile_are_where_each_bettor_has_forty_times_his_stake():
    """Half of the twentieth for either end."""
    values = np.random.default_rng(2).normal(0, 10, 400).round()
    for share in (0.1, 0.5):
        found = quantile_interval(values, share)
        above = values[values > found.high].min()
        below = values[values < found.low].max()

        def rich(count: int, share: float) -> bool:
            return log_wealth_above([len(values) - count, count], [0, 1], share) >= math.log(40)

        assert rich(int((values < above).sum()), share)
        assert not rich(int((values < found.high).sum()), share)
        assert rich(int((values > below).sum()), 1 - share)
        assert not rich(int((values > found.low).sum()), 1 - share)


def test_a_quantile_lies_between_two_games():
    values = np.random.default_rng(2).normal(0, 10, 400).round()
    for share in (0.1, 0.5, 0.9):
        found = quantile_interval(values, share)
        assert found.low <= found.value <= found.high
        assert {found.low, found.high} <= set(values)
    few = quantile_interval(values[:5], 0.5, lowest=-100, highest=100)
    assert (few.low, few.high) == (-100, 100)
    assert math.isnan(quantile_interval([], 0.5).value)


def quantile_misses(share: float, seats: int, runs: int, pairs: int) -> float:
    """The share of runs whose interval misses a quantile of whole numbers at some look."""
    rng, missed = np.random.default_rng(9), 0
    law = np.random.default_rng(0).normal(0, 6, 200_000).round()
    truth = float(np.quantile(law, share, method="inverted_cdf"))
    for _ in range(runs):
        seen = rng.choice(law, (pairs, 1)).repeat(seats, axis=1)
        missed += any(not quantile_interval(seen[:n], share).has(truth) for n in range(10, pairs + 1, 10))
    return missed / runs


def test_quantiles_have_intervals_that_hold_at_all_times():
    assert quantile_misses(0.5, 1, 25, 200) <= 0.05
    assert quantile_misses(0.1, 2, 15, 200) <= 0.05


@pytest.mark.long
def test_quantiles_have_intervals_that_hold_at_all_times_in_full():
    for share in (0.1, 0.5, 0.9):
        assert quantile_misses(share, 1, 200, 600) <= 0.05
    assert quantile_misses(0.5, 2, 200, 600) <= 0.05


def test_a_rate_of_games_counted_beforehand_has_the_interval_of_wilson():
    assert wilson(0, 0) == (0, 1)
    assert wilson(50, 100) == pytest.approx((0.404, 0.596), abs=1e-3)
    assert wilson(0, 20)[0] == 0


def test_two_games_of_a_pair_that_always_end_alike_count_for_one():
    won = np.arange(100) < 30
    assert wilson_of_pairs(np.stack([won, won], axis=1)) == pytest.approx(wilson(30, 100))
    assert wilson_of_pairs(np.stack([won, ~won], axis=1)) == pytest.approx(wilson(100, 200))
    assert wilson_of_pairs(won[:, None]) == pytest.approx(wilson(30, 100))
    assert wilson_of_pairs(won[:30, None]) == wilson(30, 30)
