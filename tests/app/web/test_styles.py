"""The style sheets know every task and every cell."""

import pytest

from app.resources import STATIC
from app.words.language import LANGUAGES
from app.words.messages import messages
from app.words.tasks import task_words
from rnn_core.cells.registry import CELLS
from rnn_core.tasks.registry import TASKS

HIDING = (STATIC / "src" / "styles" / "cells.css").read_text(encoding="utf-8")


@pytest.mark.parametrize("task", TASKS)
def test_words_about_other_tasks_are_hidden(task: str) -> None:
    assert f'body[data-task="{task}"] [data-tasks]:not([data-tasks~="{task}"])' in HIDING


@pytest.mark.parametrize("cell", CELLS)
def test_words_about_other_cells_are_hidden(cell: str) -> None:
    assert f'body[data-cell="{cell}"] [data-cells]:not([data-cells~="{cell}"]' in HIDING


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("task", TASKS)
def test_every_task_has_its_words(task: str, language: str) -> None:
    assert all(task_words(task, messages(language)).values())
