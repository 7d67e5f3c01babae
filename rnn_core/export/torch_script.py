"""A run as a script for PyTorch: its modules and its optimizers, with the run's own weights."""

from __future__ import annotations

from rnn_core.export.parts import Parts

_CELLS = {
    "tanh": "RNNCell",
    "gru": "GRUCell",
    "lstm": "LSTMCell",
}
_ONE_HOT = '''

def one_hot(token, size):
    """A vector with 1 at the place of a token, and 0 elsewhere; all 0 where there is none."""
    vector = torch.zeros(size)
    if token is not None:
        vector[token] = 1.0
    return vector
'''
_LOADING = '''

def load(cell, weights):
    """The weights of a cell. The network has one bias: PyTorch's second one stays 0."""
    with torch.no_grad():
        cell.weight_ih.copy_(weights["W_xh"])
        cell.weight_hh.copy_(weights["W_hh"])
        cell.bias_ih.copy_(weights["b_h"])
        cell.bias_hh.zero_()
    cell.bias_hh.requires_grad_(False)
    return cell
'''
_LOADING_GRU = '''

def load(cell, weights):
    """The weights of a cell. Of PyTorch's second bias only the candidate's part, b_hn, is needed:
    the network's other gates have one bias, and the rest stays 0."""
    with torch.no_grad():
        cell.weight_ih.copy_(weights["W_xh"])
        cell.weight_hh.copy_(weights["W_hh"])
        cell.bias_ih.copy_(weights["b_h"])
        cell.bias_hh.zero_()
        cell.bias_hh[2 * H :] = weights["b_hn"]
    needed = torch.cat([torch.zeros(2 * H), torch.ones(H)])
    cell.bias_hh.register_hook(lambda gradient: gradient * needed)
    return cell
'''
_LINEAR = '''

def linear(weights):
    """A layer with given weights."""
    layer = nn.Linear(*weights["W_hy"].T.shape)
    with torch.no_grad():
        layer.weight.copy_(weights["W_hy"])
        layer.bias.copy_(weights["b_y"])
    return layer
'''
_WINDOW = '''

def load(weights):
    """The hidden layer: an MLP on the last tokens, and nothing is carried on."""
    return linear({"W_hy": weights["W_xh"], "b_y": weights["b_h"]})
'''


def torch_script(parts: Parts) -> str:
    """The script, to be run by itself: it trains as the run did, and prints how well it agrees."""
    architecture = parts.architecture
    recurrent = bool(architecture.cell.carried)
    loading = _LOADING_GRU if architecture.cell.name == "gru" else _LOADING
    return "".join(
        [
            parts.heading("PyTorch"),
            "\nimport torch\nfrom torch import nn\n",
            "\ntorch.set_default_dtype(torch.float64)  # as NumPy computes\n",
            parts.settings(),
            parts.data("torch.zeros(H)", "torch.tensor({})", uses_numpy=True),
            parts.weights("torch.tensor({})"),
            _ONE_HOT,
            _LINEAR,
            loading if recurrent else _WINDOW,
            _network(parts),
            _training(parts),
            parts.check(
                "loss.item()",
                "each.sum().item()",
                "(each ** 2).sum().item()",
                "network.parameters()",
            ),
        ]
    )


