"""The whole comparison of the benchmark by a Python peer: end_to_end.py PEER DATA RECIPE [PART PARTS].

Prints {"share", "workSeconds", "rmse", "peakBytes"}: the share of the work done, the seconds it took, the mean
validation RMSE of each lambda, and the most memory that the process held. PyTorch does a tenth of the pairs, and
JAX every so many-th, if it is one of several processes. JAX_COMPILATION_CACHE_DIR keeps what XLA compiles.
"""

import csv
import json
import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"
# One thread, as the peers of the step have: products this small XLA does not share out.
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
# All that is compiled is worth keeping.
os.environ["JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS"] = "0"
os.environ["JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES"] = "-1"
os.environ["JAX_PLATFORMS"] = "cpu"

PEER, DATA, RECIPE = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
SIZE, EPOCHS, HIDDEN = RECIPE["training"]["batchSize"], RECIPE["training"]["epochs"], RECIPE["network"]["hidden"]
LAMBDAS, RATE = RECIPE["penalty"]["lambdas"], RECIPE["optimizer"]["learningRate"]
PART, PARTS = (int(word) for word in sys.argv[4:6]) if len(sys.argv) > 4 else (0, 1)


def make_pairs(numpy, generator):
    """Standardised rows of each pair: (x, y, validation x, validation y, scale of y)."""
    with open(DATA) as file:
        rows = numpy.array([[float(cell) for cell in row] for row in list(csv.reader(file))[1:]])
    for _ in range(RECIPE["split"]["repeats"]):
        for fold in numpy.array_split(generator.permutation(len(rows)), RECIPE["split"]["folds"]):
            training = numpy.delete(rows, fold, axis=0)
            means, scales = training.mean(axis=0), training.std(axis=0)
            a, b = ((part - means) / scales for part in (training, rows[fold]))
            a, b = a.astype(numpy.float32), b.astype(numpy.float32)
            yield a[:, :-1], a[:, -1:], b[:, :-1], b[:, -1:], scales[-1]


