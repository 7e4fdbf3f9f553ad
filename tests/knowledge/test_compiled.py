"""The compiled knowledge: the same as the YAML files, and never older than they are."""

import os
import shutil
from pathlib import Path

import pytest

from knowledge.compiled import FILE, knowledge_of
from knowledge.load import HOME, load


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a copy of the shipped knowledge files."""
    folder = tmp_path / "knowledge"
    shutil.copytree(HOME, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__", ".compiled*"))
    return folder


def test_it_says_the_same_as_the_files(home: Path) -> None:
    first = knowledge_of(home)
    again = knowledge_of(home)
    assert (home / FILE).is_file()
    assert not again.sources
    assert again.answers == first.answers == load(HOME).answers
    assert list(again.scenarios.items()) == list(first.scenarios.items())
    assert again.guide == first.guide


def test_a_changed_file_is_read_again(home: Path) -> None:
    knowledge_of(home)
    file = home / "errors" / "address-spaces-overlap.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("title: ", "title: New! ", 1), encoding="utf-8")
    assert knowledge_of(home).answers["address-spaces-overlap"].title.startswith("New! ")


def test_a_new_file_is_read(home: Path) -> None:
    knowledge_of(home)
    file = home / "errors" / "address-spaces-overlap.yaml"
    text = file.read_text(encoding="utf-8").replace("id: address-spaces-overlap", "id: brand-new", 1)
    (home / "errors" / "brand-new.yaml").write_text(text, encoding="utf-8")
    assert "brand-new" in knowledge_of(home).answers


@pytest.mark.parametrize("garbage", [b"", b"{", b"[]", b'{"fingerprint": 1}', os.urandom(64)])
def test_a_damaged_file_is_made_again(home: Path, garbage: bytes) -> None:
    (home / FILE).write_bytes(garbage)
    assert knowledge_of(home).scenarios
    assert (home / FILE).read_bytes() != garbage


def test_a_folder_that_cannot_be_written_is_no_problem(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError("read-only")

    monkeypatch.setattr("knowledge.compiled.NamedTemporaryFile", refuse)
    assert knowledge_of(home).scenarios
    assert not (home / FILE).exists()
