"""Everything configurable, from the environment: `RNN_EXPLAINER_` and the name in capitals.

`RNN_EXPLAINER_MAX_RUNS=20` sets `max_runs`. Host and port are also read from plain `HOST` and
`PORT`, and the command line goes before both.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AliasChoices, Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

LogFormat = Literal["text", "json"]
_PATH = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")
OFF = "off"
"""In place of a database: records of runs are kept for as long as the process lasts."""

MOST_WORKERS = 64


class Settings(BaseSettings):
    """The settings of one server; each of them a limit or an address."""

    model_config = SettingsConfigDict(
        env_prefix="RNN_EXPLAINER_",
        frozen=True,
        extra="forbid",
        populate_by_name=True,
        use_attribute_docstrings=True,
    )

    host: str = Field(
        default="127.0.0.1", validation_alias=AliasChoices("RNN_EXPLAINER_HOST", "HOST")
    )
    """The address to listen on; 0.0.0.0 opens the server to other machines."""
    port: int = Field(
        default=8000, ge=0, le=65535, validation_alias=AliasChoices("RNN_EXPLAINER_PORT", "PORT")
    )
    """The port to listen on; 0 takes any free one."""
    workers: int = Field(default=1, ge=1, le=MOST_WORKERS)
    """How many processes serve. Several need a database that they can share: PostgreSQL."""
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    """Names, separated by commas, under which browsers may reach the server besides localhost,
    IP addresses and the machine's own name. `*` allows any name and with it DNS rebinding."""

    root_path: str = ""
    """Below which path of a proxy the server is reached: `/rnn` for https://school.example/rnn/."""
    forwarded_allow_ips: str = "127.0.0.1"
    """The addresses of proxies, separated by commas, whose `X-Forwarded-Proto` and
    `X-Forwarded-For` are believed; `*` for any, where nobody else can reach the server."""

    database: str = OFF
    """Where records of runs are kept: a file, `runs.sqlite3`; an address as SQLAlchemy writes it,
    `sqlite:///runs.sqlite3` or `postgresql://user@host/name`; or `off`, for as long as the process
    lasts."""

    processes: int = Field(default=0, ge=0, le=MOST_WORKERS)
    """Processes beside each that serves, which compute what takes long: experiments, the gradients'
    laboratory, checks, scores; with 0 it computes that itself. The command has one less than there
    are cores, at least one."""
    scheduler: str = ""
    """The address of a scheduler of Dask's, `tcp://host:8786`; its machines compute all that."""

    # What whoever runs it sees of it.
    log_format: LogFormat = "text"
    """Lines of the log for people (`text`), or one JSON object each (`json`)."""
    log_requests: bool = False
    """Whether there is a line for each request: its id, method, route, status and time, and nothing
    that anyone wrote."""

    metrics: bool = False
    """Whether `/metrics` is served, to whoever can reach the server."""

    # What a run may be. They bound the work and the memory of one iteration.
    max_text_length: int = Field(default=200, ge=2)
    """Characters in a text."""
    max_examples: int = Field(default=500, ge=1)
    """How many examples a client may send for a run, each of two texts."""
    max_example_characters: int = Field(default=20_000, ge=2)
    """Characters in all of them together."""
    max_hidden_size: int = Field(default=64, ge=2)
    """Hidden units."""
    max_iteration: int = Field(default=1_000_000, ge=1)
    """How far a run can go."""
    max_interventions: int = Field(default=200, ge=0)
    """Interventions a run can be given at its creation, or collect."""
    max_edits: int = Field(default=500, ge=0)
    """Weights one intervention can set, and states it can hold."""
    max_sample_length: int = Field(default=500, ge=1)
    """Characters generated in one request."""

    # What a request may cost.
    max_body_bytes: int = Field(default=1_000_000, ge=1024)
    """The body of a request."""
    max_iterations_per_request: int = Field(default=100_000, ge=1)
    """Iterations of one training request."""
    max_iterations_per_second: float = Field(default=10_000.0, gt=0)
    """The fastest pace a client can request; without one, training is as fast as it can be."""
    max_history_points: int = Field(default=10_000, ge=2)
    """Points of one history."""
    train_seconds: float = Field(default=3600.0, gt=0)
    """A training stops after this time, whatever was requested."""
    replay_seconds: float = Field(default=20.0, gt=0)
    """The longest a new run may take to be replayed to the requested iteration."""
    check_seconds: float = Field(default=5.0, gt=0)
    """How long one request may check gradients, without waiting for its turns; what is left then
    stays unchecked."""
    score_seconds: float = Field(default=60.0, gt=0)
    """How long one request may judge a network on the examples of its task."""
    gradient_seconds: float = Field(default=6.0, gt=0)
    """How long one request may train in the gradients' laboratory, all its trainings together."""
    max_contribution_numbers: int = Field(default=250_000, ge=4096)
    """Numbers in one answer about the timesteps' contributions to a gradient."""
    experiment_seconds: float = Field(default=240.0, gt=0)
    """How long one experiment may compute."""
    max_experiment_models: int = Field(default=8, ge=1)
    """Models side by side in an experiment."""
    max_experiment_seeds: int = Field(default=10, ge=1)
    """Seeds of an experiment."""
    max_experiments: int = Field(default=20, ge=1)
    """Experiments whose results are kept; the oldest finished one makes place for a new one."""
    max_experiments_running: int = Field(default=4, ge=1)
    """Experiments under way at once."""
    chunk_seconds: float = Field(default=0.025, gt=0)
    """How long a training computes before it lets the next request to its run pass."""
    piece_seconds: float = Field(default=0.25, gt=0)
    """How long a piece of long work takes, until it is known whether anybody waits for it."""
    progress_seconds: float = Field(default=0.1, gt=0)
    """The time between two lines of a training's progress."""

    # What the server holds.
    max_runs: int = Field(default=500, ge=1)
    """Runs alive at once; the least recently used idle one makes place for a new one."""
    run_idle_seconds: float = Field(default=6 * 3600.0, gt=0)
    """An idle run is forgotten after so long."""
    max_kept_runs: int = Field(default=100_000, ge=1)
    """How many runs have a record; beyond it those go that were unused longest."""
    run_kept_seconds: float = Field(default=90 * 86400.0, gt=0)
    """After so long without use the record of a run is deleted."""
    max_trainings: int = Field(default=60, ge=1)
    """Trainings under way at once."""
    max_event_streams: int = Field(default=2000, ge=1)
    """Event streams open at once."""
    max_event_streams_per_run: int = Field(default=400, ge=1)
    """Event streams open at once on one run."""

    # What one client may have of it: by the token that its browser keeps, and by its address, from
    # which a whole class may come. ARCHITECTURE.md says how they were chosen.
    max_trainings_per_token: int = Field(default=4, ge=1)
    """Trainings of one browser under way at once."""
    max_trainings_per_address: int = Field(default=40, ge=1)
    """Trainings from one address under way at once."""
    max_event_streams_per_token: int = Field(default=20, ge=1)
    """Event streams of one browser open at once."""
    max_event_streams_per_address: int = Field(default=440, ge=1)
    """Event streams from one address open at once."""
    max_experiments_per_token: int = Field(default=2, ge=1)
    """Experiments of one browser under way at once."""
    max_experiments_per_address: int = Field(default=3, ge=1)
    """Experiments from one address under way at once."""
    experiment_seconds_per_token: float = Field(default=1800.0, gt=0)
    """How long the experiments of one browser may compute within an hour."""
    experiment_seconds_per_address: float = Field(default=9000.0, gt=0)
    """How long the experiments from one address may compute within an hour."""
    new_runs_per_token: int = Field(default=600, ge=1)
    """Runs that one browser may make within an hour."""
    new_runs_per_address: int = Field(default=12_000, ge=1)
    """Runs that may be made from one address within an hour."""

    # Classes.
    max_classes: int = Field(default=200, ge=1)
    """Classes open at once."""
    max_classes_per_token: int = Field(default=5, ge=1)
    """Classes that one browser may have open at once."""
    new_classes_per_address: int = Field(default=60, ge=1)
    """Classes that may be opened from one address within an hour."""
    max_pupils_per_class: int = Field(default=300, ge=1)
    """Pupils of one class."""
    max_nickname_length: int = Field(default=24, ge=1, le=60)
    """Characters of a pupil's name."""
    max_questions_per_class: int = Field(default=200, ge=1)
    """Questions that one class may be asked; each pupil has one answer to each."""
    max_question_length: int = Field(default=200, ge=1)
    """Characters of a question in the teacher's own words."""
    max_question_steps: int = Field(default=100, ge=1)
    """How many iterations later the answer to a question may be measured."""
    max_class_streams_per_token: int = Field(default=8, ge=1)
    """Windows in which one browser may follow a class."""
    wrong_codes_per_token: int = Field(default=20, ge=1)
    """Codes of no class that one browser may try within ten minutes."""
    wrong_codes_per_address: int = Field(default=200, ge=1)
    """Codes of no class that may be tried from one address within ten minutes."""
    class_idle_seconds: float = Field(default=86400.0, gt=0)
    """A class in which nothing has happened for so long is closed and forgotten."""
    class_event_interval_seconds: float = Field(default=0.05, ge=0)
    """The least time between two events of a class; only the latest state is sent."""
    class_attendance_seconds: float = Field(default=15.0, gt=0)
    """After so long the pupils of a process that has died are no longer here."""

    event_interval_seconds: float = Field(default=0.05, ge=0)
    """The least time between two events of a stream; only the latest state is sent."""
    heartbeat_seconds: float = Field(default=15.0, gt=0)
    """A silent event stream says after so long that it is still there."""
    worker_threads: int = Field(default=8, ge=1)
    """Threads that compute; more of them do not compute faster, they only share more evenly."""

    @field_validator("database")
    @classmethod
    def _address_of_a_file(cls, database: str) -> str:
        """A file's path is an address of SQLite's."""
        is_address = database == OFF or ":" in database.partition("/")[0]
        return database if is_address or not database else f"sqlite:///{database}"

    @field_validator("root_path", mode="after")
    @classmethod
    def _root(cls, value: str) -> str:
        path = value.strip("/")
        if not path:
            return ""
        if not _PATH.fullmatch(path):
            raise ValueError("a root path looks like /rnn: letters, digits, and - . _ ~ /")
        return f"/{path}"

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(name.strip().lower() for name in value.split(",") if name.strip())
        return value
