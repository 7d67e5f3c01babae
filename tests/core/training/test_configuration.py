"""What a configuration takes, what it refuses, and how it says so."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_core.errors import CoreError, InvalidConfiguration, UnknownToken
from rnn_core.network.initialization import INITIALIZATIONS
from rnn_core.tasks.next_character import NextCharacter
from rnn_core.training.configuration import RunConfig
from rnn_core.training.trainer import Trainer
from rnn_core.vocabulary import Vocabulary

texts = st.text(min_size=2, max_size=40).filter(lambda text: len(set(text)) > 1)


def test_the_vocabulary_is_in_order_of_first_appearance() -> None:
    assert NextCharacter("hello").vocabulary.tokens == ("h", "e", "l", "o")


@given(text=texts)
def test_inputs_and_targets_are_the_text_shifted_by_one(text: str) -> None:
    task = NextCharacter(text)
    decode = task.vocabulary.decode
    assert "".join(decode(task.splits["train"][0].inputs)) == text[:-1]
    assert task.splits["train"][0].targets == task.vocabulary.encode(text[1:])


@given(text=texts)
def test_a_one_hot_row_has_a_single_one_at_the_id(text: str) -> None:
    vocabulary = NextCharacter(text).vocabulary
    ids = vocabulary.encode(text)
    rows = vocabulary.one_hot(ids)
    assert rows.shape == (len(text), len(vocabulary))
    np.testing.assert_array_equal(rows.sum(axis=1), 1.0)
    assert tuple(rows.argmax(axis=1)) == ids


def test_a_token_outside_the_vocabulary_is_refused_with_what_there_is() -> None:
    with pytest.raises(UnknownToken, match="'x' is not in the vocabulary, which has 'a', 'b'"):
        Vocabulary.of("ab").encode("ax")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": "a"}, "text"),
        ({"text": "aaaa"}, "text"),
        ({"text": "a\ud800"}, "text"),
        ({"hidden_size": 0}, "hidden_size"),
        ({"hidden_size": 2.5}, "hidden_size"),
        ({"hidden_size": True}, "hidden_size"),
        ({"learning_rate": -1}, "learning_rate"),
        ({"learning_rate": float("inf")}, "learning_rate"),
        ({"clip_norm": 0}, "clip_norm"),
        ({"initialization": "xavier"}, "initialization"),
        ({"initialization_scale": -0.1}, "initialization_scale"),
        ({"seed": -1}, "seed"),
        ({"cell": "transformer"}, "cell"),
        ({"task": "chess"}, "task"),
        ({"optimizer": "Adam"}, "optimizer"),
        ({"h_0": [0.0]}, "h_0"),
        ({"cell": "window_2", "h_0": [0.0] * 6}, "h_0"),
        ({"cell": "window_1", "spectral_radius": 1.0}, "spectral_radius"),
        ({"cell": "tanh", "keep_bias": 1.0}, "keep_bias"),
        ({"cell": "window_2", "keep_bias": 1.0}, "keep_bias"),
        ({"cell": "lstm", "keep_bias": -1.0}, "keep_bias"),
        ({"h_0": [0.0] * 5 + [float("nan")]}, "h_0"),
        ({"initial_parameters": {"W_hx": [[1.0]]}}, "initial_parameters"),
        ({"initial_parameters": {"W_xh": [[1.0]]}}, "initial_parameters.W_xh"),
        ({"initial_parameters": {"W_xh": [[1.0], [1.0, 2.0]]}}, "initial_parameters.W_xh"),
        ({"initial_parameters": {"b_h": [10**400] * 6}}, "initial_parameters.b_h"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_is_not_allowed_is_refused_by_field(values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidConfiguration) as caught:
        RunConfig.from_mapping(values)
    assert isinstance(caught.value, CoreError)
    assert caught.value.field == field


def test_a_configuration_survives_being_written_down() -> None:
    configuration = RunConfig(
        text="abc", hidden_size=2, initial_parameters={"b_h": [1.0, 2.0]}, h_0=(0.5, -0.5)
    )
    assert RunConfig.from_mapping(configuration.to_dict()) == configuration


def test_given_parameters_take_the_place_of_the_seeds_and_only_those() -> None:
    given = Trainer(RunConfig(initial_parameters={"b_y": [1.0, 2.0, 3.0, 4.0]})).trace()
    seeded = Trainer(RunConfig()).trace()
    np.testing.assert_array_equal(given.parameters["b_y"], [1.0, 2.0, 3.0, 4.0])
    np.testing.assert_array_equal(given.parameters["W_hh"], seeded.parameters["W_hh"])


def test_another_seed_gives_other_weights() -> None:
    first, second = (Trainer(RunConfig(seed=seed)).trace() for seed in (1, 2))
    assert not np.array_equal(first.parameters["W_hh"], second.parameters["W_hh"])


@pytest.mark.parametrize("shape", [(40, 40), (60, 20), (20, 60)])
def test_orthogonal_is_orthonormal_times_scale(shape: tuple[int, int]) -> None:
    matrix = INITIALIZATIONS["orthogonal"](shape, 0.5, np.random.default_rng(0)) / 0.5
    small = matrix @ matrix.T if shape[0] <= shape[1] else matrix.T @ matrix
    np.testing.assert_allclose(small, np.eye(min(shape)), atol=1e-12)


def test_normal_and_uniform_scale_with_the_number_of_columns() -> None:
    rng = np.random.default_rng(0)
    normal = INITIALIZATIONS["normal"]((500, 400), 2.0, rng)
    assert normal.std() == pytest.approx(2.0 / 20, rel=0.02)
    uniform = INITIALIZATIONS["uniform"]((500, 400), 2.0, rng)
    assert np.abs(uniform).max() <= 2.0 / 20
    assert uniform.std() == pytest.approx(2.0 / 20 / np.sqrt(3), rel=0.02)


def test_biases_begin_at_zero() -> None:
    trace = Trainer(RunConfig()).trace()
    assert not trace.parameters["b_h"].any()
    assert not trace.parameters["b_y"].any()
