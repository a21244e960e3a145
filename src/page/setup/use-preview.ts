import { useEffect, useState } from 'preact/hooks';
import type { LocalEngine } from '../run/local-engine.ts';
import type { Preview } from '../run/protocol.ts';
import type { Setup } from './setup.ts';

/** What is known of the data set chosen. */
export type PreviewState =
  | { readonly state: 'none' }
  | { readonly state: 'reading' }
  | { readonly state: 'read'; readonly preview: Preview }
  | { readonly state: 'unreadable'; readonly error: unknown };

/** Has the page's engine read the data set, and again whenever the set or its format changes. */
export function usePreview(engine: LocalEngine, { source, fields }: Setup): PreviewState {
  const [result, setResult] = useState<PreviewState>({ state: 'none' });
  const delimiter = fields.delimiter || undefined;
  const decimal = fields.decimal || undefined;
  useEffect(() => {
    if (source === null) return setResult({ state: 'none' });
    let isCurrent = true;
    setResult({ state: 'reading' });
    engine.open(source);
    engine.ask('preview', { reading: { delimiter, decimal } }).then(
      (preview) => isCurrent && setResult({ state: 'read', preview }),
      (error: unknown) => isCurrent && setResult({ state: 'unreadable', error }),
    );
    return () => {
      isCurrent = false;
    };
  }, [engine, source, delimiter, decimal]);
  return result;
}
