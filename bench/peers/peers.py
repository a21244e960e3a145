"""The Python peers of the training benchmark, of the libraries that are named and can be imported: peers.py torch jax.

Reads requests, one JSON object a line, and answers each with one line; the first line, unasked, says which
libraries are at hand. One thread everywhere. Rows and parameters come as base64 of float32; parameters are
all weights [inputs, outputs] and then all biases.
"""

import base64
import json
import os
import sys
import time
import warnings

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_PLATFORMS"] = "cpu"
warnings.filterwarnings("ignore")


def to_array(text):
    return numpy.frombuffer(base64.b64decode(text), dtype=numpy.float32).copy()


def split_parameters(request):
    """[(weights [inputs, outputs], biases [outputs])] of each layer."""
    flat, widths = to_array(request["initial"]), request["widths"]
    pairs = list(zip(widths, widths[1:]))
    weights, biases, at = [], [], 0
    for inputs, outputs in pairs:
        weights.append(flat[at : at + inputs * outputs].reshape(inputs, outputs))
        at += inputs * outputs
    for _, outputs in pairs:
        biases.append(flat[at : at + outputs])
        at += outputs
    return list(zip(weights, biases))


def join_parameters(layers):
    arrays = [numpy.asarray(w).ravel() for w, _ in layers] + [numpy.asarray(b).ravel() for _, b in layers]
    return [float(value) for value in numpy.concatenate(arrays)]


class Torch:
    """The loop that people write: slices of the rows, autograd, the penalty by abs().sum()."""

    def __init__(self, request):
        layers = []
        for weights, biases in split_parameters(request):
            layer = torch.nn.Linear(*weights.shape)
            with torch.no_grad():
                layer.weight.copy_(torch.from_numpy(weights.T.copy()))
                layer.bias.copy_(torch.from_numpy(biases))
            layers += [layer, torch.nn.ReLU()]
        self.model = torch.nn.Sequential(*layers[:-1])
        self.linear = layers[::2]
        self.request = request
        self.x = torch.from_numpy(to_array(request["x"])).reshape(-1, request["widths"][0])
        self.y = torch.from_numpy(to_array(request["y"])).reshape(-1, 1)
        betas = (request["beta1"], request["beta2"])
        self.optimizer = torch.optim.Adam(
            self.model.parameters(), lr=request["learningRate"], betas=betas, eps=request["epsilon"]
        )
        self.loss = torch.nn.MSELoss()

    def train(self, epochs):
        size, strength = self.request["batchSize"], self.request["lambda"]
        for _ in range(epochs):
            for start in range(0, len(self.x), size):
                self.optimizer.zero_grad()
                loss = self.loss(self.model(self.x[start : start + size]), self.y[start : start + size])
                loss = loss + strength * sum(layer.weight.abs().sum() for layer in self.linear)
                loss.backward()
                self.optimizer.step()

    def parameters(self):
        layers = [(layer.weight.detach().numpy().T, layer.bias.detach().numpy()) for layer in self.linear]
        return {"parameters": join_parameters(layers)}


class Sklearn:
    """MLPRegressor, without a penalty and from weights of its own."""

    def __init__(self, request):
        self.x = to_array(request["x"]).reshape(-1, request["widths"][0])
        self.y = to_array(request["y"])
        self.model = sklearn.neural_network.MLPRegressor(
            hidden_layer_sizes=request["widths"][1:-1],
            alpha=0,
            batch_size=request["batchSize"],
            learning_rate_init=request["learningRate"],
            shuffle=False,
            warm_start=True,
            random_state=1,
            tol=0,
            n_iter_no_change=10**9,
        )

    def train(self, epochs):
        self.model.max_iter = epochs
        self.model.fit(self.x, self.y)

    def parameters(self):
        return {"parameters": None, "losses": [self.model.loss_curve_[0], self.model.loss_curve_[-1]]}


