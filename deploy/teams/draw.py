"""Make the icons of the Teams package from their drawings: `python -m deploy.teams.draw`, with Chromium.

Needed only after a change of a drawing; the pictures are in the repository.
"""

import os
import shutil
import sys
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

HERE: Final = Path(__file__).parent
SIZES: Final = {"color": 192, "outline": 32}
"""Name of each icon and its width and height in pixels, as Teams asks for them."""


def drawn(executable: str) -> dict[str, bytes]:
    """Give every icon as PNG, drawn by the Chromium at `executable`."""
    pictures: dict[str, bytes] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        for name, size in SIZES.items():
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(f"<body style='margin:0'>{(HERE / f'{name}.svg').read_text(encoding='utf-8')}")
            pictures[name] = page.screenshot(omit_background=True)
        browser.close()
    return pictures


def main() -> int:
    """Write the pictures beside the drawings and give the exit code."""
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if executable is None:
        sys.stderr.write("Chromium is missing: install it (Debian: apt install chromium) or set CHROMIUM to its path\n")
        return 1
    for name, picture in drawn(executable).items():
        (HERE / f"{name}.png").write_bytes(picture)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
