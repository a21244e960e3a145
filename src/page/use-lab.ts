import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { BuiltInInfo } from '../data/built-in.ts';
import { useAddress } from './address/use-address.ts';
import { type Faults, hasFaults, NO_FAULTS, sortFaults } from './run/faults.ts';
import type { LocalEngine } from './run/local-engine.ts';
import { type Answered, findBase, type Place, stampAnswer } from './run/run.ts';
import { isKeyRefused, useKey } from './run/use-key.ts';
import { useOnceReady } from './run/use-once-ready.ts';
import { type Runner, useRun } from './run/use-run.ts';
import { fitsColumns, type Opening } from './runs/open-page.ts';
import type { OpenedReport } from './runs/open-report.ts';
import { useKeeping } from './runs/use-keeping.ts';
import { useLeaving } from './runs/use-leaving.ts';
import { type Runs, useRuns } from './runs/use-runs.ts';
import { fitLoss } from './setup/columns/fit-loss.ts';
import { readLink, readSweepLink } from './setup/link.ts';
import { FIRST_SETUP, isSameSetup, isSameSource, type Setup, type SetupChange } from './setup/setup.ts';
import { type PlanState, usePlan } from './setup/use-plan.ts';
import { type PreviewState, usePreview } from './setup/use-preview.ts';
import { hasService } from './surroundings.ts';

/** All that the page knows at a moment, and what its parts can do about it. */
export interface Lab extends Pick<Runner, 'run' | 'last' | 'part'> {
  readonly setup: Setup;
  readonly change: (part: SetupChange) => void;
  /** Changes the setup, and compares as soon as it is planned. */
  readonly changeAndCompare: (part: Partial<Setup>) => void;
  readonly datasets: readonly BuiltInInfo[];
  readonly preview: PreviewState;
  readonly planned: PlanState;
  readonly faults: Faults;
  /** Where the comparison would run. */
  readonly place: Place;
  readonly choosePlace: (place: Place) => void;
  /** Whether the page's own engine cannot do it. */
  readonly needsServer: boolean;
  /** Whether the service works on sweeps; null until it is known. */
  readonly hasSweeps: boolean | null;
  readonly canRun: boolean;
  /** The key that the server lacks, or does not know; null where it asks for none. */
  readonly askedKey: { readonly isWrong: boolean } | null;
  /** Keeps a key, and asks again for what was refused without it. */
  readonly giveKey: (key: string) => void;
  readonly compare: () => void;
  readonly runs: Runs;
  /** Shows a run that was kept, with its recipe in the form. */
  readonly restore: (answered: Answered) => void;
  /** Puts the recipe of an answer, or of what failed, into the form; the answer stays. */
  readonly goBack: (to: Pick<Answered, 'setup'>) => void;
  /** Shows a report that was brought as a file. */
  readonly openReport: (opened: OpenedReport, fileName: string) => void;
  /** Empties form and answer, as on a first visit; the runs stay. */
  readonly startAfresh: () => void;
}

export function useLab(engine: LocalEngine, opening: Opening): Lab {
  const [setup, setSetup] = useState<Setup>(opening.setup);
  const [wanted, choosePlace] = useState<Place>('browser');
  const adjust = useAddress(setup, opening.hash, setSetup);
  const preview = usePreview(engine, setup);
  useFoundTarget(preview, setup, adjust);
  useFittedLoss(preview, setup, adjust);
  const isReady = preview.state === 'read' && (setup.target !== null || setup.source?.kind === 'built-in');
  const [key, keepKey] = useKey();
  const planned = usePlan(engine, setup, isReady, key);
  const runs = useRuns(opening.shelf);
  const runner = useRun(engine, opening.answer, runs.add);
  const { run, last, start, part } = runner;
  useFoundSweep(runner.follow, setup.source, key);
  // A sweep goes on without the page, and is not for a key that is pressed in passing to end.
  const isAtRisk = run.state === 'running' && run.place !== 'sweep';
  useLeaving(isAtRisk, 'main[data-state]', () => part('stop'));
  const columns = useColumns(preview);
  useKeeping(opening.shelf, { setup, columns, answer: last?.id ?? null });

  const faults = useMemo(() => {
    if (preview.state === 'unreadable') return sortFaults(preview.error);
    if (planned.state === 'refused' && !isKeyRefused(planned.error)) return sortFaults(planned.error);
    if (run.state !== 'failed' || !isSameSetup(run.setup, setup)) return NO_FAULTS;
    // What belongs to no field is shown where the answer would be.
    return { ...sortFaults(run.error), others: [] };
  }, [preview, planned, run, setup]);
  const needsServer = planned.state === 'planned' && planned.needsServer;
  const place = needsServer && wanted === 'browser' ? 'server' : wanted;
  const needsKey = [planned, run].some((each) => 'error' in each && isKeyRefused(each.error));
  const compareWith = (withKey: string | undefined, isUnasked = false) => {
    if (planned.state !== 'planned') return;
    start({ ...setup, include: planned.include }, { place, key: withKey, isUnasked });
  };
  const onceReady = useOnceReady(setup, planned, opening.isFirst, (isUnasked) => compareWith(key, isUnasked));
  const change = (part: SetupChange) => {
    onceReady.forget();
    setSetup((before) => ({ ...before, ...(typeof part === 'function' ? part(before) : part) }));
  };

  return {
    ...{ setup, change, preview, planned, faults, run, last, part, place, choosePlace, needsServer, runs },
    ...useKeptSetups(runner, runs, setSetup, columns),
    changeAndCompare(part) {
      change(part);
      onceReady.ask();
    },
    datasets: useDatasets(engine),
    hasSweeps: useSweeps(),
    canRun: planned.state === 'planned' && !(hasFaults(faults) && run.state !== 'failed'),
    askedKey: needsKey ? { isWrong: key !== undefined } : null,
    giveKey(given) {
      keepKey(given);
      if (run.state === 'failed') compareWith(given);
    },
    compare: () => compareWith(key),
  };
}

