import { describe, expect, it } from 'vitest';
import { compare, type Leave } from '../../src/compare/compare.ts';
import type { PlanFigures } from '../../src/plan/schema.ts';
import { engines } from '../host.ts';
import { smallRecipe } from './small-recipe.ts';

/** What is said to whoever admits a comparison. */
function watch(admit: (figures: PlanFigures) => Leave | Promise<Leave> = () => () => {}) {
  const heard: unknown[] = [];
  return {
    heard,
    admit: async (figures: PlanFigures) => {
      heard.push(figures.trials);
      const leave = await admit(figures);
      return (trials: number) => {
        heard.push(['left', trials]);
        leave(trials);
      };
    },
  };
}

describe('a comparison that is admitted', () => {
  it('gives the bytes of any other, and says once that it has ended, and all its trials', async () => {
    const { heard, admit } = watch();
    const report = await compare(smallRecipe(), { engines, admit });
    expect(heard).toEqual([12, ['left', 12]]);
    expect(JSON.stringify(report)).toBe(JSON.stringify(await compare(smallRecipe(), { engines })));
  });

  it('does nothing before it is, and nothing at all where it is not', async () => {
    const events: string[] = [];
    const onProgress = ({ kind }: { kind: string }) => void events.push(kind);
    const { admit, heard } = watch(() => {
      expect(events).toEqual([]);
      throw new Error('no room');
    });
    await expect(compare(smallRecipe(), { engines, admit, onProgress })).rejects.toThrow('no room');
    expect([events, heard]).toEqual([[], [12]]);
  });

  it('says that it has ended where it was stopped, with the trials done by then', async () => {
    const { admit, heard } = watch();
    const stop = new AbortController();
    const onProgress = (event: { kind: string; done?: number }) => event.done === 5 && stop.abort();
    const work = compare(smallRecipe(), { engines, admit, onProgress, signal: stop.signal });
    await expect(work).rejects.toMatchObject({ code: 'aborted' });
    expect(heard).toEqual([12, ['left', 5]]);
  });

  it('and where its listener throws, or the caller was gone when it came in', async () => {
    const first = watch();
    const onProgress = () => {
      throw new Error('enough');
    };
    await expect(compare(smallRecipe(), { engines, admit: first.admit, onProgress })).rejects.toThrow(
      'enough',
    );
    expect(first.heard).toEqual([12, ['left', 0]]);
    const stop = new AbortController();
    const second = watch(() => {
      stop.abort();
      return () => {};
    });
    const work = compare(smallRecipe(), { engines, admit: second.admit, signal: stop.signal });
    await expect(work).rejects.toMatchObject({ code: 'aborted' });
    expect(second.heard).toEqual([12, ['left', 0]]);
  });

  it('is not asked for by a recipe that cannot be planned, or whose caller is gone', async () => {
    const { admit, heard } = watch();
    await expect(compare({}, { engines, admit })).rejects.toMatchObject({ code: 'invalid-recipe' });
    const signal = AbortSignal.abort();
    await expect(compare(smallRecipe(), { engines, admit, signal })).rejects.toMatchObject({
      code: 'aborted',
    });
    expect(heard).toEqual([]);
  });
});
