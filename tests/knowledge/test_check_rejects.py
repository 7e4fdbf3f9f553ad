"""Every mistake in a knowledge file is said with its file, its line and the id at fault."""

from pathlib import Path

import pytest

from knowledge.check import check_files
from knowledge.compiled import knowledge
from knowledge.load import load
from knowledge.problem import KnowledgeError
from tests.knowledge.small import ANSWER, SCENARIO, Small


@pytest.fixture
def small(tmp_path: Path) -> Small:
    """Give knowledge with nothing wrong."""
    return Small(tmp_path)


def _said(small: Small) -> list[str]:
    """Give the problems as they are printed, the folder left out."""
    return [str(problem).removeprefix(f"{small.home}/") for problem in check_files(small.home)]


def test_the_shipped_knowledge_has_no_problems() -> None:
    assert [str(problem) for problem in check_files()] == []


def test_small_knowledge_has_no_problems(small: Small) -> None:
    assert _said(small) == []
    assert set(load(small.home).answers) == {"gone"}


IN_ANSWER = [
    ("title: The link is gone", "title: The link is gone\ntitel: Twice", "unknown key `titel`"),
    ("    changes: true", "    changes: true\n    change: yes", "unknown key `fix.0.change`"),
    ("title: The link is gone", "title: The link is gone\ntitle: Twice", "the key `title` stands twice"),
    ("    undo: Delete it.", "    undo: Delete it.\n    undo: Twice", "the key `undo` stands twice"),
    ("id: gone", "id: went", "the id differs from the file's name `gone`"),
    ("id: gone", "id: Gone away", "`id`: "),
    ("next: [lost]", "next: [lost, nowhere]", "`next` names `nowhere`, which does not exist"),
    ("next: [lost]", "notes: [lost]", "`notes` names `lost`, which is no answer"),
    ("deleted.", "deleted by {nobody}.", "unknown placeholder `{nobody}`"),
    ("-n {local_peering}", "-n {local_peerings}", "unknown placeholder `{local_peerings}`"),
    ("{local_vnet} has gone", "{vm} has gone", "unknown placeholder `{vm}`"),
    ("    undo: Delete it.\n", "", "changes something and does not say how to `undo` it"),
    ("undo: Delete it.", "undo: none", "`undo: none` needs a `reason`"),
    ("    changes: true\n    undo: Delete it.\n", "", "changes something, so the step needs `changes: true`"),
    ("peering list -g", "peering delete -g", "a check must be read-only"),
    ("peering create -g", "peering create --remote-vnet-id x -g", "must never be printed"),
    ("checked: 2026-11-22\n", "", "`checked` is missing"),
    ("checked: 2026-11-22", "checked: lately", "`checked`: "),
    ("meaning: The", "meaning: ''\ncaution: The", "`meaning`: "),
    ('https://learn.microsoft.com/peering"', 'http://learn.microsoft.com/peering"', "`links.0.url`: "),
    ('links:\n  - {title: Peering, url: "https://learn.microsoft.com/peering"}\n', "", "`links` is missing"),
    ('\n  - {title: Peering, url: "https://learn.microsoft.com/peering"}\n', " []\n", "`links`: "),
    ("changes: true", "changes: perhaps", "`fix.0.changes`: "),
    (
        "    changes:",
        "      terraform: Run `apply` again.\n    changes:",
        "`Run `apply` again.` is no code for terraform",
    ),
    ("    changes:", "      bicep: Put it into the name.\n    changes:", "is no code for bicep"),
    ("az network vnet peering list -g {local_group} --vnet-name {local_vnet}", "Look at it.", "is no code for az"),
]


@pytest.mark.parametrize(("old", "new", "message"), IN_ANSWER, ids=[message for *_, message in IN_ANSWER])
def test_a_mistake_in_an_answer(small: Small, old: str, new: str, message: str) -> None:
    small.change(small.answer, old, new)
    (said,) = _said(small)
    assert said.startswith("errors/gone.yaml:")
    assert message in said.partition(": gone: ")[2]


