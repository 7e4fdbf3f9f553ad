"""Walking a scenario: where a path of answers leads, and every path there is."""

from collections.abc import Iterator, Sequence

from knowledge.load import Knowledge
from knowledge.model import Option, Question, Scenario

Click = tuple[str, str]
"""The id of a question and the id of the option that was taken."""


def question_at(scenario: Scenario, path: Sequence[Click]) -> str:
    """Give the id of the question that comes after a path of answers.

    Raises LookupError when the path does not fit the scenario (the knowledge may have changed) or ends in an answer.
    """
    here = scenario.start
    for question_id, option_id in path:
        option = scenario.questions[here].option(option_id) if question_id == here else None
        if option is None or option.go is None:
            raise LookupError(f"{scenario.id}: no way on from {here} by {question_id}/{option_id}")
        here = option.go
    return here


def paths(scenario: Scenario) -> Iterator[tuple[tuple[Question, Option], ...]]:
    """Give every way from the start to an answer that asks no question twice."""

    def on(
        here: str, way: tuple[tuple[Question, Option], ...], asked: frozenset[str]
    ) -> Iterator[tuple[tuple[Question, Option], ...]]:
        question = scenario.questions[here]
        for option in question.options:
            longer = (*way, (question, option))
            if option.answer:
                yield longer
            elif option.go and option.go in scenario.questions and option.go not in asked:
                yield from on(option.go, longer, asked | {option.go})

    yield from on(scenario.start, (), frozenset({scenario.start}))


def covered_on(knowledge: Knowledge, scenario: Scenario, way: Sequence[tuple[Question, Option]]) -> frozenset[str]:
    """Give the checklist items that a reader meets on one way through a scenario, its answer and notes included."""
    items = {*scenario.covers}
    for question, option in way:
        items.update(question.covers, option.covers)
    answer = knowledge.answers.get(way[-1][1].answer or "") if way else None
    if answer:
        items.update(answer.covers)
        for note in knowledge.notes(answer):
            items.update(note.covers)
    return frozenset(items)
