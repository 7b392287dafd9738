"""Colours (sRGB), line weights (km on the ground, px on the screen) and type sizes (px) of the whole front end."""

from __future__ import annotations

Colour = tuple[int, int, int]
Rgba = tuple[int, int, int, int]


def rgb(text: str) -> Colour:
    """A colour from its six hexadecimal digits.

    >>> rgb("D4CAA4")
    (212, 202, 164)
    """
    return int(text[0:2], 16), int(text[2:4], 16), int(text[4:6], 16)


def with_alpha(colour: Colour, share: float) -> Rgba:
    """A colour that covers this share, 0 to 1, of what lies under it."""
    return (*colour, round(255 * share))


def blend(a: Colour, b: Colour, share: float) -> Colour:
    """A colour between a (share 0) and b (share 1)."""
    return tuple(round(x + (y - x) * share) for x, y in zip(a, b, strict=True))  # type: ignore[return-value]


# ground --------------------------------------------------------------------------------------------------------------
PAPER = rgb("DBD2B2")
HEIGHTS = (rgb("BEC8A2"), rgb("DCD4B2"), rgb("E6D7BA"))
"""Low, middle, high."""
FIELDS = tuple(map(rgb, "DDCFA6 D0C99C CCCFA2 BCC798 E3D9B8 C7C09A D8C9A4 C4CB9F".split()))
FURROW, FURROW_LIGHT = rgb("5E4A28"), rgb("FFF8E2")
SHADE_DARK, SHADE_LIGHT = rgb("43463F"), rgb("FFF7DE")
CONTOUR = rgb("604822")
GULLY = rgb("A4B084")
OFF_MAP = rgb("E6DFC8")
OFF_MAP_INK = rgb("57503F")
GRID, GRID_LIGHT = rgb("2B2A22"), rgb("F4EDD4")
CRATER = rgb("574C3C")
TRENCH = rgb("4A3320")
VEIL, RAIN = rgb("2C333B"), rgb("F4F8FB")

# growth --------------------------------------------------------------------------------------------------------------
WOODS = (rgb("7A8C60"), rgb("6F8358"), rgb("849568"))
CROWN_LIGHT = rgb("9CAC7E")
WOOD_FLOOR = rgb("67784F")
TREE_SHADOW = rgb("1E2A18")

# built-up ------------------------------------------------------------------------------------------------------------
TOWN_GROUND, VILLAGE_GROUND, WORKS_GROUND = rgb("CBC1AA"), rgb("BDB07E"), rgb("BFBCB4")
HOUSES = (rgb("7E6A58"), rgb("8F5F4A"), rgb("857360"))
BLOCKS = (rgb("8A7F72"), rgb("7F766B"), rgb("968A7A"))
HALLS = (rgb("7D8288"), rgb("878B8E"), rgb("74797F"))
ROOF_SHADOW = rgb("2E2A24")
STREET = rgb("DED5BF")
RUBBLE, RUBBLE_LIGHT, RUBBLE_DARK = rgb("6B645C"), rgb("CFC6B6"), rgb("3E3934")

# water ---------------------------------------------------------------------------------------------------------------
WATER, WATER_EDGE, WATER_LIGHT = rgb("8DBBD0"), rgb("3F6E86"), rgb("A9CEDD")
CANAL, CANAL_EDGE, CANAL_VERGE = rgb("6FA9CC"), rgb("2C5C7C"), rgb("F2EBD6")

# roads and rails -----------------------------------------------------------------------------------------------------
ROAD_MAIN, ROAD_SUPPLY, ROAD_SECONDARY, ROAD_DIRT = rgb("F0C66B"), rgb("F7EFD6"), rgb("F4ECD2"), rgb("EADFBD")
CASING_MAIN, CASING_SECONDARY, CASING_DIRT = rgb("6A3F1E"), rgb("75603C"), rgb("8A744C")
TRACK = rgb("7E6842")
RAIL, RAIL_BED = rgb("37322C"), rgb("E9E2CC")
BRIDGE, BRIDGE_EDGE, BRIDGE_HURT, BRIDGE_DEBRIS = rgb("F6EFD9"), rgb("1D1A16"), rgb("E0701B"), rgb("B3145C")

