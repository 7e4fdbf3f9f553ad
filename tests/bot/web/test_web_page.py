"""The web chat page: what a browser gets, and what it is allowed to do with it."""

import gzip
import re
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.errors import errors_as_json
from bot.web import page

Client = TestClient[web.Request, web.Application]

WHAT_A_BUNDLE_IS = b"window.WebChat = {};" * 100


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small file in the place of Web Chat's."""
    path = tmp_path / "webchat.js"
    path.write_bytes(WHAT_A_BUNDLE_IS)
    (tmp_path / "webchat.js.gz").write_bytes(gzip.compress(WHAT_A_BUNDLE_IS))
    monkeypatch.setattr(page, "BUNDLE", path)
    return path


@pytest.fixture
async def browser(bundle: Path) -> AsyncIterator[Client]:
    async with _serving() as client:
        yield client


def _serving(*allowed_origins: str) -> Client:
    app = web.Application(middlewares=[errors_as_json])
    app.add_routes(page.routes(allowed_origins))
    return TestClient(TestServer(app))


async def test_each_page_has_its_own_nonce_and_runs_no_other_inline_script(browser: Client) -> None:
    first, second = [await (await browser.get("/")).text() for _ in range(2)]
    nonces = [set(re.findall(r'nonce="([^"]+)"', html)) for html in (first, second)]
    assert all(len(found) == 1 for found in nonces)
    assert nonces[0] != nonces[1]
    assert not re.search(r"<script(?![^>]*\bsrc=)", first)
    assert not re.search(r"<style|\sstyle=|\son\w+=", first)


async def test_policy_forbids_what_is_not_needed(browser: Client) -> None:
    answer = await browser.get("/")
    policy = dict(rule.split(" ", 1) for rule in answer.headers["Content-Security-Policy"].split("; "))
    nonce = re.findall(r'nonce="([^"]+)"', await answer.text())[0]
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == f"'self' 'nonce-{nonce}'"
    assert {policy[name] for name in ("object-src", "base-uri", "form-action", "frame-ancestors")} == {"'none'"}
    assert "unsafe" not in policy["script-src"] + policy["style-src"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


async def test_host_of_a_request_cannot_add_to_the_policy(browser: Client) -> None:
    answer = await browser.get("/", headers={"Host": "a.example; script-src *"})
    assert "script-src *" not in answer.headers["Content-Security-Policy"]


async def test_allowed_origins_may_show_it_in_a_frame(bundle: Path) -> None:
    async with _serving("https://intranet.example.com") as browser:
        answer = await browser.get("/")
    assert "frame-ancestors 'self' https://intranet.example.com" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers


async def test_page_names_no_other_host(browser: Client) -> None:
    assert not re.findall(r"(?:https?:)?//[\w.]+", await (await browser.get("/")).text())


async def test_every_file_the_page_names_is_there_and_kept_for_ever(browser: Client) -> None:
    html = await (await browser.get("/")).text()
    names = set(re.findall(r'(?:src|href)="(/assets/[^"]+)"', html))
    assert len(names) > 5
    for name in names:
        answer = await browser.get(name)
        assert answer.status == 200, name
        assert "immutable" in answer.headers["Cache-Control"], name


async def test_modules_import_only_files_that_are_there() -> None:
    for path in (Path(page.__file__).parent / "assets").glob("*.js"):
        for name in re.findall(r'from "\./([^"]+)"', path.read_text(encoding="utf-8")):
            assert path.with_name(name).is_file(), f"{path.name} imports {name}"


async def test_file_of_another_version_is_not_kept(browser: Client) -> None:
    answer = await browser.get("/assets/of-old/app.js")
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-cache"


async def test_web_chat_is_sent_compressed_to_whoever_can_read_it(browser: Client) -> None:
    html = await (await browser.get("/")).text()
    [name] = re.findall(r'src="([^"]+/webchat\.js)"', html)
    answer = await browser.get(name, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert sha256(await answer.read()).digest() == sha256(WHAT_A_BUNDLE_IS).digest()


async def test_without_web_chat_the_page_says_what_to_do(
    browser: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "BUNDLE", tmp_path / "never-fetched.js")
    answer = await browser.get("/")
    assert answer.status == 503
    assert "make setup" in await answer.text()


@pytest.mark.parametrize(
    "address",
    [
        "/assets/x/nothing.js",
        "/assets/x/..%2Fpage.py",
        "/assets/x/%2e%2e%2findex.html",
        "/pictures/nothing.svg",
        "/pictures/..%2Fmodel.py",
    ],
)
async def test_nothing_else_is_given_out(browser: Client, address: str) -> None:
    answer = await browser.get(address)
    assert answer.status == 404
    assert (await answer.json())["error"]["code"] == "NotFound"


async def test_picture_may_run_nothing(browser: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "two.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    monkeypatch.setattr(page, "PICTURES", tmp_path)
    answer = await browser.get("/pictures/two.svg")
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
