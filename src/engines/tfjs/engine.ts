import { TFJS_COSTS } from '../../costs.ts';
import type { Engine, EnginePair, PairRows, TrialShape } from '../engine.ts';
import { layoutParameters } from '../layout.ts';
import type { TfjsModules } from './modules.ts';

/**
 * The engine that runs on `@tensorflow/tfjs-core` and its WASM backend. It has every activation, loss and
 * optimizer, and tfjs differentiates them. tfjs loads and starts when the first pair opens.
 */
export function createTfjsEngine(modules: TfjsModules): Engine {
  return {
    name: 'tfjs',
    findUnsupported: () => null,
    costs: TFJS_COSTS,
    measureBytes,
    async openPair(rows: PairRows): Promise<EnginePair> {
      const { openTfjsPair } = await import('./pair.ts');
      return openTfjsPair(modules, rows);
    },
  };
}

/** The heap that tfjs starts with, and an image of it. */
const START_BYTES = 17e6;

/**
 * How often each is in the heap at once, as far as the heap's growth shows it (`npm run bench -- --estimate`): parameters
 * as flat tensors and by layer, with packed copies, gradient, moments and what an update makes on the way; activations
 * of a batch, forward and back; those of a set of rows that is predicted; rows.
 */
const COPIES = { parameters: 25, batch: 5, predicted: 3, rows: 2 };

/** An estimate. */
function measureBytes({ network, batchSize, trainingRows, heldRows }: TrialShape): number {
  const { layers, parameterCount } = layoutParameters(network);
  const rows = heldRows.reduce((sum, held) => sum + held, trainingRows);
  const widths = layers.reduce((sum, { outputs }) => sum + outputs, 0);
  const activations =
    COPIES.batch * Math.min(batchSize, trainingRows) + COPIES.predicted * Math.max(trainingRows, ...heldRows);
  const cells = rows * network.inputs + trainingRows * network.outputs;
  return START_BYTES + 4 * (COPIES.rows * cells + activations * widths + COPIES.parameters * parameterCount);
}
