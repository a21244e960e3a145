import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { dropSweepLink, writeLink } from '../setup/link.ts';
import type { LocalEngine } from './local-engine.ts';
import {
  type Answered,
  type ComparisonSetup,
  type Parting,
  type Place,
  type Run,
  runComparison,
} from './run.ts';
import { rememberSweep } from './sweep-list.ts';

/** How a comparison is started. */
interface Start {
  readonly place: Place;
  /** Of the server. */
  readonly key: string | undefined;
  /** One that runs already. */
  readonly sweep?: string;
  /** Whether the page compares by itself, as it does when it is opened. */
  readonly isUnasked?: boolean;
}

export interface Runner {
  readonly run: Run;
  /** The last answer; that of `run` where it is answered. */
  readonly last: Answered | null;
  start(asked: ComparisonSetup, how: Start): void;
  /** Follows a sweep that runs already, or is done. */
  follow(asked: ComparisonSetup, sweep: string, key: string | undefined): void;
  part(how: Parting): void;
  /** Shows an answer that was there before; null shows none. */
  show(answered: Answered | null): void;
}

/**
 * The one comparison that the page runs or follows at a time; a new one stops the one before, and leaves a sweep.
 *
 * @param opening the answer that the page opens with
 * @param onAnswer told of each new answer
 */
export function useRun(
  engine: LocalEngine,
  opening: Answered | null,
  onAnswer: (answered: Answered) => void,
): Runner {
  const [{ run, last }, setState] = useState<{ run: Run; last: Answered | null }>({
    run: opening ?? { state: 'idle' },
    last: opening,
  });
  const setRun = (next: Run) =>
    setState((before) => ({ run: next, last: next.state === 'answered' ? next : before.last }));
  const current = useRef(new AbortController());
  const part = useCallback((how: Parting) => current.current.abort(how), []);
  useEffect(() => () => part('leave'), []);
  const start = useCallback(
    (asked: ComparisonSetup, { sweep, ...how }: Start) => {
      part('leave');
      const controller = new AbortController();
      current.current = controller;
      if (sweep === undefined) leaveSweepAddress();
      const onChange = (next: Run) => {
        if (current.current !== controller) return;
        setRun(next);
        if (next.state === 'answered') onAnswer(next);
      };
      const onSweep = (id: string) => {
        const link = writeLink(asked, id);
        rememberSweep({ link, started: Date.now() });
        // The address of the page is that of the sweep, so that a bookmark or a reload finds it again.
        history.replaceState(null, '', `#${link}`);
      };
      const { signal } = controller;
      void runComparison(asked, { engine, signal, sweep, ...how, onSweep, onChange });
    },
    [engine],
  );
  const follow = useCallback(
    (asked: ComparisonSetup, sweep: string, key: string | undefined) =>
      start(asked, { place: 'sweep', key, sweep }),
    [start],
  );
  const show = useCallback((answered: Answered | null) => {
    part('leave');
    current.current = new AbortController();
    leaveSweepAddress();
    setState({ run: answered ?? { state: 'idle' }, last: answered });
  }, []);
  return { run, last, start, follow, part, show };
}

/** What is shown now is not the sweep that the address names: a reload is not to bring that back. */
function leaveSweepAddress(): void {
  const hash = dropSweepLink(location.hash);
  if (hash !== location.hash)
    history.replaceState(history.state, '', hash === '#' ? location.pathname + location.search : hash);
}
