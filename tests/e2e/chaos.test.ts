import { expect, test } from 'vitest';
import { run } from './commands.ts';

/** Some 30 s on a machine that has nothing else to do. */
const PATIENCE_MS = 400_000;

test.each(['worker', 'server'])(
  'a sweep whose host, a %s, is killed three times brings the same bytes, every trial counted once',
  async (host) => {
    const { code, stdout, stderr } = await run(`node scripts/chaos.ts --kills 3 --host ${host}`);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain('The reports are the same, byte for byte; every trial was counted once.');
    const digests = stdout.match(/sha256 \w+, \d+ characters/g);
    expect(digests).toHaveLength(2);
    expect(new Set(digests).size).toBe(1);
  },
  PATIENCE_MS,
);

test('the chaos script says what it does not understand', async () => {
  const { code, stderr } = await run('node scripts/chaos.ts --kills 0');
  expect(code).toBe(2);
  expect(stderr).toContain('chaos: --kills: expected a whole number from 1 to 100, got "0"');
  expect((await run('node scripts/chaos.ts --host page')).stderr).toContain(
    'expected worker or server, got "page"',
  );
});
