"""`peering-bot knowledge unknown`: from an error that nobody knew to a knowledge file to begin from."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from bot.settings import Settings
from bot.state.store import Store
from knowledge.check import check_files
from knowledge.load import HOME

RARE = "(PeeringWasSad) The peering ***/peer was sad."
OFTEN = "(PeeringWasTired) The peering <vnet> was tired.\nTry again: {tomorrow} # 'maybe'"


def _lists(folder: Path, url: str) -> str:
    clean = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
    command = [sys.executable, "-c", "from bot.cli import main; main()", "knowledge", "unknown"]
    done = subprocess.run(
        command, cwd=folder, env=clean | {"DATABASE_URL": url}, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


async def test_the_most_frequent_comes_first_and_each_is_a_file_that_check_accepts(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/bot.db"
    settings = Settings(database_url=url)
    store = Store(settings.store_url)
    await store.open()
    for text in (RARE, OFTEN, OFTEN):
        async with store.unit() as unit:
            await unit.note_unknown(text, "2026-01-31T10:00:00+00:00")
    await store.close()
    shown = _lists(tmp_path, url)
    assert shown.index("Seen 2 times") < shown.index("Seen once")
    assert shown.count("Still to do") == 2
    first, second = (one for one in yaml.safe_load_all(shown) if one)
    assert first["examples"]["match"] == [OFTEN]
    assert second["examples"]["match"] == [RARE]

    home = tmp_path / "knowledge"
    shutil.copytree(HOME, home)
    text = shown.partition("\n---\n")[0].replace("name-of-the-file", "peering-was-tired")
    (home / "errors" / "peering-was-tired.yaml").write_text(text, encoding="utf-8")
    assert check_files(home) == []
