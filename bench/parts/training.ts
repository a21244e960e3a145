import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Verdict } from '../goals.ts';
import type { Context, Part } from '../part.ts';
import { loadEngines, openRelaxedEngine } from '../peers/absum.ts';
import { enterEngine } from '../peers/engine.ts';
import { enterJaxJs, loadJaxJs } from '../peers/jax-js.ts';
import { loadLayers, loadTf } from '../peers/load-tf.ts';
import { enterEager, enterLayers } from '../peers/tfjs.ts';
import type { Peer } from '../peers/trainer.ts';
import { ROOT } from '../root.ts';
import { makeSetting } from '../setting.ts';
import { CHECKED_BATCHES, CHECKED_EPOCHS, checkField } from '../training/check.ts';
import { judgePeers, judgeWide } from '../training/goals.ts';
import { openProbes } from '../training/peak.ts';
import type { ShapeResult, TimedShape } from '../training/result.ts';
import { showShape } from '../training/table.ts';
import { timeField } from '../training/time.ts';

const SHAPES: readonly TimedShape[] = [
  { inputs: 10, hidden: [32], batchSize: 32, wide: false },
  { inputs: 16, hidden: [64, 32], batchSize: 32, wide: false },
  { inputs: 64, hidden: [64, 32], batchSize: 32, wide: false },
  { inputs: 16, hidden: [256, 128], batchSize: 256, wide: true },
  { inputs: 64, hidden: [256, 128], batchSize: 256, wide: true },
];
const QUICK_SHAPES = [SHAPES[1], SHAPES[4]];

const ROWS = 4096;
const ROUNDS = 9;

export interface TrainingFigures {
  readonly rounds: number;
  readonly versions: Readonly<Record<string, string>>;
  /** Peers that are not at hand. */
  readonly missing: readonly string[];
  readonly shapes: readonly ShapeResult[];
}

/** The time of a training step, of our engines and of everyone else's. */
export const training: Part<TrainingFigures> = {
  name: 'training',

  async measure(context) {
    const rounds = context.isQuick ? 1 : ROUNDS;
    const { field, versions, missing } = await gatherField(context);
    const probes = await openProbes();
    const shapes: ShapeResult[] = [];
    for (const shape of context.isQuick ? QUICK_SHAPES : SHAPES) {
      await checkField(field, makeSetting(shape, CHECKED_BATCHES * shape.batchSize));
      shapes.push(await timeField(field, shape, ROWS, probes, rounds));
    }
    return { rounds, versions, missing, shapes };
  },

  judge: ({ shapes }, machine): Verdict[] =>
    shapes.flatMap((result) => [...judgePeers(result, machine), ...judgeWide(result)]),

  show({ rounds, versions, missing, shapes }) {
    const used = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
    const notes = [
      `Time of a training step: mse + L1 (subgradient), adam, relu, ${ROWS} rows, one thread; median of ${rounds} rounds and`,
      'quartiles. All contestants take the same batches from the same first weights, and were seen to end at the',
      `same weights after ${CHECKED_EPOCHS * CHECKED_BATCHES} steps (scikit-learn: no L1, weights of its own, its loss was seen to fall).`,
      'GFLOP/s count the matrix products alone.',
      used.join(', '),
      ...(missing.length === 0 ? [] : [`not at hand, and so not measured: ${missing.join(', ')}`]),
    ];
    return [notes.join('\n'), ...shapes.map(showShape)].join('\n\n');
  },
};

/** All contestants that are at hand, the fused engine first: all others are compared with it. */
async function gatherField({ findPythons }: Context) {
  const [fused, tfjs] = await loadEngines();
  const relaxed = openRelaxedEngine();
  const tf = await loadTf();
  const jaxJs = await loadJaxJs();
  const pythons = await findPythons();
  const field: Peer[] = [
    enterEngine(fused, 'absum fused'),
    ...(relaxed === null ? [] : [enterEngine(relaxed, 'absum relaxed')]),
    enterEngine(tfjs, 'absum tfjs'),
    enterLayers(tf, loadLayers()),
    enterEager(tf),
    enterJaxJs(jaxJs),
    ...pythons.peers,
  ];
  const versions = { tfjs: tf.version_core, 'jax-js': readVersion('@jax-js/jax'), ...pythons.versions };
  return { field, versions, missing: pythons.missing };
}

function readVersion(name: string): string {
  return JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')).version;
}
