"""A network in the memory of absum.wasm, laid out as docs/abi.md says."""

PLAN_FIELDS = """
    layers activation loss optimizer penalty capacity batchSize stride rows outputs penalised parameterCount
    dropBelow kept coefficient huberDelta learningRate beta1 beta2 epsilon power1 power2 features targets order
    parameters gradient firstMoment secondMoment constants batch batchTargets groups groupCount
""".split()
PLAN = "13I3f6d12I"
LAYER = "7I"
PLAN_BYTES = 160
LAYER_BYTES = 28


def panels(columns):
    """8 columns make a panel; the last one is padded with zeros."""
    return (columns + 7) // 8


def place_rows(absum, rows):
    """The address of rows of numbers, each padded with zeros to whole panels."""
    padding = [0.0] * (8 * panels(len(rows[0])) - len(rows[0]))
    return absum.place("f", [value for row in rows for value in [*row, *padding]])


def allocate_batch(absum, capacity, columns):
    return absum.allocate(panels(columns) * (32 * capacity + 64))


class Network:
    """
    A network in training.

    widths: inputs, units of each hidden layer, outputs
    settings: the fields of the plan that say what to train on and how
    """

    def __init__(self, absum, widths, settings):
        self.absum = absum
        shapes = list(zip(widths, widths[1:]))
        blocks = [panels(inputs) * panels(outputs) for inputs, outputs in shapes]
        weights = 64 * sum(blocks)
        count = weights + sum(8 * panels(outputs) for outputs in widths[1:])
        self.plan = absum.allocate(PLAN_BYTES + LAYER_BYTES * len(shapes))
        self.parameters, gradient, first_moment, second_moment = (absum.allocate(4 * count) for _ in range(4))
        capacity = (settings["batchSize"] + 3) // 4 * 4
        fields = {
            **settings, "capacity": capacity, "layers": len(shapes), "outputs": widths[-1],
            "penalised": weights, "parameterCount": count, "parameters": self.parameters, "gradient": gradient,
            "firstMoment": first_moment, "secondMoment": second_moment, "power1": 1, "power2": 1,
            "constants": absum.allocate(384), "batch": allocate_batch(absum, capacity, widths[0]),
            "batchTargets": allocate_batch(absum, capacity, widths[-1]),
        }
        absum.write(self.plan, PLAN, *(fields[name] for name in PLAN_FIELDS))

        self.layers = []
        at, biases = self.parameters, self.parameters + 4 * weights
        for l, (inputs, outputs) in enumerate(shapes):
            transposed = absum.allocate(256 * blocks[l]) if l > 0 else 0
            values, slopes = (allocate_batch(absum, capacity, outputs) for _ in range(2))
            self.layers.append((inputs, outputs, at, biases, transposed, values, slopes))
            absum.write(self.plan + PLAN_BYTES + LAYER_BYTES * l, LAYER, *self.layers[l])
            at += 256 * blocks[l]
            biases += 32 * panels(outputs)

    def addresses(self):
        """Where the parameters lie: the weights [inputs, outputs] of each layer, then the biases of each."""
        for inputs, outputs, weights, *_ in self.layers:
            for i in range(inputs):
                for o in range(outputs):
                    yield weights + 32 * (o // 8 * 8 * panels(inputs) + i) + 4 * (o % 8)
        for _, outputs, _, biases, *_ in self.layers:
            yield from range(biases, biases + 4 * outputs, 4)

    def write_parameters(self, values):
        for address, value in zip(self.addresses(), values, strict=True):
            self.absum.write(address, "f", value)
        self.absum.call("refreshTransposed", self.plan)

    def read_parameters(self):
        return [self.absum.read(address, "f")[0] for address in self.addresses()]
