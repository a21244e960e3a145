"""What absum.wasm computes, by the module alone: python train.py path/to/absum.wasm"""

import sys

from absum import Absum
from network import Network, place_rows

ROWS, INPUTS, UNITS = 23, 3, 8
BATCH_SIZE, EPOCHS = 8, 60
LAMBDA = 0.01
# y = max(x0, 0) - x1 / 2; the input x2 says nothing about it. Whole fractions, so that f32 holds them exactly.
FEATURES = [[(factor * row % 23 - 11) / 8 for factor in (3, 5, 7)] for row in range(ROWS)]
TARGETS = [[max(x0, 0) - x1 / 2] for x0, x1, _ in FEATURES]
WEIGHTS = INPUTS * UNITS + UNITS
PARAMETERS = [(13 * k % 31 - 15) / 16 for k in range(WEIGHTS)] + [0] * (UNITS + 1)


def show_penalty(absum):
    weights = absum.place("f", [0.5, -0.25, 0, 2, -3])
    gradient = absum.place("f", [0] * 5)
    print("penalty      ", 0.5 * absum.call("absSum", weights, 5))
    absum.call("addScaledSign", gradient, weights, 0.5, 5)
    print("sign gradient", *absum.read(gradient, "5f"))
    absum.call("softThreshold", weights, 0.5, 5)
    print("proximal step", *absum.read(weights, "5f"), "zeros", absum.call("countZeros", weights, 5))


def train(absum):
    features, targets = place_rows(absum, FEATURES), place_rows(absum, TARGETS)
    order = absum.allocate(4 * ROWS)
    network = Network(absum, [INPUTS, UNITS, 1], {
        "activation": 1, "loss": 0, "optimizer": 2, "penalty": 2,  # relu, squared error, adam, proximal
        "features": features, "targets": targets, "order": order,
        "rows": ROWS, "batchSize": BATCH_SIZE, "stride": BATCH_SIZE,
        "coefficient": LAMBDA, "groups": 0, "groupCount": 0,
        "learningRate": 0.02, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8,
        "dropBelow": 0, "kept": 1, "huberDelta": 0,
    })
    network.write_parameters(PARAMETERS)

    steps = (ROWS + BATCH_SIZE - 1) // BATCH_SIZE
    objectives = absum.allocate(8 * steps)
    for epoch in range(EPOCHS):
        # A permutation, since 23 is a prime; another one in each epoch.
        absum.write(order, f"{ROWS}I", *((5 * i + epoch) % ROWS for i in range(ROWS)))
        taken = absum.call("runSteps", objectives, network.plan, epoch, 0, steps)
        print("epoch", epoch, "objectives", *absum.read(objectives, f"{taken}d"))

    predictions = absum.allocate(4 * ROWS)
    absum.call("predict", predictions, network.plan, features, ROWS)
    return network.read_parameters(), absum.read(predictions, f"{ROWS}f")


def main(path):
    absum = Absum(path)
    show_penalty(absum)
    parameters, predictions = train(absum)
    for i in range(INPUTS):
        print(f"weights from x{i}", *parameters[UNITS * i : UNITS * (i + 1)])
    print("weights to y", *parameters[UNITS * INPUTS : WEIGHTS])
    print("biases", *parameters[WEIGHTS:])
    for (target,), prediction in zip(TARGETS, predictions):
        print("target", target, "prediction", prediction)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python train.py path/to/absum.wasm")
    main(sys.argv[1])
