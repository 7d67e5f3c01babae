"""The chapters: read, in every language alike, and refused with file and line where wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.documents.limits import Limits
from app.lessons.chapters import (
    LANGUAGES,
    ORDER,
    After,
    Chapter,
    Optional,
    chapter,
    chapters,
    languages_of,
    neighbours,
    path_of,
    read,
)
from app.lessons.glossary import glossary, written
from app.lessons.reading import LessonError
from app.lessons.scenes import Scene
from app.resources import TEMPLATES
from app.runs.experiments import experiment_request
from app.runs.orders import run_request
from app.settings import Settings
from rnn_core.analysis.derivation import flattened, fold
from rnn_core.analysis.explain import explain
from rnn_core.equations.terms import Address, FunctionTerm, ProductTerm, SumTerm
from rnn_core.training.run import Run

EVERY = [(language, slug) for slug in ORDER for language in languages_of(slug)]
NOT_TRANSLATED_YET: dict[str, tuple[str, ...]] = {"zh": ()}
"""The chapters that a language is without so far: shown in English, with a note."""
TERMS_NOT_TRANSLATED_YET: dict[str, tuple[str, ...]] = {"zh": ()}
"""The terms that a language is without so far."""

FRONT = """---
title: A title
question: A question?
settles: Something.
minutes: 5
answer: An answer.
---

An introduction.

