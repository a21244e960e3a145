import { AbsumError, type Issue, type Way } from '../../errors.ts';
import type { Setup } from '../setup/setup.ts';
import { WaysOut } from '../setup/ways-out.tsx';
import type { Place } from './run.ts';

interface FailureProps {
  readonly error: unknown;
  readonly place: Place;
  readonly setup: Setup;
  readonly onChange: (change: Partial<Setup>) => void;
}

/** A comparison that came to nothing: why, and what can be done. */
export function Failure({ error, place, setup, onChange }: FailureProps) {
  return (
    <section aria-labelledby="failed-title" tabIndex={-1}>
      <h2 id="failed-title">No answer</h2>
      <p class="fault" role="alert">
        {explainFailure(error, place)}
      </p>
      <WaysOut ways={listWays(error)} {...{ setup, onChange }} />
    </section>
  );
}

/** Those of all its faults, of which the page offers a few. */
function listWays(error: unknown): readonly Way[] {
  const { issues } = error as { readonly issues?: readonly Issue[] };
  return Array.isArray(issues) ? issues.flatMap(({ ways = [] }: Issue) => ways).slice(0, MOST_WAYS) : [];
}

const MOST_WAYS = 6;

/** How Chromium and Firefox, Safari, and this page's own worker say that a file of the page did not come. */
const LOST_PART = /dynamically imported module|importing a module script|cannot be loaded/i;

/** What went wrong, and for what only the server lacks the way around it. */
export function explainFailure(error: unknown, place: Place): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof AbsumError) return message;
  if (place === 'browser') {
    return LOST_PART.test(message)
      ? `A part of this page cannot be loaded (${message}). Reload the page once its server answers.`
      : message;
  }
  switch ((error as { readonly code?: unknown }).code) {
    case 'unreachable':
      return `The server does not answer (${message}). Try again later, or compare in this browser.`;
    case 'interrupted':
      return `The connection to the server broke (${message}). Try again, or compare in this browser.`;
    case 'unauthorized':
      return 'The server asks for a key: give it yours, or compare in this browser.';
    case 'rate-limited':
      return `The server has had too many requests (${message}). Wait, or compare in this browser.`;
    case 'body-too-large':
      return `The data are too large for the server (${message}), but perhaps not for this browser.`;
    default:
      return LOST_PART.test(message)
        ? `The server does not answer (${message}). Reload the page once it does, or compare in this browser.`
        : message;
  }
}
