import { useEffect, useRef } from 'preact/hooks';
import { readLink, writeLink } from '../setup/link.ts';
import { FIRST_SETUP, type Setup } from '../setup/setup.ts';
import { findTab } from './tab.ts';

/** So that a word typed is one step back, not a step for each of its letters. */
const PAUSE_MS = 600;

/** What an entry of the browser's history knows of a setup: the page itself has it, as long as it is not reloaded. */
interface Entry {
  /** When this page was opened: an entry of an earlier visit means another setup. */
  readonly visit: number;
  readonly number: number;
}

/**
 * The address tells the recipe, as it is edited, and going back undoes. A setup comes back as it was, its file too; where
 * the page was reloaded in between, as the address tells it.
 *
 * @param opened what stood behind `#` when the page was opened
 * @returns changes the setup without a step of its own to go back by: for what the page does, not the user
 */
export function useAddress(
  setup: Setup,
  opened: string,
  setSetup: (next: (before: Setup) => Setup) => void,
): (part: Partial<Setup>) => void {
  const setups = useRef<Setup[]>([]);
  /** What the address tells already. */
  const told = useRef<Setup | null>(null);
  const adjusted = useRef<Setup | null>(null);
  /** Whether a change waits for its place in the history. */
  const isWaiting = useRef(false);
  const enter = (entered: Setup): Entry => {
    told.current = entered;
    return { visit: performance.timeOrigin, number: setups.current.push(entered) - 1 };
  };

  useEffect(() => {
    if (told.current === setup) return;
    if (told.current === null) {
      told.current = setup;
      if (location.hash === opened) history.replaceState(enter(setup), '');
      return;
    }
    const isStep = isWaiting.current || setup !== adjusted.current;
    isWaiting.current = isStep;
    // What is typed leaves the data as they are.
    const isTyped = setup.source === told.current.source;
    const timer = setTimeout(
      () => {
        // The address is that of what is shown meanwhile; the next change tells this one too.
        if (findTab(location.hash) !== 'compare') return;
        const link = `#${writeLink(setup)}`;
        if (isStep && link !== location.hash) history.pushState(enter(setup), '', link);
        else history.replaceState(enter(setup), '', isStep ? undefined : link);
        isWaiting.current = false;
      },
      isTyped ? PAUSE_MS : 0,
    );
    return () => clearTimeout(timer);
  }, [setup]);

  useEffect(() => {
    // Also after a step in the history, as long as the parts after # differ.
    const follow = () => {
      if (findTab(location.hash) !== 'compare') return;
      const { visit, number = -1 } = (history.state ?? {}) as Partial<Entry>;
      const known = visit === performance.timeOrigin ? setups.current[number] : undefined;
      setSetup((before) => {
        told.current = known ?? readAddress(before);
        return told.current;
      });
    };
    const stop = new AbortController();
    addEventListener('popstate', follow, { signal: stop.signal });
    // A link may have been followed while the page looked for what it has kept.
    if (location.hash !== opened) setSetup(readAddress);
    return () => stop.abort();
  }, []);
  return (part) =>
    setSetup((before) => {
      adjusted.current = { ...before, ...part };
      return adjusted.current;
    });
}

/** The setup that the address tells; a link for a file leaves the file that is there. */
function readAddress(before: Setup): Setup {
  const linked = readLink(location.hash) ?? FIRST_SETUP;
  return linked.source === null && before.source?.kind === 'csv'
    ? { ...linked, source: before.source }
    : linked;
}
