import type { RefObject } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { BuiltInInfo } from '../data/built-in.ts';
import type { ParameterInfo } from '../recipe/describe.ts';
import { Answer } from './answer/answer.tsx';
import { Announcement } from './run/announcement.tsx';
import { Failure } from './run/failure.tsx';
import { hasFaults, NO_FAULTS, sortFaults } from './run/faults.ts';
import { KeyForm } from './run/key-form.tsx';
import type { LocalEngine } from './run/local-engine.ts';
import { Progress } from './run/progress.tsx';
import { findBase, type Place, type Run } from './run/run.ts';
import { RunBar } from './run/run-bar.tsx';
import { Left, SweepList } from './run/sweeps.tsx';
import { isKeyRefused, useKey } from './run/use-key.ts';
import { type Runner, useRun } from './run/use-run.ts';
import { DataSection } from './setup/data-section.tsx';
import { readLink, readSweep } from './setup/link.ts';
import { PlanLine } from './setup/plan-line.tsx';
import { RecipeSection } from './setup/recipe-section.tsx';
import { FIRST_SETUP, isSameSetup, listChoices, type Setup } from './setup/setup.ts';
import { usePlan } from './setup/use-plan.ts';
import { usePreview } from './setup/use-preview.ts';

interface AppProps {
  readonly engine: LocalEngine;
  readonly parameters: readonly ParameterInfo[];
}

/** The lab page: what to compare on the one side, the answer on the other. */
export function App({ engine, parameters }: AppProps) {
  const [setup, setSetup] = useState<Setup>(() => readLink(location.hash) ?? FIRST_SETUP);
  const [place, setPlace] = useState<Place>('browser');
  useLinks(setSetup);
  const change = (part: Partial<Setup>) => setSetup((before) => ({ ...before, ...part }));
  const datasets = useDatasets(engine);
  const preview = usePreview(engine, setup);
  useFoundTarget(preview, setup, change);
  const isReady = preview.state === 'read' && (setup.target !== null || setup.source?.kind === 'built-in');
  const [key, keepKey] = useKey();
  const planned = usePlan(engine, setup, isReady, key);
  const { run, start, follow, part } = useRun(engine);
  useFoundSweep(follow, key);
  const hasSweeps = useSweeps();

  const faults = useMemo(() => {
    if (preview.state === 'unreadable') return sortFaults(preview.error);
    if (planned.state === 'refused' && !isKeyRefused(planned.error)) return sortFaults(planned.error);
    if (run.state !== 'failed' || !isSameSetup(run.setup, setup)) return NO_FAULTS;
    // What belongs to no field is told where the answer would be.
    return { ...sortFaults(run.error), others: [] };
  }, [preview, planned, run, setup]);
  const needsServer = planned.state === 'planned' && planned.needsServer;
  const chosen = needsServer && place === 'browser' ? 'server' : place;
  const needsKey = [planned, run].some((each) => 'error' in each && isKeyRefused(each.error));
  const outcome = useOutcomeInSight(run.state);
  const compare = (withKey: string | undefined) => {
    if (planned.state === 'planned') start({ ...setup, include: planned.include }, chosen, withKey);
  };

  return (
    <main data-state={run.state}>
      <header>
        <h1>Does an L1 penalty help?</h1>
        <p>
          absum trains the same small network on the same splits of your data once for each lambda, wrong
          signs included, and says which differences are real and which are chance.
        </p>
      </header>
      <form
        id="setup"
        aria-label="Comparison"
        onSubmit={(event) => {
          event.preventDefault();
          compare(key);
        }}
      >
        <DataSection {...{ parameters, setup, datasets, preview, faults }} onChange={change} />
        <RecipeSection
          parameters={parameters}
          fields={setup.fields}
          choices={listChoices(setup)}
          faults={faults}
          onChange={(fields) => change({ fields })}
        />
      </form>
      <div class="outcome">
        <div class="ready">
          <PlanLine planned={planned} />
          {faults.others.map((fault) => (
            <p key={fault} class="fault" role="alert">
              {fault}
            </p>
          ))}
          {needsKey && (
            <KeyForm
              isWrong={key !== undefined}
              onKey={(given) => {
                keepKey(given);
                if (run.state === 'failed') compare(given);
              }}
            />
          )}
          <RunBar
            place={chosen}
            obstacle={needsServer ? 'This recipe needs the tfjs engine, which runs on the server.' : null}
            hasSweeps={hasSweeps}
            running={run.state === 'running' ? run.place : null}
            canRun={planned.state === 'planned' && !(hasFaults(faults) && run.state !== 'failed')}
            onPlace={setPlace}
            onPart={part}
          />
          <SweepList />
        </div>
        <div ref={outcome}>
          <Announcement run={run} />
          <Outcome run={run} engine={engine} isFirst={setup === FIRST_SETUP} />
        </div>
      </div>
    </main>
  );
}

interface OutcomeProps {
  readonly run: Run;
  readonly engine: LocalEngine;
  /** Whether nothing has been changed since the first visit. */
  readonly isFirst: boolean;
}

function Outcome({ run, engine, isFirst }: OutcomeProps) {
  switch (run.state) {
    case 'idle':
      return (
        <section aria-labelledby="first-title">
          <h2 id="first-title">Answer</h2>
          <p>
            {isFirst
              ? 'A comparison stands ready: the progress of diabetes in 442 patients, four lambdas, one of ' +
                'them with the wrong sign. Press Compare, or bring your own data.'
              : 'Press Compare, and the answer stands here.'}
          </p>
        </section>
      );
    case 'running':
      return <Progress live={run.live} isStopped={false} />;
    case 'stopped':
      return <Progress live={run.live} isStopped />;
    case 'left':
      return <Left done={run.live.done} of={run.live.of} />;
    case 'failed':
      return <Failure error={run.error} place={run.place} />;
    case 'answered':
      return <Answer answered={run} engine={engine} />;
  }
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
    const look = () => {
      const sweep = readSweep(location.hash);
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
    fetch(`${findBase()}healthz`)
      .then((answer) => answer.json())
      .then(({ sweeps }: { sweeps?: boolean }) => setSweeps(sweeps === true))
      .catch(() => {});
  }, []);
  return hasSweeps;
}

/** Brings the outcome before the eyes when a comparison starts and when it ends, unless it is there. */
function useOutcomeInSight(state: Run['state']): RefObject<HTMLDivElement | null> {
  const outcome = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = outcome;
    if (current === null || state === 'idle') return;
    const { top } = current.getBoundingClientRect();
    if (top < 0 || top > innerHeight / 2) current.scrollIntoView({ block: 'start' });
  }, [state]);
  return outcome;
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
  preview: ReturnType<typeof usePreview>,
  { source, target }: Setup,
  change: (part: Partial<Setup>) => void,
): void {
  useEffect(() => {
    if (preview.state !== 'read' || source?.kind !== 'csv') return;
    const { profile, target: found } = preview.preview;
    if (target === null || !profile.columns.some(({ name }) => name === target)) change({ target: found });
  }, [preview]);
}
