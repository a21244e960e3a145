import { takeMedianEpoch } from '../median-epoch.ts';
import { adviseAccuracy } from './accuracy.ts';
import type { Advice, Code } from './advice.ts';
import { type Advised, reportOf } from './advised.ts';
import { writeCode } from './code/write-code.ts';
import { adviseFeatures, adviseSize } from './sparse.ts';

/** What to do: for accuracy, for a small network, and for few features. */
export function advise(advised: Advised): Advice[] {
  const { lambda } = advised.choice;
  const { epoch, ...accuracy } = adviseAccuracy(advised);
  const size = adviseSize(advised);
  const features = adviseFeatures(advised);
  return [
    { goal: 'accuracy', lambda, ...accuracy, code: codeOf(advised, lambda, epoch) },
    { goal: 'size', ...size, code: codeOf(advised, size.lambda) },
    { goal: 'features', ...features, code: codeOf(advised, features.lambda) },
  ];
}

/** Null where the loop needs neither a penalty nor another end. */
function codeOf(advised: Advised, lambda: number | null, epoch?: number): Code | null {
  const report = reportOf(advised, lambda);
  if (lambda === null || report === undefined || (lambda <= 0 && epoch === undefined)) return null;
  const { recipe } = advised;
  const { epochs, patience } = recipe.training;
  const restored = patience === null ? null : takeMedianEpoch(report.bestEpochs ?? []);
  const stopped = restored ?? epochs;
  return writeCode({ recipe, lambda, epochs: epoch ?? stopped, count: report.weights.count });
}
