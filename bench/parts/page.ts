import { atLeast, notMeasured } from '../goals.ts';
import type { PageRun } from '../page/work.ts';
import type { Part } from '../part.ts';
import { nameShape } from '../setting.ts';
import { showShape } from '../training/table.ts';

const SHAPES = [
  { inputs: 10, hidden: [32], batchSize: 32, wide: false },
  { inputs: 16, hidden: [64, 32], batchSize: 32, wide: false },
  { inputs: 16, hidden: [256, 128], batchSize: 256, wide: false },
];
const ROUNDS = 9;
/** How many times faster than tfjs-layers a step should be. */
const GOALS = [80, 50, 10];

interface PageFigures {
  readonly rounds: number;
  /** Null without Chromium. */
  readonly run: (PageRun & { readonly version: string }) | null;
}

/** The time of a training step in a page: the engine of ours and tfjs in the same Chromium. */
export const page: Part<PageFigures> = {
  name: 'page',

  async measure({ isQuick }) {
    const rounds = isQuick ? 1 : ROUNDS;
    const shapes = isQuick ? SHAPES.slice(1, 2) : SHAPES;
    // Loaded when it is needed: bundler and browser, without which the pages of figures are made.
    const { runInBrowser } = await import('../page/run-in-browser.ts');
    return { rounds, run: await runInBrowser({ shapes, rounds }) };
  },

  judge({ run }) {
    return SHAPES.flatMap((shape, i) => {
      const what = `in a page, ${nameShape(shape)}: absum faster than tfjs-layers fit`;
      const found = run?.shapes.find((result) => nameShape(result.shape) === nameShape(shape));
      const layers = found?.times.find(({ name }) => name === 'tfjs-layers fit');
      if (layers === undefined)
        return [notMeasured('goal', what, run === null ? 'no Chromium' : 'a quick run')];
      return [atLeast('goal', what, layers.timesFused, GOALS[i], ' times')];
    });
  },

  show({ rounds, run }) {
    const title = 'Time of a training step in a page';
    if (run === null) return `${title}: not measured (no Chromium)`;
    const backend = `tfjs on WebAssembly ${run.hasSimd ? 'with' : 'without'} SIMD`;
    const webgl = run.webgl === null ? 'there is no WebGL' : `WebGL is ${run.webgl}`;
    return [
      `${title}: Chromium ${run.version}, one thread; median of ${rounds} rounds and quartiles; ${backend} (${webgl})`,
      ...run.shapes.map(showShape),
    ].join('\n\n');
  },
};
