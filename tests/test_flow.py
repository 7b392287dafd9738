"""The compiled flow of supply against networkx, and what a parcel is promised in the order of service."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from naive_flow import (
    FIRST,
    WAY,
    WOUNDED,
    Study,
    arc_to_cut,
    check_books,
    draw,
    empty,
    line,
    maximum,
    scarce,
    why_raised,
)  # fmt: skip

from game.ground import TO
from game.rules import network as N  # noqa: N812
from game.rules.network import DAY, LAYERS, NIGHT, WIA

FAST, LONG = range(300), [range(1000 + 3000 * part, 4000 + 3000 * part) for part in range(10)]
each_part = pytest.mark.parametrize("seeds", LONG, ids=str)


# against networkx ----------------------------------------------------------------------------------------------------


def test_with_one_good_and_vehicles_enough_the_total_is_the_maximum_flow():
    """Three hundred small networks; the books of each balance."""
    rerouted = sum(map(agrees_with_maximum, FAST))
    assert rerouted > 20, "some had to be rerouted"


@pytest.mark.long
@each_part
def test_the_total_is_the_maximum_flow_of_thirty_thousand_networks(seeds: range):
    """The same on 3,000 at a time."""
    assert sum(map(agrees_with_maximum, seeds)) > 200


def agrees_with_maximum(seed: int) -> int:
    """Hold a network against networkx; how often its good was rerouted."""
    study = draw(seed)
    most = maximum(study)
    assert study.serve().total() == most, f"seed {seed}"
    check_books(study)
    return int(study.net.totals[N.REROUTED])


def test_with_several_goods_and_few_vehicles_the_total_never_exceeds_the_maximum_flow():
    """Wounded among them; the books balance, and no depot sends more vehicles than it has."""
    for seed in FAST:
        never_exceeds(seed)


@pytest.mark.long
@each_part
def test_the_total_never_exceeds_the_maximum_flow_of_thirty_thousand_networks(seeds: range):
    """The same on 3,000 at a time."""
    for seed in seeds:
        never_exceeds(seed)


def never_exceeds(seed: int) -> None:
    """Hold a network of several goods against networkx."""
    study = scarce(seed)
    most = maximum(study)
    assert study.serve().total() <= most, f"seed {seed}"
    check_books(study)


def test_the_total_is_monotone_in_capacity():
    """A wider road never takes anything from the whole, with one good and vehicles enough."""
    for seed in FAST:
        never_falls(seed)


@pytest.mark.long
@each_part
def test_the_total_is_monotone_in_capacity_of_thirty_thousand_networks(seeds: range):
    """The same on 3,000 at a time."""
    for seed in seeds:
        never_falls(seed)


def never_falls(seed: int) -> None:
    """Widen one road of a network after the other has been solved."""
    before = draw(seed).serve()
    arc = arc_to_cut(seed, before)
    if arc >= 0:
        after = draw(seed)
        after.net.arcs[N.LEFT : N.LEFT + LAYERS, arc] += 700
        assert after.serve().total() >= before.total(), f"seed {seed}"


# cuts ----------------------------------------------------------------------------------------------------------------

KEPT = {
    WOUNDED: (
        "59 62 162 182 196 242 272 279 282 304 386 399 450 513 524 528 529 530 545 558 645 651 668 674 679 708 710 "
        "724 846 926 981"
    ),
    FIRST: (
        "1 22 27 47 57 89 113 120 126 132 152 164 165 170 173 178 187 206 208 230 245 250 259 276 283 309 319 355 365 "
        "366 367 373 377 402 406 423 442 454 458 469 471 484 495 499 503 515 522 553 585 592 596 597 598 622 623 624 "
        "629 652 677 681 688 690 693 696 717 745 760 761 771 773 780 809 812 819 830 836 837 843 850 851 855 858 872 "
        "874 888 897 903 909 916 927 931 941 942 944 952 953 954 971 982 993 994 998"
    ),
    WAY: (
        "12 49 53 65 74 75 81 133 135 143 148 151 154 163 171 209 212 219 233 234 252 270 285 321 350 362 389 394 444 "
        "448 459 472 477 498 500 507 516 523 531 541 543 552 563 584 599 600 606 612 613 635 691 697 740 791 792 810 "
        "822 838 852 870 873 875 895 898 899 906 939 961 966 973 984 992"
    ),
}
"""Of the first thousand networks those whose total a random cut raised, by reason."""


def test_a_cut_that_raises_a_total_is_known_with_its_reason():
    """Of a hundred random cuts 15: who comes first may cost those behind it more than it gets itself."""
    assert raised_of(range(100)) == {seed: why for seed, why in kept().items() if seed < 100}
    assert len(raised_of(range(100))) == 15


@pytest.mark.long
def test_so_many_of_a_thousand_cuts_raise_a_total():
    """The same of a thousand."""
    assert raised_of(range(1000)) == kept()
    assert Counter(kept().values()) == {WOUNDED: 31, FIRST: 102, WAY: 72}


def raised_of(seeds: range) -> dict[int, str]:
    """The networks whose total a cut raises, and why."""
    return {seed: why for seed in seeds if (why := why_raised(seed))}


def kept() -> dict[int, str]:
    """Those that are known."""
    return {int(seed): why for why, seeds in KEPT.items() for seed in seeds.split()}


def test_without_wounded_and_with_one_good_and_vehicles_enough_no_cut_raises_a_total():
    """Nothing is in anybody's way then: the total is the maximum flow."""
    for seed in FAST:
        before, after = draw(seed).serve(), draw(seed)
        after.net.arcs[N.TIME, arc_to_cut(seed, before)] = -1
        assert after.serve().total() <= before.total(), f"seed {seed}"


