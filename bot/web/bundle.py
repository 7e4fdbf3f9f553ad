"""Which Web Chat file is served, and how to tell that it is the right one."""

from hashlib import sha256
from pathlib import Path
from typing import Final

PACKAGE: Final = "botframework-webchat@4.18.1"
"""The npm package that has the file."""

PACKAGE_INTEGRITY: Final = (
    "sha512-7jpEUJ7olT62Xm+8eh7BhhIcXVfU2xD4pZDaeBt8K4XcNy6K/83UGIxE9BFkXmHMZ4hDEVOzs5cre07GWuaXzg=="
)
"""What npm publishes as `dist.integrity` of that package."""

BUNDLE_SHA256: Final = "0a68ad0a64fc04d621197da10c3eec0f843e16f7d03f6bcbed29b47517cf9bff"
"""SHA-256 of `dist/webchat.js` in that package."""

VENDOR: Final = Path(__file__).parent / "vendor"
"""Where `make setup` puts the file; not in the repository."""

BUNDLE: Final = VENDOR / "webchat.js"
COMPRESSED: Final = VENDOR / "webchat.js.gz"
LICENCE: Final = VENDOR / "webchat.js.LICENSE.txt"


def is_complete() -> bool:
    """Tell whether the right file is there, with its compressed copy and its licence."""
    if not (BUNDLE.is_file() and COMPRESSED.is_file() and LICENCE.is_file()):
        return False
    return sha256(BUNDLE.read_bytes()).hexdigest() == BUNDLE_SHA256
