"""What each timestep adds to a weight's gradient: what is written adds up, and is the API's."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from tests.browser.conftest import OpenPage, Server
from tests.browser.test_workbench import at_iteration, go_to, run_id, trace_of

NETWORKS = {
    "tanh": "cell=tanh",
    "gru": "cell=gru",
    "lstm": "cell=lstm",
    "window": "cell=window_2",
    "unshared": "sharing=none",
}
MATRICES = ("W_xh", "W_hh", "W_hy")
NUMBER = r"\d+(?:\.\d+)?(?:e−?\d+)?"


@dataclass
class Written:
    """A sum as it is read off the page."""

    name: str
    addends: list[Decimal]
    total: Decimal
    relation: str

    @property
    def unit(self) -> Decimal:
        """What its last digit counts."""
        numbers = [*self.addends, self.total]
        exponents = [int(number.as_tuple().exponent) for number in numbers if number]
        return Decimal(1).scaleb(min(exponents, default=0))


def read(text: str) -> Written:
    """A sentence such as `∂L/∂W_hh[2,0] = 0.000 − 0.044 = −0.044`."""
    text = text.replace("\xa0", " ")
    found = re.search(rf"∂L/∂(\w+\[\d+,\d+\]) = (?:(.*) ([=≈]) )?(−?{NUMBER})$", text)
    assert found is not None, text
    name, sum_, relation, total = found.groups()
    terms = re.findall(rf"([+−]?) ?({NUMBER})", sum_ or total)
    # Nothing but signed numbers stands there.
    assert re.fullmatch(rf"−?{NUMBER}(?: [+−] {NUMBER})*", sum_ or total), text
    addends = [number(f"{sign.replace('+', '')}{digits}") for sign, digits in terms]
    return Written(name, addends, number(total), relation or "=")


def number(text: str) -> Decimal:
    return Decimal(text.replace("−", "-").replace("\xa0", "").replace(" ", ""))


def contributions(server: Server, page: Page, parameter: str) -> dict[str, Any]:
    path = f"/api/runs/{run_id(page)}/iterations/latest/contributions?parameter={parameter}"
    answer = server.request("GET", path)
    assert isinstance(answer, dict)
    return answer


def sentence(page: Page) -> str:
    return page.locator(".contributions-sum").inner_text()


def terms(page: Page) -> dict[str, str]:
    """What stands under each heatmap, by timestep; under `sum` the total."""
    found = page.locator(".contribution").evaluate_all(
        "all => all.map(each => [each.dataset.t ?? 'sum',"
        " each.querySelector('.contributions-term').textContent])"
    )
    return dict(found)


def check_sum(page: Page, answer: dict[str, Any], uses: list[int]) -> Written:
    """The written sum adds up to its digits, and its numbers are the API's to those digits."""
    written = read(sentence(page))
    i, j = map(int, re.findall(r"\d+(?=[,\]])", written.name)[-2:])
    half = float(written.unit) * 0.5001
    given = [answer["contributions"][t - 1][i][j] for t in uses]
    assert [float(addend) for addend in written.addends] == pytest.approx(given, abs=half)
    assert float(written.total) == pytest.approx(answer["total"][i][j], abs=half)
    added = sum(written.addends, Decimal(0))
    if written.relation == "=":
        assert added == written.total
    else:
        assert abs(added - written.total) <= written.unit * len(uses)
    # The row under the heatmaps says the same.
    below = terms(page)
    assert [number(re.sub(r"^\+", "", below[str(t)])) for t in uses] == written.addends
    assert below["sum"].startswith(written.relation)
    assert number(below["sum"][1:]) == written.total
    assert all(below[t] == "" for t in below if t != "sum" and int(t) not in uses)
    return written


def move_to(page: Page, heatmap: str, row: int, column: int, *, click: bool = False) -> None:
    canvas = page.locator(f"{heatmap} canvas")
    rows, columns = canvas.evaluate("canvas => [canvas.height, canvas.width]")
    box = canvas.bounding_box()
    assert box is not None
    x = (column + 0.5) * box["width"] / columns
    y = (row + 0.5) * box["height"] / rows
    if click:
        canvas.click(position={"x": x, "y": y})
    else:
        canvas.hover(position={"x": x, "y": y})


