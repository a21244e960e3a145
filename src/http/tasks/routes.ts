import type { Hono } from 'hono';
import { compare, plan } from '../../compare/compare.ts';
import { AbsumError } from '../../errors.ts';
import { judge } from '../../judge/judge.ts';
import type { JudgeInput } from '../../judge/request.ts';
import { exportOnnx } from '../../model/onnx/export-onnx.ts';
import { predictInTurns } from '../../model/predict.ts';
import type { PlanFigures } from '../../plan/schema.ts';
import { admitComparison, type Gate } from '../gate/admit.ts';
import { tellBalance } from '../gate/spending.ts';
import { readTrace } from '../log.ts';
import type { AppParts } from '../parts.ts';
import { HttpError } from '../problem.ts';
import { readJson } from '../read-body.ts';
import { readJudgeRequest, readRecipe } from '../read-recipe.ts';
import { type ComparisonHooks, EVENT_HEADERS, prefersEvents, streamComparison } from '../stream.ts';
import { addSweepRoutes } from '../sweeps.ts';
import { readCheckRequest } from './check-request.ts';
import { keepUntilDone } from './keep-until-done.ts';
import { readOnnxRequest, readPredictRequest } from './predict-request.ts';
import { writePrediction } from './write-prediction.ts';

/** Adds the paths that take work: comparisons, scores, models and sweeps. */
export function addWorkRoutes(app: Hono, parts: AppParts, gate: Gate): void {
  addComparisonRoutes(app, parts, gate);
  addJudgeRoute(app);
  addCheckRoute(app);
  addModelRoutes(app, parts);
  addSweepRoutes(app, { ...parts, ...gate });
}

function addComparisonRoutes(app: Hono, { engines, limits, executor }: AppParts, gate: Gate): void {
  app.post('/v1/compare', async (c) => {
    const started = performance.now();
    const { input, translate } = await readRecipe(c.req);
    const { signal } = c.req.raw;
    const start = (hooks: Partial<ComparisonHooks>) => {
      const admit = (figures: PlanFigures) => admitComparison(c, gate, figures);
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
      await tellBalance(c, gate.budget);
      return c.json(figures);
    } catch (error) {
      throw translate(error);
    }
  });
}

/** Scores that others measured: some arithmetic, in turns, so that it costs no budget, as predictions cost none. */
function addJudgeRoute(app: Hono): void {
  app.post('/v1/judge', async (c) => {
    try {
      const { input, translate } = await readJudgeRequest(c.req);
      // Validated, whatever it is.
      const answer = judge(input as JudgeInput, { signal: c.req.raw.signal }).catch((error: unknown) => {
        throw translate(error);
      });
      return c.json(await answer);
    } catch (error) {
      throw nameRequest(error);
    }
  });
}

/** Somebody's training loop, in turns likewise; the parser is loaded when first asked for. */
function addCheckRoute(app: Hono): void {
  app.post('/v1/check', async (c) => {
    const { text, translate } = await readCheckRequest(c.req);
    const { checkLoop } = await import('../../check/check.ts');
    const answer = checkLoop(text, { signal: c.req.raw.signal }).catch((error: unknown) => {
      throw nameRequest(translate(error));
    });
    return c.json(await answer);
  });
}

/** What is no recipe is a request. */
function nameRequest(error: unknown): unknown {
  const isOfRequest = error instanceof AbsumError && error.code === 'invalid-recipe';
  return isOfRequest ? new HttpError('invalid-request', error.issues) : error;
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
