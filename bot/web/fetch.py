"""Fetch the Web Chat file with npm: `python -m bot.web.fetch`.

Only the package itself is downloaded (7 MB), not the 532 MB of packages it names: its bundle contains them. Where there
is no npm, name what `npm pack` made elsewhere: `python -m bot.web.fetch webchat.tgz`.
"""

import base64
import gzip
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from hashlib import sha512
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bot.errors import BotError
from bot.web.bundle import BUNDLE, COMPRESSED, LICENCE, PACKAGE, PACKAGE_INTEGRITY, VENDOR, is_complete

NPM_TIMEOUT: Final = 300.0
"""Seconds that npm may take."""


class FetchError(BotError):
    """The Web Chat file could not be fetched; the text says why and what to do."""


def fetch(packed: Path | None = None) -> bool:
    """Put the Web Chat file into `bot/web/vendor`, from `packed` or with npm. Give False when it was there already.

    Raises FetchError when npm is missing or fails, or when what came is not the expected package.
    """
    if is_complete():
        return False
    with TemporaryDirectory() as folder:
        archive = packed or _download(Path(folder))
        _verify(archive)
        _unpack(archive)
    if not is_complete():
        raise FetchError(f"{PACKAGE} was fetched, but {BUNDLE} could not be written completely.")
    return True


def _download(folder: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise FetchError(
            "npm was not found. Install Node.js 20 or newer (https://nodejs.org), then run `make setup` again."
        )
    command = [npm, "pack", PACKAGE, "--pack-destination", str(folder), "--ignore-scripts", "--silent"]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, no shell
            command, cwd=folder, capture_output=True, text=True, timeout=NPM_TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired:
        raise FetchError(f"npm did not answer within {NPM_TIMEOUT:.0f} seconds. {_ADVICE}") from None
    archives = list(folder.glob("*.tgz"))
    if done.returncode != 0 or len(archives) != 1:
        raise FetchError(f"npm could not fetch {PACKAGE}. {_ADVICE}\n{done.stderr.strip()}".rstrip())
    return archives[0]


_ADVICE: Final = "Is there a connection to the npm registry? Then run `make setup` again."


def _verify(archive: Path) -> None:
    found = "sha512-" + base64.b64encode(sha512(archive.read_bytes()).digest()).decode()
    if found != PACKAGE_INTEGRITY:
        raise FetchError(
            f"What npm gave for {PACKAGE} is not what was published: expected {PACKAGE_INTEGRITY}, got {found}."
            " Nothing was installed. Look at the registry that npm is set to use."
        )


def _unpack(archive: Path) -> None:
    with tarfile.open(archive) as package:
        script = _member(package, "package/dist/webchat.js")
        licence = _member(package, "package/dist/webchat.js.LICENSE.txt")
    VENDOR.mkdir(exist_ok=True)
    LICENCE.write_bytes(licence)
    # mtime=0: the same file every time, whoever makes it.
    COMPRESSED.write_bytes(gzip.compress(script, compresslevel=9, mtime=0))
    BUNDLE.write_bytes(script)


def _member(package: tarfile.TarFile, name: str) -> bytes:
    member = package.extractfile(name)
    if member is None:
        raise FetchError(f"{PACKAGE} has no file {name}.")
    return member.read()


def main(arguments: Sequence[str] = ()) -> int:
    """Fetch, say what happened, and give the exit code. The one argument is what `npm pack` made elsewhere."""
    try:
        fetched = fetch(*map(Path, arguments[:1]))
    except (FetchError, OSError, tarfile.TarError, KeyError) as error:
        sys.stderr.write(f"The web chat page is not ready: {error}\n")
        return 1
    if fetched:
        sys.stdout.write(f"Fetched {PACKAGE}.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
