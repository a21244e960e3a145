import { useEffect, useRef } from 'preact/hooks';
import { readRunLink } from '../setup/link.ts';
import type { Setup } from '../setup/setup.ts';
import type { PlanState } from '../setup/use-plan.ts';

/** What nobody pressed for is computed if it takes no longer; else Compare is there to be pressed. */
const MOST_SECONDS_UNASKED = 10;

interface OnceReady {
  /** Has the setup compared, once it is planned. */
  ask(): void;
  /** Whoever edits wants no answer to what was there before. */
  forget(): void;
}

/**
 * Compares as soon as the setup at hand is planned: when asked to, at a first visit for its example, and at a link that
 * says so.
 */
export function useOnceReady(
  setup: Setup,
  planned: PlanState,
  isFirst: boolean,
  compare: (isUnasked: boolean) => void,
): OnceReady {
  const isAsked = useRef(false);
  const isOpening = useRef(isFirst || readRunLink(location.hash));
  useEffect(() => {
    if (planned.state === 'refused') isAsked.current = false;
    if (planned.state !== 'planned' || planned.setup !== setup) return;
    const isSmall = !planned.needsServer && planned.plan.seconds <= MOST_SECONDS_UNASKED;
    const isUnasked = !isAsked.current;
    const isWanted = isAsked.current || (isOpening.current && isSmall);
    isAsked.current = isOpening.current = false;
    if (isWanted) compare(isUnasked);
  }, [planned, setup]);
  useEffect(() => {
    // Opened in a page that is there already.
    const look = () => {
      isOpening.current ||= readRunLink(location.hash);
    };
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, []);
  return {
    ask() {
      isAsked.current = true;
    },
    forget() {
      isAsked.current = isOpening.current = false;
    },
  };
}