/** What brings setups and answers back that were there before. */
function useKeptSetups(
  { run, show }: Runner,
  runs: Runs,
  setSetup: (next: Setup | ((before: Setup) => Setup)) => void,
  columns: readonly string[],
): Pick<Lab, 'restore' | 'goBack' | 'openReport' | 'startAfresh'> {
  const goBack = ({ setup }: Pick<Answered, 'setup'>) =>
    setSetup((before) => ({ ...setup, source: chooseSource(setup, before, columns) }));
  return {
    goBack,
    restore(answered) {
      show(answered);
      if (answered.openedFrom === undefined) goBack(answered);
    },
    openReport(opened, name) {
      if (run.state === 'running')
        throw new Error(`A comparison runs: stop it, or wait for it, before you open ${name}.`);
      const answered: Answered = {
        ...{ state: 'answered', ...stampAnswer(), ...opened },
        ...{ place: 'elsewhere', seconds: 0, openedFrom: name },
      };
      runs.add(answered);
      show(answered);
    },
    startAfresh() {
      show(null);
      setSetup(FIRST_SETUP);
    },
  };
}

/** The data for a recipe that comes back: those that are here where they are the same, or where it came without any. */
function chooseSource(setup: Setup, { source }: Setup, columns: readonly string[]): Setup['source'] {
  const isHere = setup.source === null && source?.kind === 'csv' && fitsColumns(setup, columns);
  return isHere || isSameSource(setup.source, source) ? source : setup.source;
}

const NO_NAMES: readonly string[] = [];

/** The names of the data's columns; none until they are read. */
function useColumns(preview: PreviewState): readonly string[] {
  return useMemo(
    () => (preview.state === 'read' ? preview.preview.profile.columns.map(({ name }) => name) : NO_NAMES),
    [preview],
  );
}

/** Follows the sweep that the page's address names, at once and whenever another link is opened. */
function useFoundSweep(follow: Runner['follow'], source: Setup['source'], key: string | undefined): void {
  const here = useRef(source);
  here.current = source;
  useEffect(() => {
    if (!hasService()) return;
    const look = () => {
      const sweep = readSweepLink(location.hash);
      if (sweep === null) return;
      const linked = readLink(location.hash) ?? FIRST_SETUP;
      // A link has no file; the form keeps the one that is there.
      const file = here.current?.kind === 'csv' ? here.current : null;
      follow({ ...linked, source: linked.source ?? file, include: [] }, sweep, key);
    };
    look();
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, [follow, key]);
}

/** Whether the service works on sweeps; not where it does not answer, and null until it has. */
function useSweeps(): boolean | null {
  const [hasSweeps, setSweeps] = useState<boolean | null>(null);
  useEffect(() => {
    if (!hasService()) return;
    fetch(`${findBase()}healthz`)
      .then((answer) => answer.json())
      .then(({ sweeps }: { sweeps?: boolean }) => setSweeps(sweeps === true))
      .catch(() => setSweeps(false));
  }, []);
  return hasSweeps;
}

function useDatasets(engine: LocalEngine): readonly BuiltInInfo[] {
  const [datasets, setDatasets] = useState<readonly BuiltInInfo[]>([]);
  useEffect(() => {
    engine.ask('datasets', {}).then(setDatasets, () => {});
  }, [engine]);
  return datasets;
}

/** Takes the column most likely to be the target, where none was chosen or the one chosen is not there. */
function useFoundTarget(
  preview: PreviewState,
  { source, target }: Setup,
  change: (part: Partial<Setup>) => void,
): void {
  useEffect(() => {
    if (preview.state !== 'read' || source?.kind !== 'csv') return;
    const { profile, target: found } = preview.preview;
    if (target === null || !profile.columns.some(({ name }) => name === target)) change({ target: found });
  }, [preview]);
}

/** Takes a target of texts for classes, where no loss was chosen. */
function useFittedLoss(preview: PreviewState, setup: Setup, change: (part: Partial<Setup>) => void): void {
  const { source, target, categories, fields } = setup;
  useEffect(() => {
    if (preview.state !== 'read' || preview.source !== source || fields.loss) return;
    const { profile, target: found } = preview.preview;
    const column = profile.columns.find(({ name }) => name === (target ?? found));
    const fitted = column === undefined ? fields : fitLoss(setup, column);
    if (fitted !== fields) change({ fields: fitted });
  }, [preview, source, target, categories]);
}
