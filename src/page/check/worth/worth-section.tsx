import { useMemo } from 'preact/hooks';
import type { ReadRecipe } from '../../../check/answer.ts';
import type { LocalEngine } from '../../run/local-engine.ts';
import { usePreview } from '../../setup/use-preview.ts';
import type { Checked, CheckLab } from '../use-check.ts';
import { AskedFields } from './asked-fields.tsx';
import { linkComparison, type WorthForm } from './form.ts';
import { RecipeTable } from './recipe-table.tsx';
import { TableFields } from './table-fields.tsx';
import { sortWorthFaults, useWorth, type WorthRunner } from './use-worth.ts';
import { WorthOutcome } from './worth-outcome.tsx';

/** A loop of which a recipe was read. */
export interface ReadLoop {
  readonly checked: Checked;
  readonly recipe: ReadRecipe;
}

interface WorthSectionProps {
  readonly lab: CheckLab;
  readonly read: ReadLoop;
  readonly engine: LocalEngine;
  /** What the loop is trained by. */
  readonly trainer: LocalEngine;
  readonly showLine: (line: number) => void;
}

/** From the loop to the verdict: its recipe, a table to train on, and what the faults were worth there. */
export function WorthSection({ lab, read, engine, trainer, showLine }: WorthSectionProps) {
  const { loop, form, changeForm } = lab;
  const { checked, recipe } = read;
  const { unread } = checked.answer;
  const preview = usePreview(trainer, form);
  const runner = useWorth(trainer);
  const { run } = runner;
  // What was wrong is of no interest once the form says something else.
  const failure = run.state === 'failed' && run.asked.form === form ? run.error : null;
  const unreadable = preview.state === 'unreadable' ? preview.error : null;
  const faults = useMemo(() => sortWorthFaults(unreadable ?? failure), [unreadable, failure]);
  const found = preview.state === 'read' ? preview.preview.target : null;
  const target = form.target ?? found;
  const own = { ...form, ...(form.source?.kind === 'csv' && { target }) };
  const change = (part: Partial<WorthForm>) => changeForm((before) => ({ ...before, ...part }));
  const whyNot = explainWhyNot(preview.state, lab, checked);
  return (
    <section class="worth" aria-labelledby="worth-title" data-worth={run.state}>
      <h2 id="worth-title">From the loop to the verdict</h2>
      <p class="lead">
        What the loop says of network, optimizer and penalty is a recipe. absum trains it as written and as
        meant, on the same splits of a table of yours, and says what each fault was worth.
      </p>
      <form
        aria-label="Loop as written with loop as meant"
        onSubmit={(event) => {
          event.preventDefault();
          if (whyNot === '') runner.start({ loop, form, own });
        }}
      >
        <RecipeTable recipe={recipe} text={checked.text} showLine={showLine} />
        <div class="worth-form">
          <AskedFields {...{ unread, form, faults, showLine }} text={checked.text} onChange={change} />
          <TableFields {...{ engine, form, preview, faults, target }} onChange={change} />
          {faults.others.map(({ message }) => (
            <p key={message} class="fault" role="alert">
              {message}
            </p>
          ))}
          <WorthButtons runner={runner} whyNot={whyNot} link={linkComparison(recipe, own)} />
        </div>
      </form>
      <WorthOutcome run={run} loop={loop} form={form} />
    </section>
  );
}

/** Why the loop cannot be compared yet; nothing where it can. */
function explainWhyNot(
  preview: ReturnType<typeof usePreview>['state'],
  { loop, isWorking }: CheckLab,
  { text }: Checked,
): string {
  if (isWorking) return 'The loop is being checked.';
  if (text !== loop.text) return 'No training loop is found in the text as it is now.';
  switch (preview) {
    case 'none':
      return 'Choose a table to train on.';
    case 'reading':
      return 'The table is being read.';
    case 'unreadable':
      return 'The table cannot be read.';
    case 'read':
      return '';
  }
}

interface WorthButtonsProps {
  readonly runner: WorthRunner;
  readonly whyNot: string;
  readonly link: string;
}

function WorthButtons({ runner: { run, stop }, whyNot, link }: WorthButtonsProps) {
  const isRunning = run.state === 'running';
  return (
    <>
      <p class="doubt hint" id="worth-why-not">
        {whyNot}
      </p>
      <div class="buttons">
        <button type="submit" class="primary" aria-disabled={whyNot !== ''} aria-describedby="worth-why-not">
          Compare as written with as meant
        </button>
        {/* Not disabled: that would take the focus from who has just pressed it. */}
        <button type="button" aria-disabled={!isRunning} onClick={() => isRunning && stop()}>
          Stop
        </button>
      </div>
      <p class="hint">
        All in this browser. <a href={link}>Open as meant in the comparison</a>, with lambda 0 beside it.
      </p>
    </>
  );
}
