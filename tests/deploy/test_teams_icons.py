"""The icons: sizes, transparency and safe area as Teams asks for them, and drawn from the drawings beside them."""

import os
import shutil
from pathlib import Path

import pytest

from deploy.teams.draw import HERE, SIZES, drawn
from tests.deploy.conftest import missing
from tests.deploy.picture import Picture, picture

SAFE = range(36, 156)
"""Columns and rows of the colour icon that no crop of Teams touches: 120 of 192 pixels, in the middle."""


def _icon(name: str) -> Picture:
    return picture((HERE / f"{name}.png").read_bytes())


@pytest.mark.parametrize("name", SIZES)
def test_an_icon_has_its_size(name: str) -> None:
    assert (_icon(name).width, _icon(name).height) == (SIZES[name], SIZES[name])


def test_the_outline_is_white_on_nothing() -> None:
    icon = _icon("outline")
    assert {pixel[:3] for pixel in icon.pixels if pixel[3]} == {(255, 255, 255)}
    opaque = sum(pixel[3] == 255 for pixel in icon.pixels)
    nothing = sum(pixel[3] == 0 for pixel in icon.pixels)
    assert opaque > 60
    assert nothing > 600
    assert all(icon.at(x, y)[3] == 0 for x, y in [(0, 0), (31, 0), (0, 31), (31, 31)])


def test_the_colour_icon_fills_its_square_and_keeps_to_the_safe_area() -> None:
    icon = _icon("color")
    ground = icon.at(0, 0)
    assert {pixel[3] for pixel in icon.pixels} == {255}
    drawn_at = [(at % 192, at // 192) for at, pixel in enumerate(icon.pixels) if pixel != ground]
    assert len(drawn_at) > 1000
    assert [(x, y) for x, y in drawn_at if x not in SAFE or y not in SAFE] == []


@pytest.mark.browser
def test_the_pictures_are_what_is_drawn() -> None:
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if executable is None or not Path(executable).exists():
        missing("Chromium", "install it (Debian: apt install chromium)")
    for name, png in drawn(executable).items():
        apart = [
            max(abs(one - other) for one, other in zip(new, kept, strict=True))
            for new, kept in zip(picture(png).pixels, _icon(name).pixels, strict=True)
        ]
        # Another Chromium may smooth an edge a little differently.
        assert sum(difference > 48 for difference in apart) <= len(apart) // 200, f"{name}: run deploy.teams.draw again"