{#part}
## A part

Some words about a [state]{term=hidden-state} $h_t$.

"""
SCENE = """```{scene} one
run: {hidden_size: 3}
begin: h_2
figure: {network: {show: [x, h]}}
predict:
  kind: choice
  ask: Are they the same?
  options: {same: The same, different: Different}
do: {compute: h_4}
label: Look
measure: {states: {first: 3, second: 4}}
verdict:
  same: They are the same.
  different: They differ by {difference}.
right: {same: same, different: different}
intends: different
```
"""
CHECK = """```{check} two
number: {quantity: h, t: 2, index: [0]}
ask: Fill it in.
blank: [1, sum]
well: Well.
```
"""


AFTER = """```{after} one
A [weight]{term=weights} and $W_{hh}$.

More of it.
```
"""


OPTIONAL = f"""````{{optional}} box
## A *title* with $h_t$

A [weight]{{term=weights}}.

{CHECK}
{AFTER.replace("one", "two")}````
"""


def made(text: str) -> Chapter:
    return read(Path("en/a-chapter.md"), text, glossary("en"))


def test_a_chapter_is_read_into_its_sections_scenes_and_checks() -> None:
    read = made(FRONT + SCENE + "Words between them.\n\n" + CHECK)
    assert (read.slug, read.title, read.minutes) == ("a-chapter", "A title", 5)
    assert read.introduction == "<p>An introduction.</p>\n"
    [section] = read.sections
    assert (section.id, section.title) == ("part", "A part")
    prose, scene, between, check = section.parts
    assert isinstance(prose, str)
    assert 'popovertarget="term-hidden-state"' in prose
    assert "<svg" in prose
    assert between == "<p>Words between them.</p>\n"
    assert [scene] == list(read.scenes)
    assert [check] == list(read.sums)
    assert [term.id for term in read.terms] == ["hidden-state"]
    [scene] = read.scenes
    assert scene.before.phase == "h_2"
    assert scene.after.phase == "h_4"
    assert scene.action == "compute"
    [trained] = made(FRONT + SCENE.replace("compute: h_4", "train: 3")).scenes
    assert (trained.before.phase, trained.after.phase, trained.after.iteration) == (
        "h_2",
        "loss",
        3,
    )
    assert read.sums[0].blank == ("1", "sum")


def test_a_comma_stays_with_what_stands_before_it() -> None:
    text = "A [weight]{term=weights}, a [weight]{term=weights} and **$h_t$**，$h_t$”，$h_t$是"
    prose = made(FRONT + text + "\n").sections[0].parts[0]
    assert isinstance(prose, str)
    plain = re.sub("<svg.*?</svg>", "F", re.sub("<button.*?</button>", "T", prose))
    assert plain.endswith(
        '<p>A <span class="joint">T,</span> a T and <strong>F</strong>，'
        '<span class="joint">F”，</span>F是</p>\n'
    )


def test_what_would_tell_an_answer_is_read_after_it() -> None:
    read = made(FRONT + SCENE + AFTER + "Always there.\n\n" + CHECK)
    _, _, after, always, _ = read.sections[0].parts
    assert isinstance(after, After)
    assert after.name == "one"
    assert after.prose.count("<p>") == 2
    assert 'popovertarget="term-weights"' in after.prose
    assert "<svg" in after.prose
    assert always == "<p>Always there.</p>\n"
    assert [term.id for term in read.terms] == ["hidden-state", "weights"]
    assert read.parts == ("one", "two")
    assert read.document()["sections"] == [{"id": "part", "parts": ["one", "two"], "optional": []}]
    # Where it stands is the same in every language.
    assert read.structure != made(FRONT + SCENE + "Always there.\n\n" + CHECK).structure


def test_what_is_optional_is_played_and_counts_for_nothing() -> None:
    read = made(FRONT + SCENE + OPTIONAL + "Always there.\n")
    [section] = read.sections
    _, _, box, always = section.parts
    assert isinstance(box, Optional)
    assert box.id == "box"
    assert box.title.startswith("A <em>title</em> with <svg")
    prose, check, after = box.parts
    assert isinstance(prose, str)
    assert 'popovertarget="term-weights"' in prose
    assert [check] == list(section.sums) == list(read.sums)
    assert isinstance(after, After)
    assert after.name == "two"
    assert always == "<p>Always there.</p>\n"
    # Its check is brought to life, and no progress waits for it.
    assert [each["id"] for each in read.document()["sums"]] == ["two"]
    assert read.parts == ("one",)
    assert read.document()["sections"] == [{"id": "part", "parts": ["one"], "optional": ["two"]}]
    assert read.structure != made(FRONT + SCENE + CHECK + "Always there.\n").structure


@pytest.mark.parametrize(
    ("box", "reason"),
    [
        (OPTIONAL.replace("## A *title* with $h_t$", "No title."), "begins with a heading"),
        (OPTIONAL.replace("A [weight]", "## More\n\nA [weight]", 1), "one heading"),
        (f"`````{{optional}} other\n## Other\n\n{OPTIONAL}`````\n", "no other of its kind"),
        (OPTIONAL.replace("box", "part"), "part is there twice"),
        (OPTIONAL.replace("box", ""), "optional needs a name"),
        (OPTIONAL.replace("term=weights", "term=wheights"), "no term 'wheights'"),
        (OPTIONAL.replace("index: [0]", "indices: [0]"), "indices"),
    ],
)
def test_what_is_wrong_in_what_is_optional_is_refused(box: str, reason: str) -> None:
    with pytest.raises(LessonError, match=reason):
        made(FRONT + SCENE + box)


def test_what_is_wrong_in_what_is_optional_is_told_with_its_line() -> None:
    text = FRONT + SCENE + OPTIONAL.replace("well:", "will: So.\nwell:")
    with pytest.raises(LessonError) as refused:
        made(text)
    line = text.splitlines().index("will: So.") + 1
    assert f"a-chapter.md:{line}:" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        (AFTER + SCENE, "{after}", "not 'one'; none is above"),
        (SCENE + AFTER.replace("one", "two") + CHECK, "{after}", "not 'two'; above are: one"),
        (SCENE + AFTER.replace("More", "## More"), "{after}", "prose, no headings"),
        (SCENE + AFTER.replace("weights", "wait"), "A [weight]", "no term 'wait'"),
    ],
)
def test_prose_after_something_that_is_not_above_it_is_refused(
    text: str, at: str, says: str
) -> None:
    with pytest.raises(LessonError, match=says) as refused:
        made(FRONT + text)
    assert f":{line_of(FRONT + text, at)}:" in str(refused.value)


def test_an_intervention_is_spelt_out() -> None:
    def changes(do: str) -> list[dict[str, object]]:
        text = (FRONT + SCENE).replace("do: {compute: h_4}", do)
        [change] = made(text.replace("begin: h_2", "iteration: 4")).scenes[0].after.interventions
        assert change["iteration"] == 4
        [(_, all_of_them)] = change["changes"].items()
        return list(all_of_them)

    zeros = changes("do: {zero: W_hh}")
    assert {each["value"] for each in zeros} == {0.0}
    assert [each["index"] for each in zeros] == [[i, j] for i in range(3) for j in range(3)]
    other = Run(hidden_size=3, seed=2)
    other.train(4)
    assert [each["value"] for each in changes("do: {swap: {t: 1, seed: 2}}")] == list(
        other.trace.h[0]
    )


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize(
    ("change", "by", "at", "says"),
    [
        (
            "{scene} one",
            "{scenery} one",
            "{scenery}",
            r"no directive 'scenery'.*scene, check, after, optional",
        ),
        ("{scene} one", "{scene} One Two", "{scene}", "small letters"),
        ("network: {show", "netwerk: {show", "figure", "did you mean network"),
        ("show: [x, h]", "show: [x, y]", "figure", r"x, h, probs, loss"),
        ("{states: {", "{stats: {", "measure", "did you mean states"),
        ("first: 3, second", "firsd: 3, second", "measure", "it has: first, second"),
        ("first: 3, second: 4", "first: 3", "measure", "states needs second"),
        ("do: {compute: h_4}", "", "predict", None),
        ("do: {compute: h_4}", "do: {compute: z_4}", "do", "no phase"),
        ("do: {compute: h_4}", "do: {jump: 4}", "do", "reveal, compute, step"),
        ("do: {compute: h_4}", "do: {zero: W_zz}", "do", "the core cannot do this.*W_zz"),
        ("do: {compute: h_4}", "do: {swap: {t: 9, seed: 1}}", "do", "the core cannot do this"),
        ("do: {compute: h_4}", "do: {merge: all}", "{scene}", "by_hand is missing"),
        ("network: {show: [x, h]}", "experiment: {show: x}", "show", "loss, score, growth"),
        ("network: {show: [x, h]}", "reach: {of: stat}", "of", "did you mean state"),
        ("network: {show: [x, h]}", "subtotals", "figure", "needs t, a timestep or several"),
        ("network: {show: [x, h]}", "answers", "figure", "needs sources, a list of inputs"),
        ("network: {show: [x, h]}", "widths: {to: 9}", "figure", "the widest window, 1 to 5"),
        ("hidden_size: 3", "hidden_size: -3", "run", "the core refuses this run.*at least"),
        ("hidden_size: 3", "hidden_sise: 3", "run", "the core refuses this run.*did you mean"),
        ("  same: They are the same.\n", "", "verdict", "verdict has nothing for 'same'"),
        ("{difference}", "{distance}", "verdict", "nothing that states gives.*difference"),
        ("right: {same: same,", "right: {", "right", "right has nothing for 'same'"),
        ("different: different}", "different: other}", "right", "same, different"),
        ("intends: different", "intends: sometimes", "intends", "same, different, varies"),
        ("label: Look", "lable: Look", "{scene}", "label is missing"),
        ("intends: different", "intends: varies\nmore: 1", "more", "no field 'more'"),
        ("ask: Are they the same?", "ask: [", "do: {", "no YAML"),
        ("term=hidden-state", "term=hidden", "Some words", "glossary has no term 'hidden'"),
        ("{#part}\n", "", "## A part", "needs a name"),
        ("minutes: 5\n", "", "---", "minutes is missing"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(
    change: str, by: str, at: str, says: str | None
) -> None:
    text = (FRONT + SCENE).replace(change, by, 1)
    assert text != FRONT + SCENE
    with pytest.raises(LessonError) as refused:
        made(text)
    found = re.match(r"en/a-chapter\.md:(\d+): (.*)", str(refused.value))
    assert found is not None
    if says is None:
        assert "a prediction needs what reveals it" in found[2]
    else:
        assert re.search(says, found[2])
        assert int(found[1]) == line_of(text, at)


def test_a_scene_without_a_prediction_is_refused() -> None:
    without = re.sub(r"predict:\n(?:  .*\n)+", "", SCENE)
    with pytest.raises(LessonError, match="nothing is revealed before a guess"):
        made(FRONT + without)


def test_a_name_is_used_once() -> None:
    with pytest.raises(LessonError, match="one is there twice"):
        made(FRONT + SCENE + SCENE)


def test_a_check_with_an_unknown_blank_is_refused() -> None:
    with pytest.raises(LessonError, match="blank 'all' is not known"):
        made(FRONT + CHECK.replace("[1, sum]", "[all]"))


def test_an_experiment_is_refused_where_the_core_does() -> None:
    scene = SCENE.replace("run: {hidden_size: 3}", "experiment: {models: [], iterations: 10}")
    with pytest.raises(LessonError, match="the core refuses this experiment"):
        made(FRONT + scene)


# ---- the chapters that there are ---------------------------------------------------------------


def test_every_file_is_a_chapter_of_the_order() -> None:
    for language in LANGUAGES:
        assert {path.stem for path in (TEMPLATES / "learn" / language).glob("*.md")} <= set(ORDER)
        missing = tuple(slug for slug in ORDER if language not in languages_of(slug))
        assert missing == NOT_TRANSLATED_YET.get(language, ())
    assert [each.slug for each in chapters("en")] == list(ORDER)
    assert neighbours("en", ORDER[0])[0] is None
    assert neighbours("en", ORDER[-1])[1] is None


@pytest.mark.parametrize(("language", "slug"), EVERY)
def test_a_chapter_has_the_same_structure_in_every_language(language: str, slug: str) -> None:
    there, here = chapter("en", slug), chapter(language, slug)
    assert here.structure == there.structure
    assert [term.id for term in here.terms] == [term.id for term in there.terms]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_glossary_has_the_same_terms_in_every_language(language: str) -> None:
    missing = tuple(id for id in written("en") if id not in written(language))
    assert missing == TERMS_NOT_TRANSLATED_YET.get(language, ())
    assert list(written(language)) == [id for id in written("en") if id not in missing]
    assert list(glossary(language)) == list(glossary("en"))
    for id, term in written(language).items():
        original = written("en")[id]
        assert (term.symbol, bool(term.shape)) == (original.symbol, bool(original.shape))


# A line that is broken between two of these is a gap in the middle of a sentence.
GAP = re.compile(
    r"[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]\s+[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]"
)


@pytest.mark.parametrize("slug", [slug for language, slug in EVERY if language == "zh"])
def test_chinese_has_no_gaps_between_its_characters(slug: str) -> None:
    read = chapter("zh", slug)
    parts = [part for section in read.sections for part in section.parts]
    parts += [part for box in parts if isinstance(box, Optional) for part in box.parts]
    prose = [part for part in parts if isinstance(part, str)]
    prose += [part.prose for part in parts if isinstance(part, After)]
    scenes = [scene.document() for scene in read.scenes]
    told = [*scenes, *(each.document() for each in read.sums)]
    texts = [read.question, read.settles, read.answer, read.introduction, *prose, *strings(told)]
    assert [found[0] for text in texts if (found := GAP.search(text.strip()))] == []
    assert GAP.search("一个\n词")


def strings(value: object) -> list[str]:
    match value:
        case str():
            return [value]
        case dict():
            return [each for inner in value.values() for each in strings(inner)]
        case list() | tuple():
            return [each for inner in value for each in strings(inner)]
        case _:
            return []


@pytest.mark.parametrize(("language", "slug"), EVERY)
def test_the_server_allows_every_run_and_experiment(language: str, slug: str) -> None:
    settings = Settings()
    limits = Limits.of(settings)
    read = chapter(language, slug)
    states = [each for scene in read.scenes for each in (scene.before, scene.after)]
    for state in [*states, *(each.state for each in read.sums)]:
        body = {
            **state.configuration,
            "interventions": list(state.interventions),
            "iteration": state.iteration,
        }
        run_request(body, limits, settings)  # type: ignore[arg-type]
    for scene in read.scenes:
        if scene.experiment is not None:
            experiment_request(scene.experiment, limits, settings)  # type: ignore[arg-type]


@pytest.mark.parametrize(("language", "slug"), EVERY)
def test_no_number_is_written_that_was_not_computed(language: str, slug: str) -> None:
    text = path_of(language, slug).read_text(encoding="utf-8")
    prose = re.sub(r"```\{(?:scene|check)\}.*?```", "", text.split("---", 2)[2], flags=re.S)
    sentences = [sentence for scene in chapter(language, slug).scenes for sentence in said(scene)]
    for each in [prose, *sentences]:
        assert not re.search(r"\d+\.\d", each), f"a number that nobody computed in: {each!r}"


def said(scene: Scene) -> list[str]:
    return [scene.predict.ask, *scene.predict.options.values(), *scene.asked.verdict.values()]


@pytest.mark.parametrize(("language", "slug"), EVERY)
def test_every_number_to_be_filled_in_can_be_told_from_a_wrong_one(
    language: str, slug: str
) -> None:
    for check in chapter(language, slug).sums:
        configuration, interventions = check.state.made()
        run = Run(configuration, interventions)
        run.train(max(1, check.state.iteration)) if check.state.iteration else None
        number = check.number
        asked = explain(
            run,
            Address(check.state.iteration, number["quantity"], number["t"], tuple(number["index"])),
        )
        values = {"result": asked.value}
        summed = asked
        if isinstance(asked.term, FunctionTerm) and len(asked.operands) == 1:
            summed = explain(run, asked.operands[0].address)
        if isinstance(summed.term, SumTerm):
            terms = [each.value for each in flattened(summed.term)]
            folded = fold(terms)
            shown = range(len(terms)) if folded is None else folded.shown
            values |= {str(i + 1): terms[place] for i, place in enumerate(shown)}
            values["sum"] = summed.value
        elif isinstance(summed.term, ProductTerm):
            steps = [each for each in summed.term.factors if isinstance(each, SumTerm)]
            values |= {str(i): each.value for i, each in enumerate(steps, 1)}
        for blank in check.blank:
            assert blank in values, f"{check.id}: there is no {blank}; there are {list(values)}"
            assert abs(values[blank]) > 2 * check.tolerance, f"{check.id}: {blank} is nearly 0"
