"""The network's equations as typeset SVG, made once when a template first asks for them.

Every formula is drawn with the same glyph outlines, which stand once per page in a sprite
(`symbols`); a formula only refers to them. Ink is `currentColor`, and the weight matrices carry
the class of their identity colour, so that one drawing serves both themes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from markupsafe import Markup, escape
from ziamath.zmath import Latex

_SIZE = 20
_SYMBOL = re.compile(r'<symbol id="(?P<id>[^"]+)".*?</symbol>', re.DOTALL)
_HEAD = re.compile(
    r'<svg [^>]*?width="(?P<width>[\d.]+)" height="(?P<height>[\d.]+)" '
    r'viewBox="(?P<x>[-\d.]+) (?P<y>[-\d.]+) [^"]*">'
)
_INVISIBLE = re.compile(r'<use [^>]*width="0"[^>]*/>')

# ziamath knows colours, not classes: these stand in for the identity colours while it draws.
_IDENTITY_INK = {"#000001": "w-xh", "#000002": "w-hh", "#000003": "w-hy", "#000004": "loss"}

_WXH = r"\textcolor{#000001}{W_{xh}}"
_WHH = r"\textcolor{#000002}{W_{hh}}"
_WHY = r"\textcolor{#000003}{W_{hy}}"
_WHH_T = r"\textcolor{#000002}{W_{hh}^{\top}}"
_WHY_T = r"\textcolor{#000003}{W_{hy}^{\top}}"
_LOSS = r"\textcolor{#000004}{L}"
_LOSS_T = r"\textcolor{#000004}{L_t}"


def _partial(variable: str) -> str:
    return rf"\frac{{\partial \textcolor{{#000004}}{{L}}}}{{\partial {variable}}}"


@dataclass(frozen=True, slots=True)
class Formula:
    """One equation: what is typeset, and how it is read aloud."""

    latex: str
    spoken: str


FORMULAS: Mapping[str, Formula] = MappingProxyType(
    {
        "a": Formula(
            rf"a_t = {_WXH}\, x_t + {_WHH}\, h_{{t-1}} + b_h",
            "a t equals W x h times x t, plus W h h times h t minus 1, plus b h",
        ),
        "h": Formula(r"h_t = \tanh(a_t)", "h t equals the hyperbolic tangent of a t"),
        "logits": Formula(rf"y_t = {_WHY}\, h_t + b_y", "y t equals W h y times h t, plus b y"),
        "probs": Formula(r"\hat{y}_t = \mathrm{softmax}(y_t)", "y hat t equals softmax of y t"),
        "loss_t": Formula(
            rf"{_LOSS_T} = {{-}}\log \hat{{y}}_t[\mathrm{{target}}_t]",
            "L t equals minus the logarithm of y hat t at the target letter of timestep t",
        ),
        "loss": Formula(
            rf"{_LOSS} = \sum_{{t=1}}^{{T}} {_LOSS_T}",
            "L equals the sum of L t over all timesteps",
        ),
        "dlogits": Formula(
            rf"{_partial('y_t')} = \hat{{y}}_t - \mathrm{{onehot}}(\mathrm{{target}}_t)",
            "the gradient at y t equals y hat t minus the one-hot vector of the target",
        ),
        "dh": Formula(
            rf"{_partial('h_t')} = {_WHY_T}\,{_partial('y_t')}"
            rf" + {_WHH_T}\,{_partial('a_{t+1}')}",
            "the gradient at h t equals W h y transposed times the gradient at y t, "
            "plus W h h transposed times the gradient at a t plus 1",
        ),
        "da": Formula(
            rf"{_partial('a_t')} = (1 - h_t^2) \odot {_partial('h_t')}",
            "the gradient at a t equals 1 minus h t squared, elementwise times the gradient at h t",
        ),
        "dW_xh": Formula(
            rf"{_partial(_WXH)} = \sum_t {_partial('a_t')}\, x_t^{{\top}}",
            "the gradient of W x h equals the sum over t of "
            "the gradient at a t times x t transposed",
        ),
        "dW_hh": Formula(
            rf"{_partial(_WHH)} = \sum_t {_partial('a_t')}\, h_{{t-1}}^{{\top}}",
            "the gradient of W h h equals the sum over t of "
            "the gradient at a t times h t minus 1 transposed",
        ),
        "dW_hy": Formula(
            rf"{_partial(_WHY)} = \sum_t {_partial('y_t')}\, h_t^{{\top}}",
            "the gradient of W h y equals the sum over t of "
            "the gradient at y t times h t transposed",
        ),
        "sgd": Formula(
            r"\theta \leftarrow \theta - \eta\, g", "theta becomes theta minus eta times g"
        ),
        "adagrad_state": Formula(r"s \leftarrow s + g^2", "s becomes s plus g squared"),
        "adagrad": Formula(
            r"\theta \leftarrow \theta - \frac{\eta\, g}{\sqrt{s} + \varepsilon}",
            "theta becomes theta minus eta times g over root s plus epsilon",
        ),
        "adam_m": Formula(
            r"m \leftarrow \beta_1 m + (1 - \beta_1)\, g",
            "m becomes beta 1 m plus 1 minus beta 1 times g",
        ),
        "adam_v": Formula(
            r"v \leftarrow \beta_2 v + (1 - \beta_2)\, g^2",
            "v becomes beta 2 v plus 1 minus beta 2 times g squared",
        ),
        "adam": Formula(
            r"\theta \leftarrow \theta - \frac{\eta\, \hat{m}}{\sqrt{\hat{v}} + \varepsilon}",
            "theta becomes theta minus eta times m hat over root v hat plus epsilon, "
            "m hat and v hat corrected for starting at zero",
        ),
        "clip": Formula(
            r"g \leftarrow g \cdot \min\left(1,\, \frac{c}{\lVert g \rVert}\right)",
            "g becomes g times the smaller of 1 and c over the norm of g",
        ),
    }
)


@cache
def _drawn(name: str) -> tuple[str, Mapping[str, str]]:
    """The formula's SVG without its glyphs, and its glyphs by id."""
    stated = FORMULAS[name]
    source: str = Latex(stated.latex, size=_SIZE).svg()
    glyphs = {match["id"]: match[0] for match in _SYMBOL.finditer(source)}
    head = _HEAD.match(source)
    if head is None:
        raise RuntimeError("ziamath's SVG no longer starts as expected")
    width, height = float(head["width"]), float(head["height"])
    left, top = float(head["x"]), float(head["y"])
    body = _INVISIBLE.sub("", _SYMBOL.sub("", source[head.end() :]))
    body = body.replace(' fill="black"', "")
    for ink, identity in _IDENTITY_INK.items():
        body = body.replace(f'fill="{ink}"', f'class="{identity}"')
    # Sized in em, and set down so that its baseline is the text's.
    opening = (
        f'<svg class="formula" role="img" aria-label="{escape(stated.spoken)}" '
        f'viewBox="{left:g} {top:g} {width:g} {height:g}" '
        f'style="width:{width / _SIZE:.3f}em;height:{height / _SIZE:.3f}em;'
        f'vertical-align:{-(height + top) / _SIZE:.3f}em">'
    )
    return opening + body, glyphs


def formula(name: str) -> Markup:
    """The named formula of `FORMULAS` as inline SVG; the page must also hold `symbols()`."""
    return Markup(_drawn(name)[0])


@cache
def symbols() -> Markup:
    """The glyph outlines of all formulas, to stand once in a page."""
    glyphs: dict[str, str] = {}
    for name in FORMULAS:
        glyphs.update(_drawn(name)[1])
    drawn = "".join(glyphs[key] for key in sorted(glyphs))
    return Markup(f'<svg class="sprite" aria-hidden="true" width="0" height="0">{drawn}</svg>')
