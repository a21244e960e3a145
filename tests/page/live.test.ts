import { describe, expect, it } from 'vitest';
import { compare } from '../../src/compare/compare.ts';
import { collectLive } from '../../src/page/run/live.ts';
import { smallRecipe } from '../compare/samples.ts';
import { engines } from '../host.ts';

describe('collectLive', () => {
  it('gathers the values that the report will have, and the pace', async () => {
    let time = 1000;
    const collector = collectLive('rmse', 3, () => time);
    expect(collector.read()).toMatchObject({ done: 0, of: 0, elapsed: 0, secondsLeft: null, lambdas: [] });
    const left: (number | null)[] = [];
    const report = await compare(smallRecipe(), {
      engines,
      onProgress(event) {
        collector.add(event);
        if (event.kind !== 'trial') return;
        time += 500;
        left.push(collector.read().secondsLeft);
      },
    });
    const live = collector.read();
    expect(live).toMatchObject({ done: 12, of: 12, elapsed: 6, lambdas: [-0.01, 0, 0.05], epochs: 3 });
    for (const { lambda, validation } of report.lambdas) {
      const own = live.values.filter((each) => each.lambda === lambda).map(({ value }) => value);
      expect(own).toEqual(validation.rmse.values);
    }
    expect(live.points.length).toBe(12 * 3);
    expect(left.slice(0, 4)).toEqual([null, null, 4.5, 4]);
    expect(left.at(-1)).toBe(0);
  });

  it('gives what was gathered until then, which later events leave alone', () => {
    const collector = collectLive('rmse', 3, () => 0);
    const before = collector.read();
    collector.add({ kind: 'trial', done: 1, of: 2, repeat: 0, fold: 0, lambda: 0, value: 5 });
    collector.add({ kind: 'trial', done: 2, of: 2, repeat: 0, fold: 0, lambda: 1, value: null });
    expect(before.values).toEqual([]);
    expect(collector.read()).toMatchObject({ values: [{ lambda: 0, value: 5 }], lambdas: [0, 1] });
  });
});