IN_SCENARIO = [
    ("next: [gone]", "next: [nothing]", "`next` names `nothing`, which does not exist"),
    ("start: seen", "start: here", "starts with `here`, which is no question"),
    ("go: look}", "go: there}", "option `unsure` goes to `there`, which is no question"),
    ("it, answer: gone}", "it, answer: lost}", "option `seen` gives `lost`, which is no answer"),
    ("it, answer: gone}", "it, answer: gone, go: look}", "needs exactly one of `go`"),
    ("it, answer: gone}", "it}", "needs exactly one of `go`"),
    ("I can't tell, go: look}", "I can't tell, answer: gone}", "nobody can reach the question `look`"),
    ("    why: The list has every link.\n", "", "`questions.look.why` is missing"),
    ("id: unsure, label: I can't tell, go", "id: other, label: Something, go", "has no option `unsure`"),
    ("label: I see it,", "label: Back to it,", "the label `Back to it` begins with a command word"),
    ("label: I see it,", "label: I see it, also: [I can't tell],", "names both the options"),
    ("label: It is there,", "label: I can't tell,", "names both the options"),
    ("id: there,", "id: unsure,", "two options have the id `unsure`"),
    ("link.\n    options", "link.\n    run: {bicep: Look there.}\n    options", "`Look there.` is no code for bicep"),
    ("number: 1", "number: 10", "`number`: "),
    ("group: Set up", "group: Others", "`group`: "),
    ("label: A link got lost", f"label: {'long ' * 13}", "`label`: "),
    ("summary: We look for it.", "summary: We look for {it}.", "unknown placeholder `{it}`"),
    (
        "checked: 2026-11-22",
        "checked: 2026-11-22\npicture: {file: none.svg, alt: Nothing.}",
        "the picture `none.svg` does not exist",
    ),
    ("covers: [S1.1]", "covers: [X1.1]", "`covers.0`: "),
]


@pytest.mark.parametrize(("old", "new", "message"), IN_SCENARIO, ids=[message for *_, message in IN_SCENARIO])
def test_a_mistake_in_a_scenario(small: Small, old: str, new: str, message: str) -> None:
    small.change(small.scenario, old, new)
    said = [one for one in _said(small) if message in one]
    assert len(said) == 1, _said(small)
    assert said[0].startswith("scenarios/lost.yaml:")
    assert ": lost: " in said[0]


@pytest.mark.parametrize(
    ("old", "new", "message", "below"),
    [
        ("deleted.", "deleted by {nobody}.", "unknown placeholder", 0),
        ("{local_vnet} has gone", "{vm} has gone", "unknown placeholder", 0),
        ("title: The link is gone", "title: The link is gone\ntitle: Twice", "stands twice", 1),
        ("    undo: Delete it.", "    undo: Delete it.\n    undo: Twice", "stands twice", 1),
        ("    changes: true", "    changes: true\n    change: yes", "unknown key", 1),
        ("next: [lost]", "next: [lost,\n  nowhere]", "does not exist", 1),
        ("title: The", "titel: The", "unknown key", 0),
        ("  - say: Create it again.\n", "  - {}\n  - say: Create it again.\n", "`fix.0.say` is missing", 0),
        ("meaning: The", "meaning: [The", "not valid YAML", 0),
        ("  - say: Look at it.", "\t- say: Look at it.", "not valid YAML", 0),
    ],
)
def test_the_line_is_that_of_the_mistake(small: Small, old: str, new: str, message: str, below: int) -> None:
    line = small.change(small.answer, old, new)
    said = [one for one in check_files(small.home) if message in one.message]
    assert [(one.file, one.line) for one in said] == [(small.answer, line + below)]


def test_the_line_in_a_scenario_is_that_of_the_option(small: Small) -> None:
    line = small.change(small.scenario, "go: look}", "go: there}")
    assert ("scenarios/lost.yaml", line) in [
        (one.file.relative_to(small.home).as_posix(), one.line) for one in check_files(small.home)
    ]


def test_a_tree_without_an_end(small: Small) -> None:
    """Two questions that only lead to each other."""
    text = SCENARIO.replace("I see it, answer: gone", "I see it, go: look").replace("answer: gone", "go: seen")
    small.add(small.scenario, text)
    said = [one for one in _said(small) if "no way leads from the question" in one]
    assert [one.rpartition("question ")[2] for one in said] == ["`seen` to an answer", "`look` to an answer"]


def test_a_change_without_a_check_before_it(small: Small) -> None:
    text = ANSWER[: ANSWER.index("check:\n")] + ANSWER[ANSWER.index("fix:\n") :]
    small.add(small.answer, text)
    (said,) = _said(small)
    assert said == "errors/gone.yaml:7: gone: changes something without a check before it"


def test_an_example_that_its_own_rule_does_not_rank_first(small: Small) -> None:
    line = small.change(small.answer, "The link app-to-hub of vnet-app has gone away for ever", "It rains")
    (said,) = [one for one in _said(small) if "the example is recognised as nothing" in one]
    assert said.startswith(f"errors/gone.yaml:{line}: gone: ")