class Jax:
    """The whole epoch as one compiled lax.scan over its batches; adam by hand, as PyTorch defines it."""

    def __init__(self, request):
        size = request["batchSize"]
        x = to_array(request["x"]).reshape(-1, size, request["widths"][0])
        y = to_array(request["y"]).reshape(-1, size, 1)
        self.batches = (jax.numpy.asarray(x), jax.numpy.asarray(y))
        layers = jax.tree.map(jax.numpy.asarray, split_parameters(request))
        # Two trees of zeros, since each is given away for its result.
        first, second = (jax.tree.map(jax.numpy.zeros_like, layers) for _ in range(2))
        self.state = (layers, first, second, jax.numpy.float32(0))
        scan = lambda state, batches: jax.lax.scan(make_jax_step(request), state, batches)[0]
        self.epoch = jax.jit(scan, donate_argnums=0)

    def train(self, epochs):
        for _ in range(epochs):
            self.state = self.epoch(self.state, self.batches)
        jax.block_until_ready(self.state)

    def parameters(self):
        return {"parameters": join_parameters(self.state[0])}


class JaxVmap(Jax):
    """The same for several models at once, each with rows of its own; the time is that of one model."""

    models = 20

    def __init__(self, request):
        super().__init__(request)
        repeat = lambda tree: jax.tree.map(lambda a: jax.numpy.stack([a] * self.models), tree)
        self.state, self.batches = repeat(self.state), repeat(self.batches)
        scan = lambda state, batches: jax.lax.scan(make_jax_step(request), state, batches)[0]
        self.epoch = jax.jit(jax.vmap(scan), donate_argnums=0)

    def parameters(self):
        models = [
            join_parameters(jax.tree.map(lambda a: a[model], self.state[0])) for model in (0, self.models - 1)
        ]
        if models[0] != models[1]:
            raise ValueError("the first and the last of equal models differ")
        return {"parameters": models[0]}


def make_jax_step(request):
    rate, epsilon, strength = request["learningRate"], request["epsilon"], request["lambda"]
    beta1, beta2 = request["beta1"], request["beta2"]

    def objective(layers, x, y):
        for weights, biases in layers[:-1]:
            x = jax.nn.relu(x @ weights + biases)
        loss = jax.numpy.mean((x @ layers[-1][0] + layers[-1][1] - y) ** 2)
        return loss + strength * sum(jax.numpy.abs(weights).sum() for weights, _ in layers)

    def step(state, batch):
        layers, first, second, t = state
        gradient = jax.grad(objective)(layers, *batch)
        t = t + 1
        first = jax.tree.map(lambda m, g: beta1 * m + (1 - beta1) * g, first, gradient)
        second = jax.tree.map(lambda v, g: beta2 * v + (1 - beta2) * g * g, second, gradient)
        c1, c2 = 1 / (1 - beta1**t), 1 / jax.numpy.sqrt(1 - beta2**t)
        layers = jax.tree.map(
            lambda w, m, v: w - rate * m * c1 / (jax.numpy.sqrt(v) * c2 + epsilon), layers, first, second
        )
        return (layers, first, second, t), None

    return step


PEERS = {}
versions = {}


def enter(library, module, **peers):
    versions[library] = module.__version__
    PEERS.update(peers)


WANTED = sys.argv[1:]
try:
    import numpy
except ImportError:
    WANTED = []
if "torch" in WANTED:
    try:
        import torch

        torch.set_num_threads(1)
        enter("torch", torch, torch=Torch)
    except ImportError:
        pass
if "sklearn" in WANTED:
    try:
        import sklearn.neural_network

        enter("sklearn", sklearn, sklearn=Sklearn)
    except ImportError:
        pass
if "jax" in WANTED:
    try:
        import jax

        enter("jax", jax, jax=Jax, jaxVmap=JaxVmap)
    except ImportError:
        pass


def answer(request, running):
    if request["do"] == "start":
        running[request["id"]] = PEERS[request["peer"]](request)
        return {}
    peer = running[request["id"]]
    if request["do"] == "train":
        started = time.perf_counter()
        peer.train(request["epochs"])
        return {"seconds": (time.perf_counter() - started) / getattr(peer, "models", 1)}
    if request["do"] == "read":
        return peer.parameters()
    del running[request["id"]]
    return {}


def main():
    print(json.dumps({"versions": versions}), flush=True)
    running = {}
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line), running)), flush=True)


main()