# order of service ----------------------------------------------------------------------------------------------------


def sent(study: Study) -> list[int]:
    """What set out to each parcel."""
    return [int(kg) for kg in study.parcels[:, N.SENT]]


def bound(study: Study) -> list[int]:
    """What held each parcel up."""
    return [int(what) for what in study.parcels[:, N.HELD_UP]]


def test_who_comes_first_is_served_first():
    """Of one tonne the first gets all it asked, the second the rest, the third nothing: stock binds."""
    study = line(3)
    study.add_depot(0, (1000,))
    for unit in range(3):
        study.add_parcel(unit, 2, 0, 600)
    assert sent(study.serve()) == [600, 400, 0]
    assert bound(study) == [N.UNBOUND, N.BY_STOCK, N.BY_STOCK]
    check_books(study)


def test_a_full_road_binds_and_is_named():
    """The second road of three carries 500 kg by night and 300 by day."""
    study = line(4)
    narrow = next(a for a in range(len(study.board.arcs)) if step(study, a) == (1, 2))
    study.net.arcs[N.LEFT : N.LEFT + LAYERS, narrow] = 500, 300
    study.add_depot(0, (5000,))
    study.add_parcel(0, 3, 0, 2000)
    assert sent(study.serve()) == [800]
    assert list(study.parcels[0, N.BY_LAYER : N.BY_LAYER + LAYERS]) == [500, 300]
    assert (bound(study), int(study.parcels[0, N.HELD_UP_AT])) == ([N.BY_EDGE], narrow)
    check_books(study)


def step(study: Study, a: int) -> tuple[int, int]:
    """From where to where an arc leads."""
    return int(study.board.arcs[N.back_arc(study.board, a), TO]), int(study.board.arcs[a, TO])


def test_vehicles_bind():
    """One and a half of them make six journeys each over 12 hexes of 3 minutes: 9 tonnes, by night or by day."""
    study = line(13)
    study.add_depot(0, (100_000,), vehicles=1500)
    study.add_parcel(0, 12, 0, 20_000)
    assert sent(study.serve()) == [9000]
    assert bound(study) == [N.BY_VEHICLES]
    check_books(study)


def test_without_a_way_nothing_comes():
    """No road, or one so long that nobody is back within a day."""
    for study in (empty(3, 1), line(3, minutes=400)):
        study.add_depot(0, (1000,))
        study.add_parcel(0, 2, 0, 600)
        assert sent(study.serve()) == [0]
        assert bound(study) == [N.NOWHERE]


