import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

/** tfjs ships ES modules that only a bundler can resolve, so vitest bundles them. */
const tfjs = {
  resolve: { mainFields: ['module', 'main'] },
  ssr: { resolve: { mainFields: ['module', 'main'] } },
};

/** Suites that every host runs; `#host` is how a suite reaches the app on the host at hand. */
const ON_EVERY_HOST = 'tests/http/**/*.test.ts';

/** Suites of what Cloudflare alone has. */
const ON_CLOUDFLARE = 'tests/cloudflare/**/*.test.ts';

/** Simulations, long trainings and what takes tens of seconds: run by `npm run test:long`, and so by CI. */
const SLOW = 'tests/**/*.slow.test.ts';

/**
 * Suites about what a process has once, its turns and the backend of tfjs, or that wait for turns by the hundred; and those
 * that train often with tfjs, which takes some ten times as long where others have left its heap large: each in a process of
 * its own.
 */
const ALONE = [
  'tests/pace.test.ts',
  'tests/engines/backend.test.ts',
  'tests/cli/commands/local-desk.test.ts',
  'tests/plan/grid/linear-maximum.test.ts',
  'tests/node/sweeps/work-in-pool.test.ts',
];

const NODE = {
  setupFiles: ['tests/seed.ts'],
  alias: { '#host': new URL('tests/hosts/on-node.ts', import.meta.url).pathname },
  server: { deps: { inline: [/@tensorflow/] } },
  testTimeout: 120_000,
  hookTimeout: 120_000,
};

export default defineConfig({
  test: {
    // One for each core: by default one core is left free, which on two halves the pace.
    maxWorkers: '100%',
    // CI counts the tests by this file.
    reporters: process.env.CI
      ? ['default', ['json', { outputFile: `dist/${process.env.RESULTS ?? 'test-results'}.json` }]]
      : ['default'],
    projects: [
      {
        ...tfjs,
        test: {
          ...NODE,
          name: 'node',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/e2e/**', ON_CLOUDFLARE, SLOW, ...ALONE],
          // A worker for each file would compile the modules anew two hundred times.
          isolate: false,
        },
      },
      { ...tfjs, test: { ...NODE, name: 'alone', include: ALONE } },
      { ...tfjs, test: { ...NODE, name: 'slow', include: [SLOW] } },
      {
        ...tfjs,
        plugins: [cloudflareTest({ wrangler: { configPath: './wrangler.toml' } })],
        test: {
          name: 'workerd',
          include: [ON_EVERY_HOST],
          setupFiles: ['tests/seed.ts'],
          alias: { '#host': new URL('tests/hosts/on-workerd.ts', import.meta.url).pathname },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        ...tfjs,
        plugins: [cloudflareTest({ wrangler: { configPath: './wrangler.toml' } })],
        test: {
          name: 'workerd-tfjs',
          include: [ON_EVERY_HOST],
          setupFiles: ['tests/seed.ts'],
          alias: { '#host': new URL('tests/hosts/on-workerd-tfjs.ts', import.meta.url).pathname },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        ...tfjs,
        plugins: [cloudflareTest({ wrangler: { configPath: './wrangler.toml' } })],
        test: {
          name: 'cloudflare',
          include: [ON_CLOUDFLARE],
          setupFiles: ['tests/seed.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'types',
          include: [],
          typecheck: { enabled: true, only: true, include: ['tests/**/*.test-d.ts'] },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