def run_torch():
    import numpy
    import torch

    torch.set_num_threads(1)
    pairs = list(make_pairs(numpy, numpy.random.RandomState(1)))
    chosen = pairs[: max(1, len(pairs) // 10)]
    started = time.perf_counter()
    tensors = [[torch.from_numpy(array) for array in pair[:4]] for pair in chosen]
    rmse = [
        numpy.mean([train_torch(torch, pair, strength) * scale for pair, (*_, scale) in zip(tensors, chosen)])
        for strength in LAMBDAS
    ]
    return {
        "share": len(chosen) / len(pairs),
        "workSeconds": time.perf_counter() - started,
        "rmse": [float(value) for value in rmse],
    }


def train_torch(torch, pair, strength):
    """Trains one network and returns its validation RMSE, in units of the standardised target."""
    x, y, held_x, held_y = pair
    widths = [x.shape[1], *HIDDEN, 1]
    linear = [torch.nn.Linear(*widths[i : i + 2]) for i in range(len(widths) - 1)]
    for layer in linear:
        torch.nn.init.kaiming_uniform_(layer.weight, nonlinearity="relu")
        torch.nn.init.zeros_(layer.bias)
    model = torch.nn.Sequential(*[part for layer in linear for part in (layer, torch.nn.ReLU())][:-1])
    loss_of = torch.nn.MSELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)
    for _ in range(EPOCHS):
        order = torch.randperm(len(x))
        for start in range(0, len(x), SIZE):
            batch = order[start : start + SIZE]
            optimizer.zero_grad()
            loss = loss_of(model(x[batch]), y[batch])
            if strength != 0:
                loss = loss + strength * sum(layer.weight.abs().sum() for layer in linear)
            loss.backward()
            optimizer.step()
        with torch.no_grad():
            curve = [loss_of(model(a), b).item() for a, b in ((x, y), (held_x, held_y))]
    return curve[1] ** 0.5


def run_jax():
    """All pairs at once by vmap, all epochs and their evaluation in one scan, compiled once for all lambdas."""
    import jax
    import numpy
    from jax import numpy as jnp

    generator = numpy.random.default_rng(1)
    pairs = list(make_pairs(numpy, generator))[PART::PARTS]
    rows, held = (min(len(pair[i]) for pair in pairs) for i in (0, 2))
    x, y = (jnp.stack([pair[i][:rows] for pair in pairs]) for i in (0, 1))
    held_x, held_y = (jnp.stack([pair[i][:held] for pair in pairs]) for i in (2, 3))
    widths = [x.shape[2], *HIDDEN, 1]
    starts = [
        (generator.uniform(-1, 1, (len(pairs), i, o)) * (6 / i) ** 0.5, numpy.zeros((len(pairs), o)))
        for i, o in zip(widths, widths[1:])
    ]
    layers = jax.tree.map(lambda a: jnp.asarray(a, jnp.float32), starts)
    steps = -(-rows // SIZE)
    # Shuffled outside, since numpy is quicker at it. The last batch is cut short by weights of 0.
    orders = numpy.zeros((len(pairs), EPOCHS, steps * SIZE), numpy.int32)
    unshuffled = numpy.broadcast_to(numpy.arange(rows), (len(pairs), EPOCHS, rows))
    orders[:, :, :rows] = generator.permuted(unshuffled, axis=2)
    orders = jnp.asarray(orders.reshape(len(pairs), EPOCHS, steps, SIZE))
    used = jnp.asarray(numpy.arange(steps * SIZE) < rows, jnp.float32).reshape(steps, SIZE, 1)

    # The epochs after which the training rows are evaluated: all, or as many as asked, spread over the run.
    count = min(EPOCHS, RECIPE["training"].get("evaluate", EPOCHS))
    shown = numpy.isin(numpy.arange(EPOCHS), numpy.linspace(0, EPOCHS - 1, count).round())

    def predict(layers, x):
        for weights, biases in layers[:-1]:
            x = jax.nn.relu(x @ weights + biases)
        return x @ layers[-1][0] + layers[-1][1]

    def objective(layers, x, y, used, strength):
        loss = (used * (predict(layers, x) - y) ** 2).sum() / used.sum()
        return loss + strength * sum(jnp.abs(weights).sum() for weights, _ in layers)

    def train(layers, x, y, held_x, held_y, orders, strength):
        def step(state, batch):
            layers, first, second, t = state
            rows, used = batch
            gradient = jax.grad(objective)(layers, x[rows], y[rows], used, strength)
            t = t + 1
            first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, first, gradient)
            second = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, second, gradient)
            c1, c2 = 1 / (1 - 0.9**t), 1 / jnp.sqrt(1 - 0.999**t)
            move = lambda w, m, v: w - RATE * m * c1 / (jnp.sqrt(v) * c2 + 1e-8)
            return (jax.tree.map(move, layers, first, second), first, second, t), None

        def epoch(state, inputs):
            order, is_shown = inputs
            state, _ = jax.lax.scan(step, state, (order, used))
            loss = lambda a, b: jnp.mean((predict(state[0], a) - b) ** 2)
            # The same for all pairs, so that vmap leaves it a branch and does not compute both sides.
            training = jax.lax.cond(is_shown, lambda: loss(x, y), lambda: jnp.float32(jnp.nan))
            return state, jnp.stack([training, loss(held_x, held_y)])

        zeros = jax.tree.map(jnp.zeros_like, layers)
        return jax.lax.scan(epoch, (layers, zeros, zeros, jnp.float32(0)), (orders, shown))[1]

    compiled = jax.jit(jax.vmap(train, in_axes=(0, 0, 0, 0, 0, 0, None)))
    scales = numpy.array([pair[4] for pair in pairs])
    rmse = []
    for strength in LAMBDAS:
        curves = numpy.asarray(compiled(layers, x, y, held_x, held_y, orders, strength))
        rmse.append(float((curves[:, -1, 1] ** 0.5 * scales).mean()))
    return {"share": 1, "workSeconds": 0, "rmse": rmse}


def read_peak_bytes():
    """Not by getrusage: Linux starts a program's maximum at what its parent holds."""
    with open("/proc/self/status") as file:
        return 1024 * next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))


result = run_torch() if PEER == "torch" else run_jax()
print(json.dumps({**result, "peakBytes": read_peak_bytes() if os.path.exists("/proc/self/status") else None}))
