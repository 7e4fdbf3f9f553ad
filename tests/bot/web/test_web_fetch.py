"""Getting the Web Chat file: only the very file that was published, and plain words when that fails."""

import base64
import io
import shutil
import tarfile
from hashlib import sha256, sha512
from pathlib import Path

import pytest

from bot.web import bundle, fetch

SCRIPT = b"window.WebChat = {};"


def _package(*names: str) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for name in names:
            member = tarfile.TarInfo(f"package/dist/{name}")
            member.size = len(SCRIPT)
            archive.addfile(member, io.BytesIO(SCRIPT))
    return stream.getvalue()


@pytest.fixture
def vendor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place for the file."""
    folder = tmp_path / "vendor"
    places = {
        "VENDOR": folder,
        "BUNDLE": folder / "webchat.js",
        "COMPRESSED": folder / "webchat.js.gz",
        "LICENCE": folder / "webchat.js.LICENSE.txt",
    }
    for name, place in places.items():
        monkeypatch.setattr(bundle, name, place)
        monkeypatch.setattr(fetch, name, place)
    monkeypatch.setattr(bundle, "BUNDLE_SHA256", sha256(SCRIPT).hexdigest())
    return folder


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Something called npm that packs `package.tgz` of its own folder; without that file it fails."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "npm"
    copies = f'#!/bin/sh\n[ -f "{folder}/package.tgz" ] || {{ echo "getaddrinfo ENOTFOUND" >&2; exit 1; }}\n'
    program.write_text(copies + f'/bin/cp "{folder}/package.tgz" "$4/"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _: str(program))
    return folder / "package.tgz"


def _publish(npm: Path, package: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    npm.write_bytes(package)
    integrity = "sha512-" + base64.b64encode(sha512(package).digest()).decode()
    monkeypatch.setattr(fetch, "PACKAGE_INTEGRITY", integrity)


def test_puts_file_licence_and_compressed_copy_in_place(
    vendor: Path, npm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _publish(npm, _package("webchat.js", "webchat.js.LICENSE.txt"), monkeypatch)
    assert fetch.fetch() is True
    assert {path.name for path in vendor.iterdir()} == {"webchat.js", "webchat.js.gz", "webchat.js.LICENSE.txt"}


def test_takes_what_npm_packed_elsewhere_and_checks_it(
    vendor: Path, npm: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _publish(npm, _package("webchat.js", "webchat.js.LICENSE.txt"), monkeypatch)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert fetch.main([str(npm)]) == 0
    assert (vendor / "webchat.js").read_bytes() == SCRIPT
    other = tmp_path / "other.tgz"
    other.write_bytes(_package("webchat.js"))
    (vendor / "webchat.js").unlink()
    assert fetch.main([str(other)]) == 1
    assert not (vendor / "webchat.js").exists()


def test_does_nothing_when_the_right_file_is_there(vendor: Path, npm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _publish(npm, _package("webchat.js", "webchat.js.LICENSE.txt"), monkeypatch)
    fetch.fetch()
    npm.unlink()
    assert fetch.fetch() is False


def test_fetches_again_when_the_file_was_changed(vendor: Path, npm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _publish(npm, _package("webchat.js", "webchat.js.LICENSE.txt"), monkeypatch)
    fetch.fetch()
    (vendor / "webchat.js").write_bytes(b"alert(1)")
    assert fetch.fetch() is True
    assert (vendor / "webchat.js").read_bytes() == SCRIPT


def test_refuses_another_package_than_the_published_one(vendor: Path, npm: Path) -> None:
    npm.write_bytes(_package("webchat.js", "webchat.js.LICENSE.txt"))
    with pytest.raises(fetch.FetchError, match="not what was published"):
        fetch.fetch()
    assert not vendor.exists()


def test_says_when_npm_is_missing(
    vendor: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert fetch.main() == 1
    assert "Install Node.js 20 or newer" in capsys.readouterr().err


def test_says_when_the_registry_cannot_be_reached(vendor: Path, npm: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fetch.main() == 1
    said = capsys.readouterr().err
    assert "Is there a connection to the npm registry?" in said
    assert "ENOTFOUND" in said


def test_says_when_the_package_lacks_the_file(
    vendor: Path, npm: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _publish(npm, _package("other.js"), monkeypatch)
    assert fetch.main() == 1
    assert "webchat.js" in capsys.readouterr().err
