"""The summary: what was found out so far, as Markdown for a support ticket, with ids masked."""

from collections.abc import Iterator

from dialogs.memory import Memory
from dialogs.reply import Code
from knowledge.load import Knowledge
from knowledge.model import Answer
from knowledge.placeholders import in_command
from knowledge.reading.masking import mask

_RESULTS = {"given": "suggested", "worked": "worked", "broken": "did not help"}


def summary_to_copy(memory: Memory, known: Knowledge) -> Code:
    """Give the summary as text to copy, in which nothing is markup."""
    return Code(summary(memory, known), "markdown")


def summary(memory: Memory, known: Knowledge) -> str:
    """Give the Markdown: problem, facts, questions and answers, fixes tried, links."""
    return mask("\n".join(_lines(memory, known))).strip()


def _lines(memory: Memory, known: Knowledge) -> Iterator[str]:
    yield "# VNet peering problem"
    yield "\n## Problem"
    yield from (_quoted(problem) for problem in memory.problems)
    if not memory.problems:
        yield "(not described in words)"
    facts = [*_facts(memory)]
    if facts:
        yield "\n## Facts"
        yield from facts
    if memory.asked:
        yield "\n## Questions and answers"
        yield from _answers(memory, known)
    if memory.tried:
        yield "\n## Fixes so far"
        yield from _fixes(memory, known)
    yield "\n## Read more"
    yield from _links(memory, known)


def _quoted(problem: str) -> str:
    return "\n".join(f"> {line}" for line in problem.strip().splitlines()) + "\n"


def _facts(memory: Memory) -> Iterator[str]:
    for what, label in (("codes", "Error codes"), ("prefixes", "Address ranges")):
        if values := memory.seen.get(what):
            yield f"- {label}: {', '.join(values)}"
    for name, value in memory.names.items():
        if not name.endswith("_id"):
            words = name.replace("_", " ").replace("vnet", "VNet")
            yield f"- {words[:1].upper()}{words[1:]}: {value}"
    if memory.tool:
        yield f"- Tool: {memory.tool}"


def _answers(memory: Memory, known: Knowledge) -> Iterator[str]:
    title = ""
    for one in memory.asked:
        scenario = known.scenarios.get(one["scenario"])
        question = scenario.questions.get(one["question"]) if scenario else None
        option = question.option(one["option"]) if question else None
        if not (scenario and question and option):
            continue
        if scenario.title != title:
            title = scenario.title
            yield f"- {title}"
        yield f"  - {' '.join(question.ask.split())} **{option.label}**"


def _fixes(memory: Memory, known: Knowledge) -> Iterator[str]:
    for one in memory.tried:
        answer = known.answers.get(one["answer"])
        if answer:
            yield f"- {answer.title}: {_RESULTS.get(one['result'], one['result'])}"
            yield from _commands(answer, memory)


def _commands(answer: Answer, memory: Memory) -> Iterator[str]:
    commands = [step.run.az for step in answer.fix if step.run and step.run.az]
    if commands:
        lines = in_command("\n".join(commands), memory.names).strip().splitlines()
        yield from ("", "  ```bash", *(f"  {line}" for line in lines), "  ```")


def _links(memory: Memory, known: Knowledge) -> Iterator[str]:
    answers = [answer for one in memory.tried if (answer := known.answers.get(one["answer"]))]
    links = [link for answer in answers for link in answer.links] + [*known.guide.links]
    for link in {link.url: link for link in links}.values():
        yield f"- [{link.title}]({link.url})"
