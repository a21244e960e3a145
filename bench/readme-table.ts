import { wrapText } from '../scripts/wrap-text.ts';
import { JAX_WARM, STRICT } from './comparison/contestants.ts';
import { nameProcessor } from './machine.ts';
import type { ComparisonFigures } from './parts/comparison.ts';
import type { TrainingFigures } from './parts/training.ts';
import { findDate, type Results } from './results.ts';
import { median } from './statistics.ts';

/** The columns, by what the contestants are called. A column that nobody filled is left out. */
const COLUMNS = [
  'absum fused',
  'absum relaxed',
  'JAX jit scan',
  'JAX jit scan + vmap (of 20)',
  'PyTorch eager',
  'scikit-learn (no L1)',
  'jax-js jit step',
  'tfjs-layers fit',
];

/** Steps and the whole comparison on the processor that was measured last. */
export function writeReadmeTable(all: readonly Results[]): string {
  const [latest] = all.toSorted((a, b) => (findDate(a) < findDate(b) ? 1 : -1));
  const training = latest?.parts.training?.figures as TrainingFigures | undefined;
  if (training === undefined) return 'Nothing has been measured.';
  const { shapes, versions } = training;
  const columns = COLUMNS.filter((name) =>
    shapes.some(({ times }) => times.some((time) => time.name === name)),
  );
  const rows = shapes.map(({ shape, times }) => {
    const cells = columns.map((name) => {
      const seconds = times.find((time) => time.name === name)?.seconds;
      return seconds === undefined ? '' : (1e6 * seconds).toFixed(1);
    });
    const network = [shape.inputs, ...shape.hidden, 1].join('-');
    return `| ${[network, shape.batchSize, ...cells].join(' | ')} |`;
  });
  const used = Object.entries({ node: latest.parts.training.node, ...versions });
  const intro = wrapText(
    `The time of one training step in microseconds, on one thread of ${nameProcessor(latest.processor)}, by ` +
      `${used.map(([name, version]) => `${name} ${version}`).join(', ')}:`,
  );
  const head = `| Network | Batch | ${columns.join(' | ')} |\n| --- | ---: |${columns.map(() => ' ---: |').join('')}`;
  return [intro, `${head}\n${rows.join('\n')}`, ...writeWhole(latest)].join('\n\n');
}

/** One sentence about the whole comparison, where JAX took part in it. */
function writeWhole({ parts, cores }: Results): string[] {
  const figures = parts.comparison?.figures as ComparisonFigures | undefined;
  const find = (name: string) => figures?.times.find((time) => time.name === name)?.seconds;
  const [ours, theirs] = [find(STRICT), find(JAX_WARM)];
  if (figures === undefined || ours === undefined || theirs === undefined) return [];
  return [
    wrapText(
      `A whole comparison (${figures.recipe}), from the start of the process on ${cores} cores: ` +
        `${median(ours).toFixed(1)} s by \`absum compare\`, ${median(theirs).toFixed(1)} s by JAX, which trains all pairs ` +
        'at once and finds what it compiled before.',
    ),
  ];
}
