import { expect, it } from 'vitest';
import { judgeLoad } from '../../scripts/load/judge.ts';

const MIB = 2 ** 20;
const sample = (mebibytes: number) => ({ worker: mebibytes * MIB, resident: 2 * mebibytes * MIB });
const GOOD = {
  done: new Map([['reports', 7]]),
  faults: [],
  slowest: new Map<string, number>(),
  health: Array.from({ length: 100 }, (_, i) => i),
  idle: sample(20),
  memory: Array.from({ length: 40 }, () => sample(30)),
};
const judge = (figures: Partial<Parameters<typeof judgeLoad>[0]>) =>
  judgeLoad({ ...GOOD, ...figures }, 1024).map(({ isMet }) => isMet);

it('says of a load what it came to', () => {
  expect(judgeLoad(GOOD, 1024)).toEqual([
    { line: '7 requests (7 reports), 0 wrong', isMet: true },
    {
      line: '100 x /healthz: median 49 ms, p99 98 ms, slowest 99 ms; less than 250 ms at p99',
      isMet: true,
    },
    { line: "the worker's memory: 20 MiB idle, 10 MiB more at most; less than 128 MiB", isMet: true },
    { line: 'over the last half: 0 MiB from its first part to its second; less than 16 MiB', isMet: true },
    {
      line: 'the processes of wrangler dev: 40 MiB idle, 20 MiB more at most; with a worker that only writes to the log 1 KiB a request',
      isMet: null,
    },
  ]);
});

it.each([
  ['an answer that is wrong', { faults: ['reports: expected another'] }, 0],
  ['a slow hundredth', { health: [...GOOD.health.slice(2), 250, 250] }, 1],
  ['a peak', { memory: [...GOOD.memory, sample(148)] }, 2],
  ['growth without end', { memory: GOOD.memory.map((_, i) => sample(30 + 2 * i)) }, 3],
])('finds %s', (_, figures, position) => {
  const expected = [true, true, true, true, null].map((isMet, i) => (i === position ? false : isMet));
  expect(judge(figures)).toEqual(expected);
});