def point_at(page: Page, name: str, row: int, column: int) -> None:
    """Again where the figure moved under the pointer, as it does until all of it has arrived."""
    shown = page.locator(".contributions-sum", has_text=f"{name}[{row},{column}]")
    for _ in range(5):
        move_to(page, ".contribution.is-sum", row, column)
        try:
            shown.wait_for(timeout=5000)
        except TimeoutError:
            continue
        return
    pytest.fail(f"{name}[{row},{column}] is not shown: {page.inner_text('.contributions-sum')}")


@pytest.mark.parametrize("network", NETWORKS)
def test_the_shares_of_every_weight_add_up(
    server: Server, open_page: OpenPage, network: str
) -> None:
    page = open_page(f"/workbench?{NETWORKS[network]}&iteration=12&hidden_size=2")
    own = network == "unshared"
    equal = seen = 0
    for matrix in MATRICES:
        if network == "window" and matrix == "W_hh":
            continue  # nothing is passed on
        page.locator(f"[data-sum='{matrix}']").first.click()
        heading = page.locator("#contributions-heading")
        expect(heading).to_contain_text(f"∂L/∂W{matrix[2:]}")
        expect(page.locator(".contributions-sum")).to_contain_text(f"∂L/∂{matrix}")
        name = read(sentence(page)).name.split("[")[0]
        answer = contributions(server, page, name)
        shares = answer["contributions"]
        uses = [
            t
            for t in range(1, len(shares) + 1)
            if not (own and name != matrix) or name.endswith(f"_{t}")
        ]
        for row in range(len(answer["total"])):
            for column in range(len(answer["total"][0])):
                point_at(page, name, row, column)
                written = check_sum(page, answer, uses)
                equal += written.relation == "="
                seen += 1
    assert seen >= 12
    # Rounding leaves few sums that no further digit could mend.
    assert equal >= 0.8 * seen


@pytest.mark.parametrize("cell", ["tanh", "gru", "lstm"])
def test_the_weight_shown_first_has_the_largest_gradient(
    server: Server, open_page: OpenPage, cell: str
) -> None:
    page = open_page(f"/workbench?cell={cell}&iteration=12&phase=gradients_1")
    expect(page.locator(".contributions-sum")).to_contain_text("Largest entry, ∂L/∂")
    answer = contributions(server, page, "W_hh")
    total = answer["total"]
    largest = max(
        ((i, j) for i in range(len(total)) for j in range(len(total[0]))),
        key=lambda at: abs(total[at[0]][at[1]]),
    )
    written = check_sum(page, answer, [1, 2, 3, 4])
    assert written.name == f"W_hh[{largest[0]},{largest[1]}]"
    assert terms(page)["1"].startswith("0.0")  # h_0 is 0


