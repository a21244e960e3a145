import { useEffect, useRef, useState } from 'preact/hooks';
import type { LocalEngine } from '../run/local-engine.ts';
import { type Preview, READING, type Reading } from '../run/protocol.ts';
import { buildRecipe, type Setup, type Source } from './setup.ts';

/** What is known of the data set chosen. */
export type PreviewState =
  | { readonly state: 'none' }
  | { readonly state: 'reading' }
  | { readonly state: 'read'; readonly preview: Preview; readonly source: Source }
  | { readonly state: 'unreadable'; readonly error: unknown };

/** So that a large file is not read for every letter typed. */
const PAUSE_MS = 200;

/**
 * Has the page's engine read the data set, and again whenever the set or its format changes. While the same set is read
 * in another way, what is known of it stands.
 */
export function usePreview(engine: LocalEngine, setup: Setup): PreviewState {
  const { source } = setup;
  const [result, setResult] = useState<PreviewState>({ state: 'none' });
  const last = useRef<Source | null>(null);
  const asked = JSON.stringify(chooseReading(setup));
  useEffect(() => {
    const isNew = last.current !== source;
    last.current = source;
    if (source === null) return setResult({ state: 'none' });
    if (isNew) setResult({ state: 'reading' });
    let isCurrent = true;
    engine.open(source);
    const ask = () =>
      engine.ask('preview', { reading: JSON.parse(asked) }).then(
        (preview) => isCurrent && setResult({ state: 'read', preview, source }),
        (error: unknown) => isCurrent && setResult({ state: 'unreadable', error }),
      );
    const timer = setTimeout(ask, isNew ? 0 : PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [engine, source, asked]);
  return result;
}

/** What of a setup decides how its file is read, as the plan will have it read. */
export function chooseReading(setup: Setup): Reading {
  const data = buildRecipe(setup).data as Readonly<Record<string, unknown>>;
  return Object.fromEntries(READING.map((name) => [name, data[name]]));
}