def _network(parts: Parts) -> str:
    """The module: a cell at a time, because timesteps may have weights of their own."""
    architecture, sets = parts.architecture, parts.sets
    cell, task = architecture.cell, architecture.task
    image = task.image_shape is not None
    by_part = len(task.parts) > 1
    reads = _read(cell.reads, "X[sets[t]]" if by_part else "X")
    made = f"nn.{_CELLS[cell.name]}({'X[name]' if by_part else 'X'}, H)" if cell.carried else ""
    lines = [
        "",
        "",
        "class Network(nn.Module):",
        "    def __init__(self):",
        "        super().__init__()",
    ]
    for name, several, one, plural in (
        ("cell", sets.hidden, "load({made}{weights})", "cells"),
        ("output", sets.output, "linear({weights})", "outputs"),
    ):
        of = f"{made}, " if name == "cell" and made else ""
        if several:
            bases = ", ".join(f'"{base}"' for base in _bases(parts, name))
            weights = f'{{base: parameters[f"{{base}}_{{name}}"] for base in ({bases})}}'
            each = one.format(made=of, weights=weights)
            lines += [
                f"        self.{plural} = nn.ModuleDict(",
                f"            {{name: {each} for name in SETS}}",
                "        )",
            ]
        else:
            lines.append(f"        self.{name} = {one.format(made=of, weights='parameters')}")
    if image:
        lines.append(
            '        self.image = linear({"W_hy": parameters["W_ph"], "b_y": parameters["b_ph"]})'
        )
    lines += [
        "",
        "    def forward(self, example, held):",
        '        """The loss: the sum of the timesteps\' cross-entropies."""',
        '        inputs, targets = [None, *example["inputs"]], [None, *example["targets"]]',
        "        steps = range(1, len(inputs))",
    ]
    if sets:
        lines.append(f"        sets = {sets.at_timesteps}")
    if image:
        lines += [
            '        p = torch.tensor([float(pixel) for row in example["image"] for pixel in row])',
            "        h = torch.tanh(self.image(p))",
        ]
    elif cell.carried:
        lines.append("        h = H_0")
    if "c" in cell.carried:
        lines.append("        c = torch.zeros(H)")
    of_cell = "self.cells[sets[t]]" if sets.hidden else "self.cell"
    of_output = "self.outputs[sets[t]]" if sets.output else "self.output"
    step = {
        (): f"h = torch.tanh({of_cell}(x))",
        ("h",): f"h = {of_cell}(x, h)",
        ("h", "c"): f"h, c = {of_cell}(x, (h, c))",
    }[cell.carried]
    lines += [
        "        loss = torch.zeros(())",
        "        for t in steps:",
        f"            x = {reads}",
        f"            {step}",
    ]
    if parts.holds:
        lines += [
            "            for unit, value, time in held:  # what is held by hand depends on nothing",
            "                if time in (None, t):",
            "                    h = torch.where(torch.arange(H) == unit, torch.tensor(value), h)",
        ]
    loss = f"loss = loss + nn.functional.cross_entropy({of_output}(h), torch.tensor(targets[t]))"
    if parts.has_gaps:
        lines += ["            if targets[t] is not None:", f"                {loss}"]
    else:
        lines.append(f"            {loss}")
    lines += [
        "        return loss",
        "",
        "",
        "network = Network()",
        "weights = [each for each in network.parameters() if each.requires_grad]",
    ]
    return "\n".join(lines) + "\n"


def _bases(parts: Parts, of: str) -> tuple[str, ...]:
    """The notation's names of a cell's parameters, or of those of the output."""
    if of == "output":
        return ("W_hy", "b_y")
    return tuple(quantity.name for quantity in parts.architecture.cell.parameters)


def _read(reads: int, size: str) -> str:
    """What is read at a timestep."""
    if reads == 1:
        return f"one_hot(inputs[t], {size})"
    before = f"one_hot(inputs[t - back] if t > back else None, {size})"
    return f"torch.cat([{before} for back in range({reads})])"


def _named(parts: Parts) -> list[str]:
    """Where each parameter of the run is in the module, for changes by hand."""
    architecture = parts.architecture
    places = {
        "W_xh": "cell.weight_ih",
        "W_hh": "cell.weight_hh",
        "b_h": "cell.bias_ih",
        "b_hn": "cell.bias_hh.data[2 * H :]",
        "W_hy": "output.weight",
        "b_y": "output.bias",
        "W_ph": "image.weight",
        "b_ph": "image.bias",
    }
    if not architecture.cell.carried:
        places |= {"W_xh": "cell.weight", "b_h": "cell.bias"}
    lines = []
    for own, (quantity, label) in architecture.base.items():
        module, _, place = places[quantity.name].partition(".")
        at = f'{module}s["{label}"]' if label else module
        lines.append(f'    "{own}": network.{at}.{place},')
    return ["NAMED = {", *lines, "}"]


def _training(parts: Parts) -> str:
    made = {
        "sgd": "torch.optim.SGD(weights, lr=learning_rate)",
        "adagrad": "torch.optim.Adagrad(weights, lr=learning_rate)",
        "adam": "torch.optim.Adam(weights, lr=learning_rate)",
    }
    optimizers = ", ".join(f'"{name}": lambda: {made[name]}' for name in parts.optimizers)
    named = ["", "", *_named(parts)] if parts.edits else []
    return "\n".join(named) + parts.training(
        start=[
            "rule = OPTIMIZERS[optimizer]()",
            "for weight in weights:",
            "    weight.grad = torch.zeros_like(weight)",
        ],
        change=["with torch.no_grad():", "    NAMED[parameter][tuple(index)] = value"],
        anew=["rule = OPTIMIZERS[optimizer]()"],
        step=[
            "# Weights that this example does not use have a gradient of 0, and not none.",
            "rule.zero_grad(set_to_none=False)",
            "loss = network(EXAMPLES[example_at(iteration)], held)",
            "if iteration == ITERATIONS:",
            "    break",
            "loss.backward()",
            "norm = torch.sqrt(sum((weight.grad ** 2).sum() for weight in weights))",
            "# By hand, because clip_grad_norm_ divides by norm + 1e-6.",
            "if clip_norm is not None and norm > clip_norm:",
            "    for weight in weights:",
            "        weight.grad *= clip_norm / norm",
            "for group in rule.param_groups:",
            '    group["lr"] = learning_rate',
            "rule.step()",
        ],
        optimizers="{" + optimizers + "}",
    )
