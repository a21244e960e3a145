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

/** The parameters, their layer tensors, the gradient, two moments, and intermediate values of the update. */
const PARAMETER_COPIES = 8;

/** An estimate: rows, parameters, and activations of a batch or of all rows predicted at once. */
function measureBytes({ network, batchSize, trainingRows, heldRows }: TrialShape): number {
  const { layers, parameterCount } = layoutParameters(network);
  const rows = heldRows.reduce((sum, held) => sum + held, trainingRows);
  const widths = layers.reduce((sum, { outputs }) => sum + outputs, 0);
  const activations = Math.max(3 * Math.min(batchSize, trainingRows), trainingRows, ...heldRows) * widths;
  return (
    4 *
    (rows * network.inputs + trainingRows * network.outputs + activations + PARAMETER_COPIES * parameterCount)
  );
}