def test_shares_are_added_one_by_one(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=12&phase=dh_4")
    expect(page.locator(".contributions-sum")).to_have_text(
        "In the backward pass, each timestep adds its share here."
    )
    assert set(terms(page).values()) == {""}
    expect(page.locator(".contributions-mark").first).to_be_hidden()
    answer = contributions(server, page, "W_hh")
    ahead = page.locator(".contribution.is-ahead")
    for t in (4, 3, 2):
        while page.get_attribute("#phases", "data-phase") != f"gradients_{t}":
            page.click("#phase-next")
        expect(ahead).to_have_count(t)  # those before it, and the sum
        expect(page.locator(".contribution.is-now")).to_have_attribute("data-t", str(t))
        below = terms(page)
        assert [at for at, text in below.items() if text] == [str(u) for u in range(t, 5)]
        added = rf"(\s[+−]\s{NUMBER}){{{5 - t}}}"
        assert re.fullmatch(rf"Largest entry, ∂L/∂W_hh\[\d,\d\]: …{added} so far", sentence(page))
    while page.get_attribute("#phases", "data-phase") != "gradients_1":
        page.click("#phase-next")
    expect(ahead).to_have_count(0)
    check_sum(page, answer, [1, 2, 3, 4])


def test_another_weight_is_chosen_by_pointer_and_by_keys(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page("/workbench?iteration=12&phase=gradients_3")
    total = page.locator(".contributions-sum")
    expect(total).to_contain_text("so far")
    answer = contributions(server, page, "W_hh")
    # Pointing shows a weight for a moment; a click keeps it, from phase to phase.
    chosen = total.inner_text()
    move_to(page, "[data-t='4'].contribution", 4, 5)
    expect(total).to_have_text(re.compile(r"^∂L/∂W_hh\[4,5\]: .* so far$"))
    page.mouse.move(5, 5)
    expect(total).to_have_text(chosen)
    move_to(page, "[data-t='4'].contribution", 4, 5, click=True)
    page.mouse.move(5, 5)
    expect(total).to_have_text(re.compile(r"^∂L/∂W_hh\[4,5\]: .* so far$"))
    page.fill("#phase-slider", page.get_attribute("#phase-slider", "max") or "")
    expect(total).to_contain_text("∂L/∂W_hh[4,5] = ")
    check_sum(page, answer, [1, 2, 3, 4])
    page.locator(".contributions-row").focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowUp", "ArrowLeft", "ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
    at_iteration(page, 12)
    expect(total).to_contain_text("∂L/∂W_hh[1,2] = ")
    check_sum(page, answer, [1, 2, 3, 4])
    # The pixel of the sum has the colour of its number: red above zero, blue below.
    colour = page.evaluate(
        "() => [...document.querySelector('.contribution.is-sum canvas').getContext('2d')"
        ".getImageData(2, 1, 1, 1).data]"
    )
    assert (colour[0] > colour[2]) == (answer["total"][1][2] > 0)
    page.keyboard.press("Enter")
    expect(page.locator("#inspector-body")).to_have_attribute(
        "data-symbol", re.compile(r"W_hh.*\[1,2\]")
    )


def test_no_length_stands_under_a_plus(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=12&phase=gradients_1")
    expect(page.locator(".contributions-sum")).to_contain_text(" = ")
    answer = contributions(server, page, "W_hh")
    written = read(sentence(page))
    i, j = map(int, re.findall(r"\d+(?=[,\]])", written.name)[-2:])
    for t, length in enumerate(answer["norm"], 1):
        shown = float(number(re.sub(r"^\+", "", terms(page)[str(t)])))
        share = answer["contributions"][t - 1][i][j]
        assert shown == pytest.approx(share, abs=5.1e-4)
        assert length == 0 or shown != pytest.approx(length, abs=5.1e-3)
    # For those who cannot see its colours, a heatmap tells how long it is.
    label = page.locator(".contribution[data-t='3'] canvas").get_attribute("aria-label") or ""
    assert label.startswith("Timestep 3: norm ")
    assert float(label.split()[-1]) == pytest.approx(answer["norm"][2], abs=5.1e-3)


def test_weights_of_a_timestep_of_its_own_are_not_told_before_it(open_page: OpenPage) -> None:
    page = open_page("/workbench?sharing=none&iteration=12&phase=dh_3")
    expect(page.locator("#contributions-heading")).to_contain_text("belongs to one timestep alone")
    expect(page.locator(".contributions-sum")).to_have_text(
        "In the backward pass, each timestep adds its share here."
    )
    expect(page.locator(".contribution.is-sum")).to_have_class(re.compile("is-ahead"))
    page.click("#phase-next")
    page.click("#phase-next")
    expect(page.locator("#phases")).to_have_attribute("data-phase", "gradients_3")
    expect(page.locator(".contributions-sum")).to_contain_text("W_hh_3[")
    expect(page.locator(".contribution.is-sum")).not_to_have_class(re.compile("is-ahead"))


@pytest.mark.parametrize("network", NETWORKS)
def test_the_losses_in_a_caption_add_up(server: Server, open_page: OpenPage, network: str) -> None:
    page = open_page(f"/workbench?{NETWORKS[network]}&phase=loss")
    caption = page.locator("#phase-caption")
    for iteration in (0, 12, 60):
        go_to(page, iteration)
        expect(caption).to_contain_text("are added: L = ")
        text = caption.inner_text().replace("\xa0", " ")
        found = re.search(rf"L = ((?:{NUMBER} \+ )*{NUMBER}) ([=≈]) ({NUMBER})\.", text)
        assert found is not None, text
        addends = [Decimal(part) for part in found[1].split(" + ")]
        total = Decimal(found[3])
        unit = Decimal(1).scaleb(int(total.as_tuple().exponent))
        added = sum(addends, Decimal(0))
        assert added == total if found[2] == "=" else abs(added - total) <= unit * len(addends)
        trace = trace_of(server, page)
        half = float(unit) * 0.5001
        assert [float(each) for each in addends] == pytest.approx(
            [step["loss"] for step in trace["steps"]], abs=half
        )
        assert float(total) == pytest.approx(trace["loss"], abs=half)