@pytest.mark.parametrize(
    ("minutes", "times"),
    [(0, 18), (36, 6), (48, 5), (90, 3), (140, 2), (160, 2), (161, 1), (200, 1), (340, 1), (700, 1), (701, 0)],
)
def test_a_vehicle_makes_so_many_journeys_in_half_a_day(minutes: int, times: int):
    """720 minutes for the way there, the way back and 40 to load; one if it is back within a day."""
    assert N.loops_of(minutes, 0) == times
    assert N.loops_of(minutes, 2) == (max(1, times // 2) if times else 0)
    assert N.loops_of(minutes, 3) == (max(1, times // 4) if times else 0)


def test_the_nearer_depot_serves_first_and_one_dearer_by_its_price():
    """At equal price by minutes; then the other brings the rest."""
    for price, first in ((0, 1), (20, 0)):
        study = line(6)
        study.add_depot(0, (1000,))
        study.add_depot(4, (1000,), price=price)
        study.add_parcel(0, 5, 0, 1500)
        assert sent(study.serve()) == [1500]
        assert [int(study.net.depots[d, N.STOCK]) for d in (first, 1 - first)] == [0, 500]


def test_what_goes_to_others_is_rerouted_to_make_room():
    """The first takes the quick road that only the second could use; it is sent round, and both get all."""
    study = empty(3, 2)
    for a in range(len(study.board.arcs)):
        if step(study, a) in ((0, 1), (1, 4), (0, 3), (3, 4), (1, 2)):
            study.net.arcs[N.TIME, a] = 3 if step(study, a) in ((0, 1), (1, 4), (1, 2)) else 30
            study.net.arcs[N.LEFT, a] = 1000
    study.add_depot(0, (5000,))
    study.add_parcel(0, 4, 0, 1000)
    study.add_parcel(1, 2, 0, 1000)
    assert sent(study.serve()) == [1000, 1000]
    assert study.net.totals[N.REROUTED] == 1
    check_books(study)


# fire ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("caution", "way"), [(0, 6), (2, 18)])
def test_a_cautious_depot_goes_round_a_road_under_fire(caution: int, way: int):
    """40 per mille of risk are worth 20 minutes for each point of caution."""
    study = empty(3, 2)
    for a in range(len(study.board.arcs)):
        quick, slow = ((0, 1), (1, 2)), ((0, 3), (3, 4), (4, 2))
        if step(study, a) in quick + slow:
            study.net.arcs[N.TIME, a] = 3 if step(study, a) in quick else 6
            study.net.arcs[N.LEFT, a] = 1000
        if step(study, a) == (1, 2):
            study.net.arcs[N.FIRE, a], study.net.arcs[N.RISK, a] = 3, 40
    study.add_depot(0, (5000,), caution=caution)
    study.add_parcel(0, 2, 0, 1000)
    route = study.serve().routes[0]
    path = study.net.steps[route[N.FIRST_STEP] : route[N.FIRST_STEP] + route[N.STEPS]]
    assert study.net.arcs[N.TIME, path].sum() == way
    assert route[N.LOOPS] == (720 // 52 // 4 if caution == 0 else 720 // 76)


# wounded -------------------------------------------------------------------------------------------------------------


def ambulances(vehicles: int) -> Study:
    """12 wounded 12 hexes away, and 6 tonnes asked there; 4 seats, 1 tonne and 6 journeys a vehicle."""
    study = line(13)
    study.add_depot(0, (50_000,), vehicles=vehicles)
    study.add_parcel(0, 12, WIA, 12)
    study.add_parcel(0, 12, 0, 6000)
    return study.serve()


@pytest.mark.parametrize(
    ("vehicles", "people", "kg"), [(5000, 12, 6000), (1000, 12, 6000), (500, 12, 3000), (250, 6, 1500)]
)
def test_wounded_are_served_first_and_the_vehicles_that_fetch_them_go_out_loaded(vehicles: int, people: int, kg: int):
    """With half a vehicle they take all of it, and the 3 tonnes it can carry go out with it."""
    study = ambulances(vehicles)
    assert sent(study) == [people, kg]
    check_books(study)


def test_room_beside_the_wounded_takes_no_further_vehicles():
    """Half a vehicle for 12 people; the other half only for what has no room on the first."""
    study = ambulances(5000)
    hired = {int(route[N.ROUTE_GOOD]): int(route[N.HIRED]) for route in study.routes if route[N.HIRED] > 0}
    assert hired == {WIA: 500, 0: 500}
    assert int(study.net.depots[0, N.FREE]) == 4000


def test_less_than_a_seat_keeps_no_goods_back():
    """A fifth of a vehicle fetches nobody over a long road, but brings its 200 kg."""
    study = line(13, minutes=30)
    study.add_depot(0, (50_000,), vehicles=200)
    study.add_parcel(0, 12, WIA, 12)
    study.add_parcel(0, 12, 0, 6000)
    assert sent(study.serve()) == [0, 200]


def test_night_comes_before_day():
    """Though both are as quick: what is left over goes by day."""
    study = line(3, room=1000)
    study.add_depot(0, (5000,))
    study.add_parcel(0, 2, 0, 1500)
    study.serve()
    assert [int(study.parcels[0, N.BY_LAYER + layer]) for layer in (NIGHT, DAY)] == [1000, 500]


def test_the_same_network_is_solved_the_same_again():
    """A solved net that is cleared and filled again gives equal books."""
    for seed in range(20):
        one, two = scarce(seed).serve(), scarce(seed).serve()
        for a, b in zip(one.net, two.net, strict=True):
            assert np.array_equal(a, b)
