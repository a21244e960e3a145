import { expect, it } from 'vitest';
import { nameSeed } from '../../src/page/answer/take-away.ts';
import { explainWithoutServer } from '../../src/page/run/without-server.ts';
import { readLink, writeLink } from '../../src/page/setup/link.ts';
import { buildRecipe, FIRST_SETUP } from '../../src/page/setup/setup.ts';
import { readWay } from '../../src/page/setup/ways.ts';

it.each([
  ['an optimizer', { optimizer: 'rmsprop' }, [{ optimizer: { name: 'adam' } }]],
  ['an activation', { activation: 'elu' }, [{ network: { activation: 'relu' } }]],
  ['the engine by name', { engine: 'tfjs' }, [{ engine: 'auto' }]],
])('%s that only the server has is mended by a press', (_, fields, ways) => {
  const setup = { ...FIRST_SETUP, fields };
  const error = explainWithoutServer(buildRecipe(setup));
  expect(error.code).toBe('unsupported');
  expect(error.issues).toMatchObject([{ place: '', ways }]);
  expect(error.message).toContain('absum compare');
  for (const way of ways) expect(readWay(setup, way)?.label).toMatch(/^Set /);
});

it('the link of an answer names the seed that made it', () => {
  const setup = { ...FIRST_SETUP, fields: { epochs: '7' } };
  const link = writeLink(nameSeed(setup, { recipe: { seed: 3 } }));
  expect(readLink(link)?.fields).toEqual({ epochs: '7', seed: '3' });
});
