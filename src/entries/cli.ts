#!/usr/bin/env node
import { keepCompiled } from '../node/keep-compiled.ts';

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    // The reader has seen enough and closed the pipe, as `| head` does.
    if (code === 'EPIPE') process.exit(0);
    if (stream !== process.stderr) process.stderr.write(`error: ${message}\n`);
    process.exit(1);
  });
}

// Before anything else is loaded.
keepCompiled(process.env);
const { runProgram } = await import('../cli/program.ts');

const STOPS = ['SIGINT', 'SIGTERM'] as const;

process.exitCode = await runProgram(
  {
    argv: process.argv.slice(2),
    env: process.env,
    // Opened only when it is read.
    get stdin() {
      return process.stdin;
    },
    stdout: process.stdout,
    stderr: process.stderr,
    now: () => performance.now(),
    onInterrupt(listener) {
      for (const signal of STOPS) process.on(signal, listener);
      return () => {
        for (const signal of STOPS) process.off(signal, listener);
      };
    },
    exit: (code) => process.exit(code),
  },
  {
    library: async () => ({
      ...(await import('../compare/compare.ts')),
      exportOnnx: async (model) => (await import('../model/onnx/export-onnx.ts')).exportOnnx(model),
    }),
    judge: () => import('../judge/judge.ts'),
    check: () => import('../check/check.ts'),
    worth: () => import('../worth/worth.ts'),
    engines: () => import('../node/engines.ts'),
    pool: () => import('../node/pool.ts'),
    server: () => import('../node/server.ts'),
    client: () => import('../client/compare-remotely.ts'),
    sweeps: () => import('../client/sweeps.ts'),
    folder: () => import('../node/sweeps/for-commands.ts'),
    judgeCharts: () => import('../charts/judge/charts.ts'),
    charts: async () => ({
      ...(await import('../charts/charts.ts')),
      ...(await import('../charts/lambda-charts.ts')),
    }),
  },
);
