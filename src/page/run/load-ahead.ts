import type { LocalEngine } from './local-engine.ts';

/**
 * Loads what is shown and made of an answer on a press, while trials run: another version of the page may have taken the
 * place of this one on the server by the time that they are over. What cannot be loaded now is asked for again, and says so
 * then.
 */
export async function loadAhead(engine: LocalEngine): Promise<void> {
  await Promise.allSettled([
    import('../answer/lambda-view.tsx'),
    import('../answer/citation.tsx'),
    import('../../report/table.ts'),
    engine.ask('ahead', {}),
  ]);
}

/** Loads what every answer is shown by, for the same reason. */
export async function loadAnswer(): Promise<void> {
  await Promise.allSettled([import('../answer/charts/chart-tools.tsx'), import('../setup/way-buttons.tsx')]);
}
