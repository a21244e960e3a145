import { runInDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { ROWS_A_PAIR, ROWS_A_TRIAL } from '../../scripts/cost/usage.ts';
import { Ledger } from '../../src/sweeps/ledger.ts';
import { env, smallRecipe, takeApart } from './sweeps.ts';

it('a ledger writes the rows that the costs count', async () => {
  const { plan } = await takeApart(smallRecipe());
  await runInDurableObject(env.SWEEPS.getByName('rows'), (_, { storage }) => {
    let rows = 0;
    const run = (statement: string, ...values: (string | number | null)[]) => {
      const cursor = storage.sql.exec(statement, ...values);
      const found = cursor.toArray();
      rows += cursor.rowsWritten;
      return found;
    };
    const countRows = (write: () => unknown) => {
      rows = 0;
      write();
      return rows;
    };
    const ledger = new Ledger({ run, transact: (work) => storage.transactionSync(work) }, Date.now);
    ledger.open('rows', { recipe: {}, dataKey: 'data', plan, lanes: 1 }, Date.now() + 1000);
    const told = { repeat: 0, fold: 0, lambda: 0, value: 1 };
    const ofTrial = [0, 1].map((i) => countRows(() => ledger.recordTrial(0, i, 'x'.repeat(7000), told)));
    const ofPair = countRows(() => ledger.todo(0)) + countRows(() => ledger.recordClosing(0, 'x'));
    expect(ofTrial).toEqual([ROWS_A_TRIAL, ROWS_A_TRIAL]);
    expect(ofPair).toBe(ROWS_A_PAIR);
  });
});
