/**
 * What every host must do with the packed library: plain JavaScript, since it runs on all of them, in no test runner.
 * Each case throws where it fails.
 */

function assert(holds, message) {
  if (!holds) throw new Error(message);
}

function assertEqual(actual, expected, what) {
  const [a, b] = [actual, expected].map((value) => JSON.stringify(value));
  assert(a === b, `${what}: expected ${b}, got ${a}`);
}

async function digest(text) {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The error that a call ends with. */
async function errorOf(call) {
  try {
    await call();
  } catch (error) {
    return error;
  }
  throw new Error('expected an error, got none');
}

const SMALL = {
  data: { dataset: 'friedman1', rows: 40, features: 5 },
  split: { folds: 2, repeats: 2 },
  network: { hidden: [4] },
  training: { epochs: 3, batchSize: 8 },
  penalty: { lambdas: [-0.01, 0, 0.05] },
};

const SMALL_TRAINING = { data: SMALL.data, network: { hidden: [4] } };

/** What every host judges, besides a report: an error by its ratios, and a score with a gap, in folds without sizes. */
export const JUDGED = [
  {
    data: {
      scores: {
        ridge: [3.1, 3.4, 2.9, 3.3, 3.2, 3.0, 3.5, 3.1, 3.2, 3.3],
        forest: [2.6, 2.8, 2.5, 2.9, 2.6, 2.5, 3.0, 2.7, 2.6, 2.8],
        tree: [3.2, 3.1, 3.0, 3.4, 3.0, 3.2, 3.3, 3.2, 3.1, 3.5],
      },
    },
    metric: 'rmse',
    direction: 'lower',
    folds: 5,
    trainingRows: 80,
    validationRows: 20,
    difference: 0.1,
  },
  {
    data: { scores: { old: [0.81, 0.79, 0.84, 0.8, 0.82], new: [0.83, 0.8, 0.84, null, 0.85] } },
    metric: 'accuracy',
    direction: 'higher',
  },
];

/** The answers to all of them, in one text. */
export async function judgeAll(absum) {
  const report = await absum.compare({ ...SMALL, include: ['losses'] });
  const answers = [];
  for (const request of [...JUDGED, { data: { report } }]) answers.push(await absum.judge(request));
  return answers.map((answer) => JSON.stringify(answer)).join('\n');
}

const TRAIN = `import torch
from torch import nn

model = nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Linear(32, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
criterion = nn.MSELoss()
lam = 0.01

for epoch in range(20):
    model.train()
    for x, y in train_loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        l1 = sum(p.abs().sum() for name, p in model.named_parameters() if "weight" in name)
        loss = loss + lam * l1
        loss.backward()
        optimizer.step()
`;

/** The same with the wrong sign, which every host finds at its line. */
const SUBTRACTED = TRAIN.replace('loss + lam * l1', 'loss - lam * l1');

/** What every host checks: a loop that is right, one that is not, as a script and in a notebook, and what is no loop. */
export const CHECKED = [
  TRAIN,
  SUBTRACTED,
  JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [
      { cell_type: 'markdown', metadata: {}, source: ['# A loop'] },
      { cell_type: 'code', metadata: {}, outputs: [], execution_count: null, source: SUBTRACTED },
    ],
  }),
  'print("f\u00fcr")\n',
  'for (((',
];

/** The answers to all of them, in one text. */
export async function checkAll(absum) {
  const answers = [];
  for (const text of CHECKED) answers.push(await absum.checkLoop(text));
  return answers.map((answer) => JSON.stringify(answer)).join('\n');
}

/**
 * The cases by name; `absum` is the library, `golden` the recipes of the fixture with their digests, `openPool` opens a
 * pool where the host has workers.
 */