# panels --------------------------------------------------------------------------------------------------------------
BAR, PANEL, RAISED, WELL, LINE = rgb("16191C"), rgb("1B1F23"), rgb("23282D"), rgb("0F1215"), rgb("343A40")
TEXT, TEXT_SECOND, TEXT_THIRD = rgb("ECEAE4"), rgb("B3B8BA"), rgb("7F878C")
ACCENT, ACCENT_INK = rgb("F0B84A"), rgb("1A1408")
FOCUS = rgb("FFFFFF")
"""What the keyboard is on: the ring about a button, the cursor on the map."""

# sides: index 0 Ukraine, 1 Russia ------------------------------------------------------------------------------------
SIDE = (rgb("2F6199"), rgb("A8482F"))
SIDE_TEXT = (rgb("7FB2E5"), rgb("EE8F6C"))
SIDE_LINE = (rgb("1F5FA6"), rgb("A23B20"))
SIDE_BAND = (rgb("2A68B4"), rgb("B4452A"))
SIDE_SYMBOL = (rgb("E4EEFA"), rgb("FCE6DA"))
SIDE_STRIPE = rgb("5E2212")
FRONT_CASING = rgb("FBF4E2")
CONTESTED_PAPER, CONTESTED_INK = rgb("F6EFDB"), rgb("3B3528")

# supply: index FULL, STRAINED, LOW, OUT ------------------------------------------------------------------------------
SUPPLY = (rgb("5CC9B3"), rgb("F2CF5B"), rgb("F08A3C"), rgb("E0508C"))
SUPPLY_ON_MAP = (rgb("108E78"), rgb("D9A800"), rgb("E0701B"), rgb("C2256F"))
FLOW_LIGHT = rgb("8FD3EE")
FLOW, FLOW_EDGE, FLOW_BUSY, FLOW_FULL = rgb("2E93B8"), rgb("0C3140"), rgb("7C6FC4"), rgb("D9407E")

# counters ------------------------------------------------------------------------------------------------------------
COUNTER_EDGE, COUNTER_STRIP, COUNTER_VEIL = rgb("0E1318"), rgb("14181F"), rgb("101419")
FATIGUE_LOW, FATIGUE_MIDDLE, FATIGUE_HIGH = rgb("C9CDD0"), rgb("F2CF5B"), rgb("F0507A")
COUNT_DISC, COUNT_INK = rgb("F7F1DF"), rgb("1A1A18")
TAB_INK = rgb("FBEFC9")
GHOST_PAPER = rgb("F3EADB")

# map text ------------------------------------------------------------------------------------------------------------
INK, INK_FEATURE, INK_WATER, HALO = rgb("1F1C17"), rgb("4A4136"), rgb("2C5C7C"), rgb("F7F1DF")
SHIELD, SHIELD_INK = rgb("F7F1DF"), rgb("2B2620")
SHIELD_EUROPEAN, SHIELD_EUROPEAN_INK = rgb("2E7D4F"), rgb("F7F5EA")

# line weights in km, casing then fill, and the least width of each in px ---------------------------------------------
MAIN_KM, SUPPLY_KM, SECONDARY_KM, DIRT_KM = (0.125, 0.085), (0.105, 0.068), (0.075, 0.046), (0.028, 0.017)
TRACK_KM = 0.016
RIVER_KM, CANAL_KM = (0.105, 0.075), (0.085, 0.055)
RAIL_KM, RAIL_TICK_KM, RAIL_STEP_KM = 0.022, 0.10, 0.2
BRIDGE_KM = (0.17, 0.11)
GRID_PX, GRID_LIGHT_PX = 0.7, 0.6
FRONT_PX, FRONT_CASING_PX, TOOTH_STEP_PX = 2.3, 4.3, 9.0

# type sizes in px ----------------------------------------------------------------------------------------------------
BODY = 13
CITY, TOWN, SMALL_TOWN, VILLAGE, FEATURE, SPOT_HEIGHT, WATER_NAME = 25.0, 17.0, 13.5, 12.4, 11.0, 10.0, 11.0
CITY_TRACKING, TOWN_TRACKING = 2.4, 0.6
SHIELD_SIZE = 10.5
HALO_PX, HALO_SHARE = 1.8, 0.9
