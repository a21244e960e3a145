import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BIOME = join(ROOT, 'node_modules/.bin/biome');

/** [a file of a room, an import that goes the wrong way] */
const VIOLATIONS = [
  ['src/data/x.ts', '../compare/plan.ts'],
  ['src/data/x.ts', '../engines/engine.ts'],
  ['src/data/x.ts', 'node:fs'],
  ['src/random/x.ts', '../http/app.ts'],
  ['src/statistics/x.ts', '../compare/plan.ts'],
  ['src/errors.ts', 'hono'],
  ['src/kernels/x.ts', '../engines/engine.ts'],
  ['src/kernels/x.ts', '@tensorflow/tfjs-core'],
  ['src/engines/x.ts', '../kernels/penalty-kernels.ts'],
  ['src/engines/x.ts', '../compare/plan.ts'],
  ['src/engines/x.ts', './fused/engine.ts'],
  ['src/engines/fused/x.ts', '@tensorflow/tfjs-core'],
  ['src/engines/fused/x.ts', '../tfjs/engine.ts'],
  ['src/engines/tfjs/x.ts', '../../compare/plan.ts'],
  ['src/engines/tfjs/x.ts', 'hono'],
  ['src/statistics/x.ts', '../http/app.ts'],
  ['src/statistics/x.ts', '../compare/report.ts'],
  ['src/statistics/x.ts', '../engines/engine.ts'],
  ['src/statistics/x.ts', '../kernels/penalty.ts'],
  ['src/statistics/x.ts', '../data/summarize.ts'],
  ['src/statistics/x.ts', '../random/random.ts'],
  ['src/statistics/x.ts', '../index.ts'],
  ['src/statistics/x.ts', 'hono'],
  ['src/statistics/x.ts', '@tensorflow/tfjs-core'],
  ['src/statistics/x.ts', 'node:fs'],
  ['src/data/x.ts', '../model/model.ts'],
  ['src/validate.ts', './compare/recipe.ts'],
  ['src/engines/fused/x.ts', '../../model/model.ts'],
  ['src/model/x.ts', '../compare/report.ts'],
  ['src/model/x.ts', '../engines/engine.ts'],
  ['src/model/x.ts', '../http/app.ts'],
  ['src/model/x.ts', '../kernels/penalty.ts'],
  ['src/model/onnx/x.ts', '../../compare/report.ts'],
  ['src/model/x.ts', 'hono'],
  ['src/model/x.ts', 'node:fs'],
  ['src/model/x.ts', '../index.ts'],
  ['src/compare/x.ts', '../engines/tfjs/engine.ts'],
  ['src/compare/x.ts', '../engines/fused/engine.ts'],
  ['src/compare/x.ts', '../kernels/penalty.ts'],
  ['src/compare/x.ts', '../http/app.ts'],
  ['src/compare/x.ts', '../node-engines.ts'],
  ['src/compare/x.ts', '../pool/pool.ts'],
  ['src/compare/x.ts', '../pool-worker.ts'],
  ['src/engines/x.ts', '../pool/pool.ts'],
  ['src/data/x.ts', '../pool/pool.ts'],
  ['src/pool/x.ts', '../http/app.ts'],
  ['src/pool/x.ts', '../engines/fused/engine.ts'],
  ['src/pool/x.ts', '../kernels/penalty.ts'],
  ['src/pool/x.ts', '../node-pool.ts'],
  ['src/pool/x.ts', 'node:worker_threads'],
  ['src/data/x.ts', '../sweeps/ledger.ts'],
  ['src/statistics/x.ts', '../sweeps/ledger.ts'],
  ['src/model/x.ts', '../sweeps/ledger.ts'],
  ['src/kernels/x.ts', '../sweeps/ledger.ts'],
  ['src/engines/x.ts', '../sweeps/ledger.ts'],
  ['src/engines/tfjs/x.ts', '../../sweeps/ledger.ts'],
  ['src/engines/fused/x.ts', '../../sweeps/ledger.ts'],
  ['src/compare/x.ts', '../sweeps/ledger.ts'],
  ['src/pool/x.ts', '../sweeps/ledger.ts'],
  ['src/sweeps/x.ts', '../http/app.ts'],
  ['src/sweeps/x.ts', '../pool/pool.ts'],
  ['src/sweeps/x.ts', '../engines/fused/engine.ts'],
  ['src/sweeps/x.ts', '../kernels/penalty.ts'],
  ['src/sweeps/x.ts', '../client/compare-remotely.ts'],
  ['src/sweeps/x.ts', '../index.ts'],
  ['src/sweeps/x.ts', 'hono'],
  ['src/sweeps/x.ts', 'node:sqlite'],
  ['src/sweeps/x.ts', 'cloudflare:workers'],
  ['src/sweeps/x.ts', '../cloudflare/store.ts'],
  ['src/http/x.ts', 'cloudflare:workers'],
  ['src/http/x.ts', '../cloudflare/sweep-service.ts'],
  ['src/compare/x.ts', '../cloudflare/store.ts'],
  ['src/page/x.ts', '../cloudflare/store.ts'],
  ['src/cloudflare/x.ts', '../http/app.ts'],
  ['src/cloudflare/x.ts', '../pool/pool.ts'],
  ['src/cloudflare/x.ts', '../engines/fused/engine.ts'],
  ['src/cloudflare/x.ts', '../kernels/penalty.ts'],
  ['src/cloudflare/x.ts', '../worker.ts'],
  ['src/cloudflare/x.ts', 'hono'],
  ['src/cloudflare/x.ts', 'node:fs'],
  ['src/http/x.ts', '../pool/pool.ts'],
  ['src/http/x.ts', '../engines/tfjs/engine.ts'],
  ['src/http/x.ts', '@tensorflow/tfjs-core'],
  ['src/http/x.ts', 'node:fs'],
  ['src/worker.ts', 'node:fs'],
  ['src/compare/x.ts', '../charts/charts.ts'],
  ['src/compare/x.ts', 'd3-scale'],
  ['src/http/x.ts', '../client/compare-remotely.ts'],
  ['src/http/x.ts', '../page/main.tsx'],
  ['src/http/x.ts', '../node-page.ts'],
  ['src/data/x.ts', '../cli/program.ts'],
  ['src/charts/x.ts', '../page/main.tsx'],
  ['src/charts/x.ts', '../http/app.ts'],
  ['src/charts/x.ts', '../index.ts'],
  ['src/charts/x.ts', 'preact'],
  ['src/client/x.ts', '../http/problem.ts'],
  ['src/client/x.ts', '../charts/charts.ts'],
  ['src/client/x.ts', 'node:fs'],
  ['src/cli/x.ts', '../http/app.ts'],
  ['src/cli/x.ts', '../page/main.tsx'],
  ['src/cli/x.ts', '../engines/fused/engine.ts'],
  ['src/cli/x.ts', 'd3-scale'],
  ['src/page/x.ts', '../http/app.ts'],
  ['src/page/x.ts', '../cli/program.ts'],
  ['src/page/x.ts', '../worker.ts'],
  ['src/page/x.ts', '../engines/fused/engine.ts'],
  ['src/page/x.ts', 'd3-scale'],
  ['src/page/x.ts', 'node:fs'],
] as const;

