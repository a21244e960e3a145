import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { DIRECTIONS, findCircles, judgeImport, listImports, nameRoom, readImports } from './directions.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'src'], {
  cwd: ROOT,
  encoding: 'utf8',
});
const files = tracked
  .split('\n')
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => file.replace(/^src\//, ''));
const imports = readImports(ROOT, files);

describe('the house', () => {
  test('imports what the table of directions lets it', () => {
    expect(imports.length).toBeGreaterThan(500);
    expect(imports.map(judgeImport).filter((fault) => fault !== null)).toEqual([]);
  });

  test('has no circle of imports, of types neither', () => {
    expect(findCircles(imports)).toEqual([]);
  });

  test('has no room that the table does not know, and the table no room that is not there', () => {
    expect(new Set(files.map(nameRoom))).toEqual(new Set(Object.keys(DIRECTIONS)));
  });

  test('has no folder of more than 24 files of its own, of tests neither', () => {
    const all = execFileSync(
      'git',
      ['ls-files', '--cached', '--others', '--exclude-standard', 'src', 'tests'],
      {
        cwd: ROOT,
        encoding: 'utf8',
      },
    );
    const counts = new Map<string, number>();
    for (const file of all.trim().split('\n')) {
      const folder = file.slice(0, file.lastIndexOf('/'));
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
    expect([...counts].filter(([, count]) => count > 24)).toEqual([]);
  });
});

describe('a planted import', () => {
  test.each([
    ['data/x.ts', '../recipe/schema.ts'],
    ['math/x.ts', '../random/random.ts'],
    ['errors.ts', './recipe/schema.ts'],
    ['recipe/x.ts', '../training/trial.ts'],
    ['training/x.ts', '../plan/plan.ts'],
    ['training/findings/x.ts', '../../report/build.ts'],
    ['plan/x.ts', '../report/schema.ts'],
    ['report/x.ts', '../compare/compare.ts'],
    ['compare/x.ts', '../engines/fused/engine.ts'],
    ['compare/x.ts', '../kernels/penalty.ts'],
    ['engines/x.ts', './fused/engine.ts'],
    ['engines/fused/x.ts', '../tfjs/engine.ts'],
    ['engines/fused/x.ts', '@tensorflow/tfjs-core'],
    ['pool/x.ts', '../http/app.ts'],
    ['sweeps/x.ts', '../cloudflare/sweep-object.ts'],
    ['sweeps/x.ts', 'hono'],
    ['http/x.ts', '../pool/pool.ts'],
    ['http/x.ts', 'node:fs'],
    ['charts/x.ts', '../compare/compare.ts'],
    ['client/x.ts', '../http/problem.ts'],
    ['cli/x.ts', '../entries/index.ts'],
    ['page/x.ts', '../node/server.ts'],
    ['page/x.ts', 'd3-scale'],
    ['cellar/x.ts', '../errors.ts'],
  ])('from %s of %s is refused', (file, specifier) => {
    expect(judgeImport({ file, specifier })).not.toBeNull();
  });

  test('of a type, at the call, or for effect is found', () => {
    const source = `import type { A } from './a.ts';\nexport type { B } from "./b.ts";
      type C = typeof import('./c.ts');\nconst d = await import(\n  './d.ts');\nimport './e.ts';`;
    const found = listImports('data/x.ts', source).map(({ specifier }) => specifier);
    expect(found).toEqual(['./a.ts', './b.ts', './c.ts', './d.ts', './e.ts']);
  });

  test('that closes a circle is found, and what only leads to the circle is not of it', () => {
    const planted = [
      { file: 'data/a.ts', specifier: './b.ts' },
      { file: 'data/b.ts', specifier: './c.ts' },
      { file: 'data/c.ts', specifier: './b.ts' },
      { file: 'data/c.ts', specifier: './d.ts' },
    ];
    expect(findCircles(planted)).toEqual([['data/b.ts', 'data/c.ts']]);
  });
});
