import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { JudgeAnswer } from '../../judge/answer.ts';
import { findTab } from '../address/tab.ts';
import type { LocalEngine } from '../run/local-engine.ts';
import { type JudgeFaults, NO_FAULTS, sortJudgeFaults } from './faults.ts';
import { buildRequest, type JudgeSetup, readJudgeLink, type ScoresSource, writeJudgeLink } from './setup.ts';

/** So that a word typed is judged once, and not by each of its letters. */
const PAUSE_MS = 250;

/** An answer, and what was asked. */
export interface Judged {
  readonly setup: JudgeSetup & { readonly source: ScoresSource };
  readonly answer: JudgeAnswer;
}

export interface JudgeLab {
  readonly setup: JudgeSetup;
  readonly change: (next: (before: JudgeSetup) => JudgeSetup) => void;
  /** The last answer to these scores; null without one. */
  readonly judged: Judged | null;
  /** Whether it is not, or not yet, the answer to what the form says. */
  readonly isFormer: boolean;
  readonly isWorking: boolean;
  readonly faults: JudgeFaults;
  /** Every candidate that the scores were seen to have. */
  readonly names: readonly string[];
}

/** Judges what the form says, at once and whenever it changes. */
export function useJudge(engine: LocalEngine, isHidden: boolean): JudgeLab {
  const [setup, change] = useState<JudgeSetup>(() => readJudgeLink(location.hash));
  const [judged, setJudged] = useState<Judged | null>(null);
  const [failed, setFailed] = useState<{ readonly setup: JudgeSetup; readonly error: unknown } | null>(null);
  const before = useRef<ScoresSource | null>(null);
  useEffect(() => {
    const { source } = setup;
    const request = buildRequest(setup);
    if (source === null || request === null) return;
    const stop = new AbortController();
    const ask = async () => {
      try {
        const answer = await engine.ask('judge', { request }, { signal: stop.signal });
        if (stop.signal.aborted) return;
        setJudged({ setup: { ...setup, source }, answer });
        setFailed(null);
      } catch (error) {
        if (!stop.signal.aborted) setFailed({ setup, error });
      }
    };
    const timer = setTimeout(ask, source === before.current ? PAUSE_MS : 0);
    before.current = source;
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [setup]);
  useJudgeAddress(setup, change, isHidden);
  const shown = judged !== null && judged.setup.source === setup.source ? judged : null;
  const isFailed = failed?.setup === setup;
  const isFormer =
    shown !== null && (shown.setup.fields !== setup.fields || shown.setup.candidates !== setup.candidates);
  const faults = useMemo(
    () => (isFailed ? sortJudgeFaults(failed.error, setup.source?.fileName ?? '') : NO_FAULTS),
    [failed, setup],
  );
  return {
    ...{ setup, change, judged: shown, isFormer, faults },
    isWorking: setup.source !== null && !isFailed && (shown === null || isFormer),
    names: useNames(shown),
  };
}

/** An answer to fewer candidates does not forget the others. */
function useNames(judged: Judged | null): readonly string[] {
  const seen = useRef<{ source: ScoresSource | null; names: readonly string[] }>({ source: null, names: [] });
  if (judged === null) return seen.current.names;
  const { source } = judged.setup;
  const own = judged.answer.candidates.map(({ name }) => name);
  const known = seen.current.source === source ? seen.current.names : [];
  const names = own.every((name) => known.includes(name)) ? known : [...new Set([...known, ...own])];
  seen.current = { source, names };
  return names;
}

/** The address tells what is asked, never the scores. */
function useJudgeAddress(
  setup: JudgeSetup,
  change: (next: (before: JudgeSetup) => JudgeSetup) => void,
  isHidden: boolean,
): void {
  useEffect(() => {
    if (isHidden) return;
    const timer = setTimeout(() => {
      const link = writeJudgeLink(setup);
      if (findTab(location.hash) === 'judge' && link !== location.hash)
        history.replaceState(history.state, '', link);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [setup, isHidden]);
  useEffect(() => {
    // A link that was followed, or typed.
    const follow = () => {
      if (findTab(location.hash) !== 'judge') return;
      change((before) => {
        if (location.hash === writeJudgeLink(before)) return before;
        const { fields, candidates } = readJudgeLink(location.hash);
        return { ...before, fields, candidates };
      });
    };
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);
}