/** Imports that go the right way. */
const ALLOWED = [
  ['src/statistics/x.ts', '../random/elementary.ts'],
  ['src/model/x.ts', '../data/encode.ts'],
  ['src/model/x.ts', '../random/elementary.ts'],
  ['src/compare/x.ts', '../model/model.ts'],
  ['src/compare/x.ts', '../engines/engine.ts'],
  ['src/compare/x.ts', '../data/dataset.ts'],
  ['src/engines/tfjs/x.ts', '../../kernels/penalty-kernels.ts'],
  ['src/engines/tfjs/x.ts', '@tensorflow/tfjs-core'],
  ['src/engines/fused/x.ts', '../../kernels/arena.ts'],
  ['src/pool/x.ts', '../compare/executor.ts'],
  ['src/pool/x.ts', '../engines/engine.ts'],
  ['src/sweeps/x.ts', '../compare/executor.ts'],
  ['src/sweeps/x.ts', '../engines/engine.ts'],
  ['src/http/x.ts', '../compare/plan.ts'],
  ['src/http/x.ts', '../sweeps/sweep.ts'],
  ['src/cloudflare/x.ts', '../sweeps/ledger.ts'],
  ['src/cloudflare/x.ts', 'cloudflare:workers'],
  ['src/worker.ts', './cloudflare/sweep-service.ts'],
  ['src/http/x.ts', 'hono'],
  ['src/node.ts', 'node:fs'],
  ['src/charts/x.ts', '../compare/verdict/metric-kinds.ts'],
  ['src/charts/x.ts', 'd3-scale'],
  ['src/client/x.ts', '../compare/progress.ts'],
  ['src/client/x.ts', 'eventsource-parser'],
  ['src/cli/x.ts', '../node.ts'],
  ['src/cli/x.ts', '../charts/charts.ts'],
  ['src/cli/x.ts', 'commander'],
  ['src/page/x.ts', '../charts/charts.ts'],
  ['src/page/x.ts', '../index.ts'],
  ['src/page/x.ts', 'preact'],
] as const;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'absum-directions-'));
  execFileSync('git', ['init', '--quiet', folder]);
  copyFileSync(join(ROOT, 'biome.json'), join(folder, 'biome.json'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function lint(file: string, imported: string): string {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `import { x } from '${imported}';\n\nexport const y = x;\n`);
  const { stdout, stderr } = spawnSync(BIOME, ['lint', file], { cwd: folder, encoding: 'utf8' });
  rmSync(path);
  return stdout + stderr;
}

describe('the linter', () => {
  test.each(VIOLATIONS)('refuses that %s imports %s', (file, imported) => {
    expect(lint(file, imported)).toContain('noRestrictedImports');
  });

  test.each(ALLOWED)('lets %s import %s', (file, imported) => {
    expect(lint(file, imported)).not.toContain('noRestrictedImports');
  });
});
