import { describe, expect, test } from 'vitest';
import { writeReadmeTable } from '../../bench/readme-table.ts';
import type { Results } from '../../bench/results.ts';

function makeResults(name: string, date: string, parts: Record<string, unknown>): Results {
  const processor = { vendor: 'AMD', name, family: 25, model: 1, generation: 'Zen 3' };
  const kept = Object.entries(parts).map(([part, figures]) => [
    part,
    { date, commit: null, node: '24.0.0', v8: '13', figures },
  ]);
  return { processor, cores: 2, parts: Object.fromEntries(kept) };
}

const shape = { inputs: 16, hidden: [64, 32], batchSize: 32, wide: false };
const TRAINING = {
  rounds: 9,
  versions: { tfjs: '4.22.0' },
  missing: [],
  shapes: [
    {
      shape,
      times: [
        { name: 'tfjs-layers fit', seconds: 0.001234 },
        { name: 'absum fused', seconds: 0.00001626 },
        { name: 'absum tfjs', seconds: 0.0005 },
      ],
      wide: null,
    },
  ],
};
const COMPARISON = {
  recipe: 'some trials',
  times: [
    { name: 'absum compare', seconds: [2.44, 2.4, 9] },
    { name: 'JAX, compile cache warm', seconds: [4.11, 4, 5] },
  ],
};

describe('the table of the README', () => {
  test('has the steps in microseconds, a column for each contestant that took part, absum first', () => {
    const text = writeReadmeTable([makeResults('An EPYC', '2026-11-29', { training: TRAINING })]);
    expect(text).toBe(
      [
        'The time of one training step in microseconds, on one thread of An EPYC (Zen 3), by node 24.0.0, tfjs 4.22.0:',
        '',
        '| Network | Batch | absum fused | tfjs-layers fit |',
        '| --- | ---: | ---: | ---: |',
        '| 16-64-32-1 | 32 | 16.3 | 1234.0 |',
      ].join('\n'),
    );
  });

  test('is that of the processor that was measured last', () => {
    const text = writeReadmeTable([
      makeResults('A new one', '2026-12-01', { training: TRAINING }),
      makeResults('An old one', '2026-11-29', { training: TRAINING }),
    ]);
    expect(text).toContain('A new one');
    expect(text).not.toContain('An old one');
  });

  test('ends with the whole comparison, by its medians, where JAX took part in it', () => {
    const parts = { training: TRAINING, comparison: COMPARISON };
    const text = writeReadmeTable([makeResults('An EPYC', '2026-11-29', parts)]).replaceAll('\n', ' ');
    expect(text).toContain('2.4 s by `absum compare`, 4.1 s by JAX');
  });

  test('says that there is none before anything was measured', () => {
    expect(writeReadmeTable([])).toBe('Nothing has been measured.');
  });
});