export const CASES = {
  async 'the penalty kernels compute sums, signs, zeros and soft thresholds'({ absum }) {
    const penalty = absum.createPenalty(await absum.loadModule());
    const weights = Float32Array.of(0.5, -0.25, 0, 2, -3, -0, 1e-45);
    assertEqual(penalty.absSum(weights), 5.75 + 2 ** -149, 'absSum');
    assertEqual([...penalty.signGradient(weights, 0.5)], [0.5, -0.5, 0, 0.5, -0.5, 0, 0.5], 'signGradient');
    assertEqual([...penalty.softThreshold(weights, 0.5)], [0, 0, 0, 1.5, -2.5, 0, 0], 'softThreshold');
    assertEqual(penalty.countZeros(weights), 2, 'countZeros');
    assert(Number.isNaN(penalty.absSum(Float32Array.of(1, Number.NaN))), 'a NaN weight makes the sum NaN');
  },

  async 'the raw module imports a memory and nothing else, and works on the memory it is given'({ absum }) {
    const module = await absum.loadModule();
    assertEqual(
      WebAssembly.Module.imports(module),
      [{ module: 'env', name: 'memory', kind: 'memory' }],
      'imports',
    );
    const memory = new WebAssembly.Memory({ initial: 1 });
    const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
    new Float32Array(memory.buffer, 1024, 3).set([1, -2, 4]);
    assertEqual(exports.absSum(1024, 3), 7, 'absSum');
    assertEqual(memory.buffer.byteLength, 65536, 'the memory has not grown');
  },

  async 'every golden report comes out byte for byte'({ absum, golden }) {
    for (const { name, recipe, digest: expected } of golden) {
      const report = await absum.compare(recipe);
      assertEqual(await digest(JSON.stringify(report)), expected, `the report of ${name}`);
    }
  },

  async 'data loss and penalty add up to the objective exactly, pair by pair'({ absum }) {
    const { lambdas } = await absum.compare(SMALL);
    for (const { training } of lambdas) {
      const sums = training.dataLoss.values.map((loss, i) => loss + training.penalty.values[i]);
      assertEqual(training.objective.values, sums, 'objective');
    }
  },

  async 'a CSV, rows and arrays of the same table give the same lambdas'({ absum }) {
    const rows = Array.from({ length: 12 }, (_, i) => ({ a: i, b: (i * 7) % 5, y: i + ((i * 7) % 5) }));
    const csv = `a,b,y\n${rows.map(({ a, b, y }) => `${a},${b},${y}`).join('\n')}\n`;
    const forms = [
      { rows, target: 'y' },
      { csv, target: 'y' },
      { x: rows.map(({ a, b }) => [a, b]), y: rows.map(({ y }) => y), names: ['a', 'b'] },
      {
        x: rows.map(({ a, b }) => Float32Array.of(a, b)),
        y: Float64Array.from(rows, ({ y }) => y),
        names: ['a', 'b'],
      },
    ];
    const [first, ...others] = await Promise.all(
      forms.map(async (data) => (await absum.compare({ ...SMALL, data })).lambdas),
    );
    for (const other of others) assertEqual(other, first, 'lambdas');
  },

  async 'a plan says what a comparison then does'({ absum }) {
    const plan = await absum.plan(SMALL);
    const { cost } = await absum.compare(SMALL);
    assertEqual([plan.trials, plan.steps], [12, cost.steps], 'trials and steps');
  },

  async 'a trained network comes with its weights'({ absum }) {
    const optimizer = { name: 'adam', learningRate: 0.02 };
    const { layers, metrics, diverged } = await absum.train({ ...SMALL_TRAINING, optimizer });
    assertEqual(
      layers.map(({ inputs, outputs }) => [inputs, outputs]),
      [
        [5, 4],
        [4, 1],
      ],
      'layers',
    );
    assertEqual(diverged, null, 'diverged');
    assert(metrics.r2.value > 0.5, 'it has learned something');
  },

  async 'progress counts every trial of the plan, and reports epochs'({ absum }) {
    const events = [];
    await absum.compare(SMALL, { onProgress: (event) => events.push(event) });
    assertEqual(
      events.flatMap(({ kind, done }) => (kind === 'epoch' ? [] : [done ?? kind])),
      ['plan', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
      'events',
    );
    const epochs = events.filter(({ kind }) => kind === 'epoch');
    assertEqual(epochs.length, 12 * 3, 'epochs');
    const finite = ({ trainingDataLoss, validationDataLoss, penalty, objective }) =>
      [trainingDataLoss, validationDataLoss, penalty, objective].every(Number.isFinite);
    assert(epochs.every(finite), 'finite losses');
  },

  async 'the chosen network leaves as a model, which predicts'({ absum }) {
    const { model } = await absum.compare({ ...SMALL, include: ['model'] });
    const x = [
      [0.1, 0.2, 0.3, 0.4, 0.5],
      [0.9, 0.8, 0.7, 0.6, 0.5],
    ];
    const { predictions } = await absum.predict(JSON.parse(JSON.stringify(model)), x);
    assert(predictions.length === 2 && predictions.every(Number.isFinite), 'two finite predictions');
    assert((await absum.exportOnnx(model)).length > 500, 'an ONNX file');
    assertEqual(
      (await errorOf(() => absum.predict({ ...model, version: 2 }, x))).code,
      'invalid-model',
      'code',
    );
  },

  async 'scores of others are judged, and a report comes to its own verdicts'({ absum }) {
    const [errors] = JUDGED;
    const { choice, candidates } = await absum.judge(errors);
    const verdicts = candidates.map(({ comparison }) => comparison?.verdict);
    assertEqual([choice, ...verdicts], ['forest', undefined, 'better', 'undecided'], 'choice and verdicts');
    const report = await absum.compare({ ...SMALL, include: ['losses'] });
    const again = await absum.judge({ data: { report } });
    const find = (compared) => compared.flatMap(({ comparison }) => comparison?.interval ?? []);
    assertEqual(find(again.candidates), find(report.lambdas), 'intervals');
    const error = await errorOf(() => absum.judge({ ...errors, direction: 'up' }));
    assertEqual([error.code, error.issues[0].place], ['invalid-recipe', 'direction'], 'code and place');
  },

  async 'a training loop is checked by its text: the wrong sign is found at its line, and nothing else'({
    absum,
  }) {
    const answers = [];
    for (const text of CHECKED) answers.push(await absum.checkLoop(text));
    const line = SUBTRACTED.split('\n').findIndex((each) => each.includes('loss - lam')) + 1;
    assertEqual(
      answers.map(({ faults }) => faults.map((fault) => [fault.code, fault.cell, fault.line])),
      [[], [['penalty-subtracted', null, line]], [['penalty-subtracted', 2, line]], [], []],
      'codes, cells and lines',
    );
    assertEqual(
      answers.map(({ framework }) => framework),
      ['pytorch', 'pytorch', 'pytorch', null, null],
      'frameworks',
    );
    const error = await errorOf(() => absum.checkLoop(42));
    assertEqual([error.code, error.issues[0].place], ['invalid-recipe', 'text'], 'code and place');
    const aborted = await errorOf(() => absum.checkLoop(TRAIN, { signal: AbortSignal.abort() }));
    assertEqual(aborted.code, 'aborted', 'code');
  },

  async 'a pool of workers, where the host was given one, gives the same bytes'({ absum, golden, openPool }) {
    if (openPool === undefined) return;
    const executor = openPool();
    try {
      const [{ recipe, digest: expected }] = golden;
      assertEqual(
        await digest(JSON.stringify(await absum.compare(recipe, { executor }))),
        expected,
        'the report',
      );
    } finally {
      await executor.close();
    }
  },

  async 'what is wrong is told with its place'({ absum }) {
    const cases = [
      [{ ...SMALL, penalty: { lambdas: [0, 'x'] } }, 'invalid-recipe', 'penalty.lambdas[1]'],
      [{ ...SMALL, data: { dataset: 'nonsense' } }, 'unknown-dataset', 'data.dataset'],
      [{ ...SMALL, data: { x: [[1], [Number.NaN]], y: [1, 2] } }, 'invalid-data', 'data.x[1][0]'],
      [{ ...SMALL, data: { x: [[1], [2]], y: Float32Array.of(1, Number.NaN) } }, 'invalid-data', 'data.y[1]'],
      [{ ...SMALL, network: { activation: 'elu' } }, 'unsupported', 'engine'],
      [{ ...SMALL, split: { repeats: 1000, folds: 10 } }, 'limit-exceeded', 'penalty.lambdas'],
    ];
    for (const [recipe, code, place] of cases) {
      const error = await errorOf(() => absum.compare(recipe));
      assert(error instanceof absum.AbsumError, `expected an AbsumError, got ${error}`);
      assertEqual([error.code, error.issues[0].place], [code, place], 'code and place');
    }
  },

  async 'what is no module is refused with what to do'({ absum }) {
    for (const wrong of [Uint8Array.of(0, 97, 115, 109), undefined, {}]) {
      const engines = [absum.createFusedEngine(wrong)];
      const error = await errorOf(() => absum.compare(SMALL, { engines }));
      assertEqual([error.code, error.issues?.[0].place], ['invalid-module', 'module'], 'code and place');
    }
    const other = await WebAssembly.instantiate(await absum.loadModule(), {
      env: { memory: new WebAssembly.Memory({ initial: 1 }) },
    });
    assertEqual(
      (await errorOf(() => absum.compare(SMALL, { engines: [absum.createFusedEngine(other)] }))).code,
      'invalid-module',
      'an instance',
    );
  },

  async 'a signal stops the work, and the next comparison runs'({ absum }) {
    const aborted = await errorOf(() => absum.compare(SMALL, { signal: AbortSignal.abort() }));
    assertEqual(aborted.code, 'aborted', 'code');
    const controller = new AbortController();
    const long = { ...SMALL, training: { epochs: 100_000, batchSize: 8 }, split: { folds: 2, repeats: 1 } };
    const running = errorOf(() => absum.compare(long, { signal: controller.signal }));
    setTimeout(() => controller.abort(), 20);
    assertEqual((await running).code, 'aborted', 'code');
    await absum.compare(SMALL);
  },

  async 'nothing is left in the global scope'({ absum }) {
    const before = Object.getOwnPropertyNames(globalThis).length;
    await absum.compare(SMALL);
    assertEqual(Object.getOwnPropertyNames(globalThis).length, before, 'global names');
  },
};

/**
 * Runs every case.
 *
 * @param absum the library
 * @param golden recipes that the fused engine trains, with the digests of their reports
 * @param openPool opens a pool of workers, where the host has some
 * @returns what failed, one digest over the reports of all golden recipes, and one each over the answers of a judge and of a check
 */
export async function runSuite(absum, golden, openPool) {
  const failures = [];
  for (const [name, run] of Object.entries(CASES)) {
    try {
      await run({ absum, golden, openPool });
    } catch (error) {
      failures.push(`${name}: ${error?.stack ?? error}`);
    }
  }
  const texts = [];
  for (const { recipe } of golden) texts.push(JSON.stringify(await absum.compare(recipe)));
  return {
    cases: Object.keys(CASES).length,
    failures,
    digest: await digest(texts.join('\n')),
    judged: await digest(await judgeAll(absum)),
    checked: await digest(await checkAll(absum)),
  };
}
