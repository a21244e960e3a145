import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ParameterInfo } from '../recipe/describe.ts';
import { DocsLinks } from './docs-links.tsx';
import { PresetList } from './presets/preset-list.tsx';
import { Announcement } from './run/announcement.tsx';
import { Failure } from './run/failure.tsx';
import { KeyForm } from './run/key-form.tsx';
import type { LocalEngine } from './run/local-engine.ts';
import { ProgressSection } from './run/progress.tsx';
import type { Run } from './run/run.ts';
import { RunBar } from './run/run-bar.tsx';
import { Left, SweepList } from './run/sweeps.tsx';
import { explainWhyNot } from './run/why-not.ts';
import type { Opening } from './runs/open-page.ts';
import { RunsSection } from './runs/runs-section.tsx';
import { FormerLine, ShownAnswer } from './runs/shown-answer.tsx';
import { DataSection } from './setup/data-section.tsx';
import { PlanLine } from './setup/plan-line.tsx';
import { RecipeSection } from './setup/recipe-section.tsx';
import { isSameSetup, listChoices } from './setup/setup.ts';
import { FaultLine } from './setup/ways-out.tsx';
import { Term } from './term.tsx';
import { type Lab, useLab } from './use-lab.ts';

export interface AppProps {
  readonly engine: LocalEngine;
  readonly parameters: readonly ParameterInfo[];
  /** What the page opens with. */
  readonly opening: Opening;
}

/** The lab page: what to compare on the one side, the answer on the other. */
export function App({ engine, parameters, opening, isHidden }: AppProps & { readonly isHidden: boolean }) {
  const lab = useLab(engine, opening);
  const outcome = useOutcomeInSight(lab.run.state);
  return (
    <main data-state={lab.run.state} hidden={isHidden}>
      <header>
        <p class="brand">absum</p>
        <h1>Does an L1 penalty help?</h1>
        <p>
          absum trains the same small network on the same splits of your data once for each{' '}
          <Term name="lambda" />, the strength of the penalty, and says which differences are real and which
          are chance.
        </p>
      </header>
      <PresetList setup={lab.setup} onPreset={lab.changeAndCompare} />
      <div class="side">
        <Ready lab={lab} />
        <SetupForm lab={lab} parameters={parameters} />
      </div>
      <div class="outcome" ref={outcome}>
        <Announcement run={lab.run} />
        <Outcome {...{ engine, lab }} />
      </div>
      <DocsLinks />
    </main>
  );
}

function SetupForm({ lab, parameters }: { lab: Lab } & Pick<AppProps, 'parameters'>) {
  const { setup, datasets, preview, faults, change, compare } = lab;
  return (
    <form
      id="setup"
      aria-label="Comparison"
      onSubmit={(event) => {
        event.preventDefault();
        compare();
      }}
    >
      <DataSection {...{ setup, datasets, preview, faults }} onChange={change} onReport={lab.openReport} />
      <RecipeSection
        parameters={parameters}
        fields={setup.fields}
        choices={listChoices(setup)}
        faults={faults}
        onFields={(fields) => change({ fields })}
      />
    </form>
  );
}

/** What stands between setup and answer: the plan, what is wrong with it, and the buttons that start and stop. */
function Ready({ lab }: { lab: Lab }) {
  const { planned, faults, askedKey, giveKey, place, needsServer, hasSweeps, run, canRun } = lab;
  return (
    <div class="ready" tabIndex={-1}>
      <PlanLine planned={planned} />
      {faults.others.map((told) => (
        <FaultLine key={told.message} told={told} setup={lab.setup} onChange={lab.change} isAlert />
      ))}
      {askedKey !== null && <KeyForm isWrong={askedKey.isWrong} onKey={giveKey} />}
      <RunBar
        place={place}
        obstacle={needsServer ? 'This recipe needs the tfjs engine, which runs on the server.' : null}
        hasSweeps={hasSweeps}
        running={run.state === 'running' ? run.place : null}
        canRun={canRun}
        whyNot={explainWhyNot(lab)}
        onPlace={lab.choosePlace}
        onPart={lab.part}
      />
      <SweepList />
      <RunsSection {...{ runs: lab.runs, run }} onRestore={lab.restore} onAfresh={lab.startAfresh} />
    </div>
  );
}

interface OutcomeProps {
  readonly engine: LocalEngine;
  readonly lab: Lab;
}

/** What became of the last run; below one without an answer stands the answer that was there before. */
function Outcome({ engine, lab }: OutcomeProps) {
  const { run, last, setup, changeAndCompare, goBack } = lab;
  return (
    <>
      <Unanswered lab={lab} />
      {last !== null && run.state !== 'running' && (
        <ShownAnswer
          answered={last}
          isFormer={last !== run}
          {...{ engine, setup }}
          onRun={changeAndCompare}
          onBack={goBack}
        />
      )}
    </>
  );
}

function Unanswered({ lab: { run, setup, planned, change, goBack } }: Pick<OutcomeProps, 'lab'>) {
  switch (run.state) {
    case 'idle':
      return (
        <section aria-labelledby="first-title">
          <h2 id="first-title">Answer</h2>
          <p>
            {planned.state === 'planned'
              ? 'Press Compare, and the answer appears here.'
              : 'The answer will appear here.'}
          </p>
        </section>
      );
    case 'running':
      return <ProgressSection live={run.live} isStopped={false} />;
    case 'stopped':
      return <ProgressSection live={run.live} isStopped />;
    case 'left':
      return <Left done={run.live.done} of={run.live.of} />;
    case 'failed': {
      const isFormer = !isSameSetup(run.setup, setup);
      return (
        <div class="shown" data-stale={isFormer}>
          {isFormer && <FormerLine onBack={() => goBack(run)} />}
          <Failure error={run.error} place={run.place} {...{ setup }} onChange={change} />
        </div>
      );
    }
    case 'answered':
      return null;
  }
}

/** Scrolls to the outcome when a comparison starts and when it ends, unless it is visible. */
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
