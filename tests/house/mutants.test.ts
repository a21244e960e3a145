import { transformWithOxc } from 'vite';
import { describe, expect, it } from 'vitest';
import { drawMutants, findExplained } from '../../scripts/mutants/draw.ts';
import { instrument } from '../../scripts/mutants/instrument.ts';
import { listMutants } from '../../scripts/mutants/list-mutants.ts';
import { readOptions } from '../../scripts/mutants/options.ts';
import { selectTests } from '../../scripts/mutants/select-tests.ts';

const list = (source: string) => listMutants('a.ts', source);
const becomes = (source: string) => list(source).map(({ lines }) => lines.after);

const SOURCE = `import { b } from './b.ts';
/** 1 + 1 */
export function f(xs: readonly (1 | 2)[], n: number): number | null {
  const text = 'a < b' + n;
  if (n <= 0 && xs.some((x) => x > 1)) throw new Error(text);
  for (const x of xs) b(2 * x);
  return Math.max(n, xs?.at(-1) ?? 0) as number;
}
`;

describe('mutants', () => {
  it.each([
    ['const a = b + c;', ['const a = b - c;']],
    ['const a = b < c;', ['const a = b <= c;', 'const a = b >= c;']],
    ['const a = b === c;', ['const a = b !== c;']],
    ['const a = b && c;', ['const a = b || c;']],
    ['const a = b ?? c;', ['const a = b;']],
    ['const a = !b;', ['const a = b;']],
    ['const a = 5;', ['const a = 6;', 'const a = 0;']],
    ['const a = true;', ['const a = false;']],
    ['const a = b ? c : d;', ['const a = !(b) ? c : d;']],
    ['const a = Math.min(b, c);', ['const a = Math.max(b, c);']],
    ['const a = Math.sqrt(b);', ['const a = b;']],
    ['const a = b.some(c);', ['const a = b.every(c);']],
    ['const a = b.filter(c);', ['const a = b;']],
    ['while (a) b();', ['while (false) b();', 'while (a) undefined;']],
    ['a -= b;', ['undefined;', 'a += b;']],
    ['function f() { return a; }', ['function f() { return null; }']],
    ['if (a) throw b;', ['if (!(a)) throw b;', 'if (a)']],
  ])('of %j are %j', (source, expected) => {
    expect(becomes(source).toSorted()).toEqual(expected.toSorted());
  });

  it.each([
    "import { a } from '1';",
    'type A = 1 | 2;',
    "const a = 'b < c';",
    '// a + b',
    'const a = `b` + d;',
    'interface A { b: 1; }',
    'const a = b as 1;',
  ])('of %j are none', (source) => {
    expect(becomes(source)).toEqual([]);
  });

  it('stand at their lines', () => {
    expect(list('\n\nconst a = b + c;')[0]).toMatchObject({ file: 'a.ts', line: 3, start: 12, end: 17 });
  });

  it('are all held by one text, which does what each of them does once it is switched on', async () => {
    const mutants = list(SOURCE).map((mutant, id) => ({ ...mutant, id }));
    expect(mutants.length).toBeGreaterThan(15);
    const { code } = await transformWithOxc(instrument(SOURCE, mutants), 'a.ts');
    const run = (text: string, on: number) => {
      const body = text.replace(/^import.*$/m, '').replace('export function', 'return function');
      const passed: unknown[] = [];
      const f = new Function('b', '__mutant', body)(
        (value: unknown) => passed.length < 50 && passed.push(value),
        (id: number) => id === on,
      );
      const inputs = [
        [[2, 1], 3],
        [[1, 2], 0],
        [[1, 1], -1],
        [[], 1],
      ];
      return inputs.map((given) => {
        try {
          return [f(...given), [...passed]];
        } catch (error) {
          return String(error).slice(0, 30);
        }
      });
    };
    for (const { id, start, end, after, isStatement } of mutants) {
      const changed = SOURCE.slice(0, start) + (isStatement ? ';' : `(${after})`) + SOURCE.slice(end);
      const plain = await transformWithOxc(changed, 'a.ts');
      expect(run(code, id)).toEqual(run(plain.code, -1));
    }
  });

  it('are drawn by a seed, and drawn again after a change elsewhere', () => {
    const mutants = list(SOURCE);
    const drawn = drawMutants(mutants, 5, 1);
    expect(drawn).toHaveLength(5);
    expect(drawMutants(mutants.toReversed(), 5, 1)).toEqual(drawn);
    expect(drawMutants(mutants, 5, 2)).not.toEqual(drawn);
    const moved = drawMutants(list(`\n\n${SOURCE}`), 5, 1);
    expect(moved.map(({ lines }) => lines)).toEqual(drawn.map(({ lines }) => lines));
  });

  it('are explained by their lines', () => {
    const [mutant] = list('const a = b + c;');
    const explained = { before: 'const a = b + c;', after: 'const a = b - c;', reason: 'c is 0' };
    expect(findExplained([explained], mutant)).toBe(explained);
    expect(findExplained([{ ...explained, after: 'const a = b * c;' }], mutant)).toBeUndefined();
  });
});

describe('the tests of a mutant', () => {
  const passing = (ms: number, ids: number[]) => ({
    ms,
    passed: Object.fromEntries(ids.map((id) => [id, 3])),
  });
  const noted = [
    { path: '/tests/plan/far.test.ts', notes: { '': passing(0, []), a: passing(10, [7]) } },
    {
      path: '/tests/math/slow.test.ts',
      notes: { '': passing(0, []), b: passing(900, [7]), c: passing(9, [8]) },
    },
    { path: '/tests/math/near.test.ts', notes: { '': passing(5, [7]), d: passing(20, []) } },
  ];

  it('are those that come by it, of its own room first, then the shortest', () => {
    const { selected, tests, most } = selectTests(noted, 'src/math/a.ts', 7, 60_000);
    expect(selected).toEqual([
      // The module of this one comes by the mutant, so its test may notice.
      { path: '/tests/math/near.test.ts', ids: ['d'] },
      { path: '/tests/math/slow.test.ts', ids: ['b'] },
      { path: '/tests/plan/far.test.ts', ids: ['a'] },
    ]);
    expect([tests, most]).toEqual([3, 9]);
  });

  it('are as many as the time allows, and one at least', () => {
    const paths = (ms: number) => selectTests(noted, 'src/math/a.ts', 7, ms).selected.map(({ path }) => path);
    expect(paths(1)).toEqual(['/tests/math/near.test.ts']);
    expect(paths(1_100)).toEqual(['/tests/math/near.test.ts', '/tests/plan/far.test.ts']);
    expect(selectTests(noted, 'src/math/a.ts', 9, 60_000).tests).toBe(0);
  });

  it('are the short ones of a file, where the long ones take too long', () => {
    const one = {
      path: '/tests/math/a.test.ts',
      notes: { long: passing(9_000, [7]), short: passing(5, [7]) },
    };
    expect(selectTests([one], 'src/math/a.ts', 7, 2_000).selected).toEqual([
      { path: one.path, ids: ['short'] },
    ]);
  });
});

describe('npm run mutants', () => {
  it('reads its options', () => {
    expect(readOptions([])).toMatchObject({ count: 400, seed: 1, isAll: false });
    expect(readOptions(['--count', '7', 'src/math'])).toMatchObject({ count: 7, paths: ['src/math'] });
    expect(readOptions(['--help'])).toBeNull();
    expect(() => readOptions(['--count', 'many'])).toThrow(
      '--count: expected a whole number above 0, got "many"',
    );
    expect(() => readOptions(['--survivors'])).toThrow('survivors');
  });
});
