import { useEffect, useRef, useState } from 'preact/hooks';
import { AbsumError, type Issue } from '../../errors.ts';
import type { PlanFigures } from '../../plan/schema.ts';
import type { LocalEngine } from '../run/local-engine.ts';
import { findBase } from '../run/run.ts';
import { hasService } from '../surroundings.ts';
import { buildRecipe, INCLUDED, putData, type Setup } from './setup.ts';

/** What the comparison set up would cost, or why it cannot be run. */
export type PlanState =
  | { readonly state: 'none' }
  | {
      readonly state: 'planned';
      /** What was planned: the form may have moved on. */
      readonly setup: Setup;
      readonly plan: PlanFigures;
      /** What the report can hold besides. */
      readonly include: readonly string[];
      /** Whether the page's own engine cannot do it. */
      readonly needsServer: boolean;
    }
  | { readonly state: 'refused'; readonly error: unknown };

/** So that a plan is not made for every letter typed. */
const PAUSE_MS = 200;

/** Plans the comparison a moment after the last change of its setup; until then the last plan stands. */
export function usePlan(
  engine: LocalEngine,
  setup: Setup,
  isReady: boolean,
  key: string | undefined,
): PlanState {
  const [result, setResult] = useState<PlanState>({ state: 'none' });
  const hasPlanned = useRef(false);
  useEffect(() => {
    if (!isReady) return setResult({ state: 'none' });
    let isCurrent = true;
    const ask = () =>
      planSomewhere(engine, setup, key).then(
        (planned) => isCurrent && setResult(planned),
        (error: unknown) => isCurrent && setResult({ state: 'refused', error }),
      );
    // What the page opens with waits for nobody.
    const timer = setTimeout(ask, hasPlanned.current ? PAUSE_MS : 0);
    hasPlanned.current = true;
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [engine, setup, isReady, key]);
  return result;
}

/** Plans with all that the page can show; a data set too large for that without what goes row by row. */
async function planSomewhere(engine: LocalEngine, setup: Setup, key: string | undefined): Promise<PlanState> {
  return planWith(INCLUDED, engine, setup, key).catch((error: unknown) => {
    if (isTooMuchIncluded(error)) return planWith(['model'], engine, setup, key);
    throw error;
  });
}

/** Plans in the page; what needs the engine that the page lacks is planned by the service. */
async function planWith(
  include: readonly string[],
  engine: LocalEngine,
  setup: Setup,
  key: string | undefined,
): Promise<PlanState> {
  const recipe = buildRecipe(setup, include);
  try {
    const plan = await engine.ask('plan', { recipe });
    return { state: 'planned', setup, plan, include, needsServer: false };
  } catch (error) {
    if (!(error instanceof AbsumError && error.code === 'unsupported') || setup.source === null) throw error;
    if (!hasService()) {
      const { explainWithoutServer } = await import('../run/without-server.ts');
      throw explainWithoutServer(recipe);
    }
    const { planRemotely } = await import('../run/server.ts');
    const plan = await planRemotely(findBase(), putData(recipe, setup.source), { key });
    return { state: 'planned', setup, plan, include, needsServer: true };
  }
}

function isTooMuchIncluded(error: unknown): boolean {
  const { issues } = error as { readonly issues?: readonly Issue[] };
  return Array.isArray(issues) && issues.length > 0 && issues.every(({ place }) => place === 'include');
}
