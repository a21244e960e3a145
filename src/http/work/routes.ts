import type { Context, Hono } from 'hono';
import { Budget } from '../../admission/budget.ts';
import { createBudgetInMemory } from '../../admission/budget-in-memory.ts';
import { createMemoryAdmission, type MemoryAdmission } from '../../admission/memory.ts';
import { compare, plan } from '../../compare/compare.ts';
import { exportOnnx } from '../../model/onnx/export-onnx.ts';
import { predictInTurns } from '../../model/predict.ts';
import type { PlanFigures } from '../../plan/schema.ts';
import { enterMemory } from '../gate/memory.ts';
import { payFor, tellBalance } from '../gate/spending.ts';
import { readTrace } from '../log.ts';
import type { AppParts } from '../parts.ts';
import { readJson, readRecipe } from '../read-recipe.ts';
import { type ComparisonHooks, EVENT_HEADERS, prefersEvents, streamComparison } from '../stream.ts';
import { addSweepRoutes } from '../sweeps.ts';
import { keepUntilDone } from './keep-until-done.ts';
import { readOnnxRequest, readPredictRequest } from './predict-request.ts';
import { writePrediction } from './write-prediction.ts';

/** Adds the paths that take work: comparisons, models and sweeps. */
export function addWorkRoutes(app: Hono, given: AppParts): void {
  const parts = shareParts(given);
  addComparisonRoutes(app, parts);
  addModelRoutes(app, parts);
  addSweepRoutes(app, parts);
}

/** What all routes of work share. */
interface SharedParts extends AppParts {
  readonly memory: MemoryAdmission;
  readonly budget: Budget | undefined;
}

function shareParts(parts: AppParts): SharedParts {
  const { limits, budgetSeconds: seconds, mostSweeps: sweeps, threads, lanes } = parts;
  const { memory = createMemoryAdmission({ bytes: limits.memory, threads }) } = parts;
  if (seconds === undefined && sweeps === undefined) return { ...parts, memory, budget: undefined };
  const allowance = {
    seconds: seconds ?? Number.POSITIVE_INFINITY,
    sweeps: sweeps ?? Number.POSITIVE_INFINITY,
  };
  const { budgets = createBudgetInMemory() } = parts;
  return { ...parts, memory, budget: new Budget(budgets, { allowance, threads, lanes }) };
}

function addComparisonRoutes(app: Hono, parts: SharedParts): void {
  const { engines, limits, executor, budget } = parts;
  app.post('/v1/compare', async (c) => {
    const started = performance.now();
    const { input, translate } = await readRecipe(c.req);
    const { signal } = c.req.raw;
    const start = (hooks: Partial<ComparisonHooks>) => {
      const admit = (figures: PlanFigures) => admitComparison(c, parts, figures);
      const work = compare(input, { engines, limits, executor, admit, ...hooks });
      keepUntilDone(c, work);
      return work.catch((error: unknown) => {
        throw translate(error);
      });
    };
    if (prefersEvents(c.req.header('accept'))) {
      return c.body(await streamComparison(start, signal, { trace: readTrace(c) }), 200, EVENT_HEADERS);
    }
    const report = await start({ signal });
    c.header('server-timing', `compare;dur=${(performance.now() - started).toFixed(1)}`);
    return c.json(report);
  });

  app.post('/v1/plan', async (c) => {
    const { input, translate } = await readRecipe(c.req);
    try {
      const figures = await plan(input, { engines, limits });
      await tellBalance(c, budget);
      return c.json(figures);
    } catch (error) {
      throw translate(error);
    }
  });
}

/** Admits a comparison to the memory, and has its caller pay for it. */
async function admitComparison(c: Context, { memory, budget }: SharedParts, figures: PlanFigures) {
  const release = enterMemory(c, memory, figures);
  try {
    const settle = await payFor(c, budget, figures);
    return (done: number) => {
      release();
      settle(done);
    };
  } catch (error) {
    release();
    throw error;
  }
}

function addModelRoutes(app: Hono, { limits }: AppParts): void {
  app.post('/v1/predict', async (c) => {
    const { model, rows, options } = readPredictRequest(await readJson(c.req));
    const { products } = limits;
    const predicted = await predictInTurns(model, rows, { ...options, products, signal: c.req.raw.signal });
    return c.body(writePrediction(predicted), 200, { 'content-type': 'application/json' });
  });

  app.post('/v1/onnx', async (c) => {
    const file = exportOnnx(readOnnxRequest(await readJson(c.req)));
    c.header('content-type', 'application/octet-stream');
    c.header('content-disposition', 'attachment; filename="absum-model.onnx"');
    return c.body(file);
  });
}
