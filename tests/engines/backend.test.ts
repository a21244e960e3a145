import { expect, it } from 'vitest';
import { createTfjsEngine } from '../../src/engines/tfjs/engine.ts';
import { readModules } from '../host.ts';
import { makeSetting, withTrial } from './train-both.ts';

// One test, since tfjs keeps one backend in this process.
it('the tfjs backend refuses another module than absum, and starts with the right one afterwards', async () => {
  const modules = readModules();
  const setting = makeSetting({});
  const predict = (engine: ReturnType<typeof createTfjsEngine>) =>
    withTrial(engine, setting, (trial) => trial.predict('training'));
  const wrong = createTfjsEngine({ ...modules, absum: modules.tfjs });
  await expect(predict(wrong)).rejects.toMatchObject({ code: 'invalid-module' });
  expect(await predict(createTfjsEngine(modules))).toHaveLength(setting.x.length);
});
