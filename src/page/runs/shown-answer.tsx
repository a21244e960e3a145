import { useMemo } from 'preact/hooks';
import { VERSION } from '../../version.ts';
import { AnswerSection } from '../answer/answer.tsx';
import type { LocalEngine } from '../run/local-engine.ts';
import type { Answered } from '../run/run.ts';
import { isSameSetup, type Setup } from '../setup/setup.ts';
import { Guard } from './guard.tsx';
import './shown-answer.css';

interface ShownAnswerProps {
  readonly answered: Answered;
  /** Whether another run has come to nothing since. */
  readonly isFormer: boolean;
  readonly engine: LocalEngine;
  /** What the form says now. */
  readonly setup: Setup;
  /** Asks for another comparison at once. */
  readonly onRun: (change: Partial<Setup>) => void;
  /** Puts the recipe of an answer into the form. */
  readonly onBack: (answered: Answered) => void;
}

/** An answer, and whether it is that of the form: one whose form has changed since is grey, and says so. */
export function ShownAnswer({ answered, isFormer, onBack, setup, ...shown }: ShownAnswerProps) {
  const { id, report, openedFrom, unsaid = [] } = answered;
  const isOther = useMemo(() => !isSameSetup(answered.setup, setup), [answered, setup]);
  const isStale = isOther && openedFrom === undefined;
  const isOld = report.version !== VERSION;
  return (
    <div class="shown" data-stale={isStale}>
      {(isOther || isOld || isFormer || openedFrom !== undefined) && (
        <p class="mark">
          {isFormer && 'The answer before. '}
          {openedFrom !== undefined && `Opened from ${openedFrom}. `}
          {isOld && `Made by absum ${report.version}; this page is absum ${VERSION}. `}
          {isStale && 'The form has changed since: press Compare for a new answer, or go '}
          {unsaid.length > 0 && `The form cannot say all of its recipe (${unsaid.join(', ')}). `}
          {isOther && unsaid.length === 0 && (
            <button type="button" class="small" onClick={() => onBack(answered)}>
              {isStale ? 'Back to this recipe' : 'Use its recipe'}
            </button>
          )}
        </p>
      )}
      <Guard key={id} report={report}>
        <AnswerSection answered={answered} {...shown} />
      </Guard>
    </div>
  );
}

/** What failed is no longer what the form says. */
export function FormerLine({ onBack }: { readonly onBack: () => void }) {
  return (
    <p class="mark">
      The form has changed since: press Compare to try again, or go{' '}
      <button type="button" class="small" onClick={onBack}>
        Back to this recipe
      </button>
    </p>
  );
}
