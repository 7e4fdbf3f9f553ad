"""The smallest knowledge that has nothing wrong with it, for tests that break one line of it."""

from pathlib import Path

GUIDE = """\
title: A guide
purpose: It helps.
formerly: It was another one.
checked: 2026-11-22
picture: {file: frame.svg, alt: A frame.}
links: [{title: Overview, url: "https://learn.microsoft.com/overview"}]
examples: ["It broke."]
"""

ANSWER = """\
id: gone
title: The link is gone
checked: 2026-11-22
recognise:
  texts: ["The link {local_peering} of {local_vnet} has gone away for ever"]
meaning: The peering {local_peering} was deleted.
check:
  - say: Look at it.
    run:
      az: az network vnet peering list -g {local_group} --vnet-name {local_vnet}
fix:
  - say: Create it again.
    run:
      az: az network vnet peering create -g {local_group} --vnet-name {local_vnet} -n {local_peering}
    changes: true
    undo: Delete it.
links:
  - {title: Peering, url: "https://learn.microsoft.com/peering"}
next: [lost]
examples:
  match: ["The link app-to-hub of vnet-app has gone away for ever"]
  other: ["The storage account is full"]
"""

SCENARIO = """\
id: lost
number: 1
title: A link got lost
label: A link got lost
group: Set up
summary: We look for it.
covers: [S1.1]
checked: 2026-11-22
start: seen
questions:
  seen:
    ask: Do you see it?
    why: Only a link that is there can be used.
    options:
      - {id: seen, label: I see it, answer: gone}
      - {id: unsure, label: I can't tell, go: look}
  look:
    ask: Look at the list. Is it there?
    why: The list has every link.
    options:
      - {id: there, label: It is there, answer: gone}
      - {id: unsure, label: I can't tell, answer: gone}
next: [gone]
"""


class Small:
    """Knowledge in a folder; `change` replaces words in one of its files and tells in which line they stood."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.guide = home / "guide.yaml"
        self.answer = home / "errors" / "gone.yaml"
        self.scenario = home / "scenarios" / "lost.yaml"
        for file, text in ((self.guide, GUIDE), (self.answer, ANSWER), (self.scenario, SCENARIO)):
            self.add(file, text)
        self.add(home / "pictures" / "frame.svg", "<svg/>")

    def add(self, file: Path, text: str) -> Path:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def change(self, file: Path, old: str, new: str) -> int:
        """Replace the one place where `old` stands; give the line in which it begins."""
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        file.write_text(text.replace(old, new), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1
