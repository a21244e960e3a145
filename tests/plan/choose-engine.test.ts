import { describe, expect, it } from 'vitest';
import { chooseEngine } from '../../src/plan/choose-engine.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';
import type { RecipeInput } from '../../src/recipe/schema.ts';
import { smallRecipe } from '../compare/samples.ts';
import { fused, tfjs } from '../host.ts';

const choose = (given: Partial<RecipeInput>, engines = [fused, tfjs]) =>
  chooseEngine(parseRecipe(smallRecipe(given)), engines).name;
const ELU = { network: { activation: 'elu' } } as const;

describe('chooseEngine', () => {
  it('takes the first engine at hand that can train the network', () => {
    expect(choose({})).toBe('fused');
    expect(choose({}, [tfjs, fused])).toBe('tfjs');
    expect(choose(ELU)).toBe('tfjs');
    expect(choose({ optimizer: { name: 'rmsprop' } })).toBe('tfjs');
  });

  it('takes the engine that is named, though another comes first', () => {
    expect(choose({ engine: 'tfjs' })).toBe('tfjs');
    expect(choose({ engine: 'fused' }, [tfjs, fused])).toBe('fused');
  });

  it('refuses a named engine that cannot, though another could', () => {
    expect(() => choose({ ...ELU, engine: 'fused' })).toThrow(
      'engine: the engine "fused" has no activation "elu" (at hand: fused, tfjs)',
    );
    expect(() => choose(ELU, [fused])).toThrow('the engine "fused" has no activation "elu" (at hand: fused)');
  });

  it('refuses an engine that is not at hand, and says which are', () => {
    expect(() => choose({ engine: 'tfjs' }, [fused])).toThrow(
      'there is no engine "tfjs" here (at hand: fused)',
    );
    expect(() => choose({}, [])).toThrow('there is no engine "auto" here (at hand: none)');
  });
});
