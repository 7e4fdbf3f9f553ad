"""The image: what it copies is let in, the web bundle is the one that the page expects, and nothing runs as root."""

import fnmatch
import re
import subprocess
from pathlib import Path

from bot.settings import Settings
from bot.web.bundle import PACKAGE
from tests.deploy.conftest import ROOT

DOCKERFILE = (ROOT / "deploy/Dockerfile").read_text(encoding="utf-8")
LAST_STAGE = DOCKERFILE.rpartition("\nFROM ")[2]


def test_base_images_are_pinned_by_tag_and_short() -> None:
    images = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert len(images) == 3
    assert all(re.fullmatch(r"[a-z]+:\d[\w.-]*-?slim[\w-]*", image) for image in images)


def test_what_is_copied_is_let_into_the_build_and_little_else() -> None:
    rules = (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
    allowed = {rule.removeprefix("!") for rule in rules if rule.startswith("!")}
    copied = {
        path
        for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
        for path in line.split()[:-1]
        if not any(path != other and path.startswith(f"{other}/") for other in allowed)
    }
    assert "*" in rules
    assert copied == allowed
    assert all((ROOT / path).exists() for path in copied)
    kept_out = [rule for rule in rules if (rule and rule[0] not in "!#*") or rule.startswith("**")]
    for secret in ("bot/.env", "bot/web/vendor", "knowledge/__pycache__"):
        assert any(fnmatch.fnmatch(secret, rule.replace("**/", "*")) for rule in kept_out), secret


def test_npm_is_asked_for_the_very_package_that_the_page_expects(tmp_path: Path) -> None:
    asked = re.search(r'npm pack .*"\$\((sed .*?)\)" \\$', DOCKERFILE, re.MULTILINE)
    assert asked is not None
    (tmp_path / "bundle.py").write_bytes((ROOT / "bot/web/bundle.py").read_bytes())
    done = subprocess.run(["sh", "-c", asked[1]], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == PACKAGE


def test_it_runs_as_nobody_special_and_says_whether_it_is_well() -> None:
    assert re.search(r"^USER 10001$", LAST_STAGE, re.MULTILINE)
    assert "/readyz" in re.findall(r"^HEALTHCHECK .*\\\n.*$", LAST_STAGE, re.MULTILINE)[0]
    assert "npm" not in LAST_STAGE


def test_its_environment_has_no_unknown_setting() -> None:
    names = set(re.findall(r"\b([A-Z][A-Z0-9_]+)=", LAST_STAGE.partition("\nRUN")[0]))
    foreign = {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "PGSSLROOTCERT"}
    assert {name.lower() for name in names - foreign} <= set(Settings.model_fields)
    assert foreign < names
