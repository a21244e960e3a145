import { useState } from 'preact/hooks';
import { loadLater } from '../loaded-later.tsx';
import type { RunsProps } from './earlier-runs.tsx';

const EarlierRuns = loadLater(() => import('./earlier-runs.tsx').then((module) => module.EarlierRuns));

/** The runs that are kept, folded away until someone asks for them. */
export function RunsSection(props: RunsProps) {
  const { shelf, list, isFull } = props.runs;
  const [wasOpened, setOpened] = useState(false);
  return (
    <>
      {(list.length > 0 || wasOpened) && (
        <details class="earlier" onToggle={() => setOpened(true)}>
          <summary>Earlier runs ({list.length})</summary>
          {wasOpened && <EarlierRuns {...props} />}
        </details>
      )}
      {list.length > 0 && !shelf.lasts && (
        <p class="hint">
          This browser lets the page store nothing: runs, form and file are gone when you leave it.
        </p>
      )}
      {isFull && <p class="hint">The last run is not kept: the browser has no room for it.</p>}
      <button type="button" class="plain afresh" onClick={props.onAfresh}>
        Start afresh
      </button>
    </>
  );
}
