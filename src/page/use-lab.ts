import { useEffect, useMemo, useState } from 'preact/hooks';
import type { BuiltInInfo } from '../data/built-in.ts';
import { type Faults, hasFaults, NO_FAULTS, sortFaults } from './run/faults.ts';
import type { LocalEngine } from './run/local-engine.ts';
import { findBase, type Place } from './run/run.ts';
import { isKeyRefused, useKey } from './run/use-key.ts';
import { type Runner, useRun } from './run/use-run.ts';
import { readLink, readSweepLink } from './setup/link.ts';
import { FIRST_SETUP, isSameSetup, type Setup } from './setup/setup.ts';
import { type PlanState, usePlan } from './setup/use-plan.ts';
import { type PreviewState, usePreview } from './setup/use-preview.ts';
import { hasService } from './surroundings.ts';

/** All that the page knows at a moment, and what its parts can do about it. */
export interface Lab extends Pick<Runner, 'run' | 'part'> {
  readonly setup: Setup;
  readonly change: (part: Partial<Setup>) => void;
  readonly datasets: readonly BuiltInInfo[];
  readonly preview: PreviewState;
  readonly planned: PlanState;
  readonly faults: Faults;
  /** Where the comparison would run. */
  readonly place: Place;
  readonly choosePlace: (place: Place) => void;
  /** Whether the page's own engine cannot do it. */
  readonly needsServer: boolean;
  /** Whether the service works on sweeps. */
  readonly hasSweeps: boolean;
  readonly canRun: boolean;
  /** The key that the server lacks, or does not know; null where it asks for none. */
  readonly askedKey: { readonly isWrong: boolean } | null;
  /** Keeps a key, and asks again for what was refused without it. */
  readonly giveKey: (key: string) => void;
  readonly compare: () => void;
}

export function useLab(engine: LocalEngine): Lab {
  const [setup, setSetup] = useState<Setup>(() => readLink(location.hash) ?? FIRST_SETUP);
  const [wanted, choosePlace] = useState<Place>('browser');
  useLinks(setSetup);
  const change = (part: Partial<Setup>) => setSetup((before) => ({ ...before, ...part }));
  const preview = usePreview(engine, setup);
  useFoundTarget(preview, setup, change);
  const isReady = preview.state === 'read' && (setup.target !== null || setup.source?.kind === 'built-in');
  const [key, keepKey] = useKey();
  const planned = usePlan(engine, setup, isReady, key);
  const { run, start, follow, part } = useRun(engine);
  useFoundSweep(follow, key);

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
  const compareWith = (withKey: string | undefined) => {
    if (planned.state === 'planned') start({ ...setup, include: planned.include }, place, withKey);
  };

  return {
    ...{ setup, change, preview, planned, faults, run, part, place, choosePlace, needsServer },
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

/** Follows links opened while the page is there; one for a file leaves the file that is there. */
function useLinks(setSetup: (next: (before: Setup) => Setup) => void): void {
  useEffect(() => {
    const follow = () =>
      setSetup((before) => {
        const linked = readLink(location.hash) ?? FIRST_SETUP;
        return linked.source === null && before.source?.kind === 'csv'
          ? { ...linked, source: before.source }
          : linked;
      });
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
}

/** Follows the sweep that the page's address names, at once and whenever another link is opened. */
function useFoundSweep(follow: Runner['follow'], key: string | undefined): void {
  useEffect(() => {
    if (!hasService()) return;
    const look = () => {
      const sweep = readSweepLink(location.hash);
      if (sweep !== null) {
        follow({ ...(readLink(location.hash) ?? FIRST_SETUP), include: [] }, sweep, key);
      }
    };
    look();
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, [follow, key]);
}

/** Whether the service works on sweeps; not where it does not answer. */
function useSweeps(): boolean {
  const [hasSweeps, setSweeps] = useState(false);
  useEffect(() => {
    if (!hasService()) return;
    fetch(`${findBase()}healthz`)
      .then((answer) => answer.json())
      .then(({ sweeps }: { sweeps?: boolean }) => setSweeps(sweeps === true))
      .catch(() => {});
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