def test_a_look_alike_that_matches(small: Small) -> None:
    line = small.change(small.answer, "The storage account is full", "The link a of b has gone away for ever")
    (said,) = [one for one in _said(small) if "the look-alike is recognised as this" in one]
    assert said.startswith(f"errors/gone.yaml:{line}: gone: ")


def test_an_item_too_many_clicks_away(small: Small) -> None:
    """Eight questions in a row, the item of the checklist at the end."""
    head, _, _ = SCENARIO.partition("start: seen")
    questions = "".join(
        f"  q{n}:\n    ask: Number {n}?\n    why: To count.\n    about: wish\n    options:\n"
        f"      - {{id: further, label: Go on, {f'go: q{n + 1}' if n < 8 else 'answer: gone, covers: [S1.2]'}}}\n"
        "      - {id: out, label: Enough, answer: gone}\n"
        for n in range(1, 9)
    )
    small.add(small.scenario, f"{head}start: q1\nquestions:\n{questions}next: [gone]\n")
    (said,) = _said(small)
    assert "S1.2 is 8 clicks away, more than 7" in said


def test_an_id_that_two_files_have(small: Small) -> None:
    other = small.add(small.home / "topics" / "gone.yaml", ANSWER)
    said = [one for one in check_files(small.home) if "taken" in one.message]
    assert [one.file for one in said] == [other]


def test_two_scenarios_with_the_same_number(small: Small) -> None:
    small.add(small.home / "scenarios" / "twin.yaml", SCENARIO.replace("id: lost", "id: twin", 1))
    assert [one for one in _said(small) if "number" in one]


def test_everything_at_once(small: Small) -> None:
    """Shape and sense, in all files, in one go."""
    small.change(small.guide, "purpose:", "porpoise:")
    small.change(small.answer, "meaning:", "means:")
    small.change(small.scenario, "    why: The list has every link.\n", "")
    said = _said(small)
    assert {one.partition(":")[0] for one in said} == {"guide.yaml", "errors/gone.yaml", "scenarios/lost.yaml"}
    small.change(small.guide, "porpoise:", "purpose:")
    both = _said(small)
    assert any("`meaning` is missing" in one for one in both)
    assert any("`questions.look.why` is missing" in one for one in both)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("# only a comment\n", "the file is empty"),
        ("- a list\n", "must be a mapping"),
        ("just words\n", "must be a mapping"),
        ("a: [1\n", "not valid YAML"),
        ("a: 1\n--- \nb: 2\n", "not valid YAML"),
        ("a: !!python/object/apply:os.getcwd []\n", "not valid YAML"),
        ("1: 2\n", ""),
        ("? [a, b]\n: 2\n", ""),
        ("a: &a [*a]\n", "the value contains itself"),
        ("a: \x00\n", "not valid YAML"),
    ],
)
def test_what_is_no_knowledge_at_all(small: Small, text: str, message: str) -> None:
    small.add(small.answer, text)
    said = [one for one in _said(small) if one.startswith("errors/gone.yaml:")]
    assert said
    assert message in said[0]


def test_bytes_that_are_no_text(small: Small) -> None:
    small.answer.write_bytes(b"title: \xff\xfe\n")
    assert any("errors/gone.yaml:1: gone: cannot be read" in one for one in _said(small))


def test_a_missing_guide(small: Small) -> None:
    small.guide.unlink()
    (said,) = _said(small)
    assert said.startswith("guide.yaml:1: guide: cannot be read")


def test_a_mistake_in_the_guide(small: Small) -> None:
    small.change(small.guide, "frame.svg", "none.svg")
    small.change(small.guide, "It helps.", "It helps {everybody}.")
    assert _said(small) == [
        "guide.yaml:2: guide: unknown placeholder `{everybody}`",
        "guide.yaml:5: guide: the picture `none.svg` does not exist",
    ]


def test_the_start_refuses_what_has_the_wrong_shape(small: Small) -> None:
    small.change(small.answer, "meaning:", "means:")
    with pytest.raises(KnowledgeError) as refused:
        load(small.home)
    assert "unknown key `means`" in str(refused.value)
    assert "`meaning` is missing" in str(refused.value)


def test_the_start_looks_at_the_shape_only(small: Small) -> None:
    """So that it stays quick."""
    small.change(small.answer, "next: [lost]", "next: [nowhere]")
    assert load(small.home).answers["gone"].next == ("nowhere",)


def test_the_shipped_knowledge_is_read_once() -> None:
    assert knowledge() is knowledge()
