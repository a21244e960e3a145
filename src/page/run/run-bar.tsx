import { hasService } from '../surroundings.ts';
import type { Parting, Place } from './run.ts';

interface RunBarProps {
  readonly place: Place;
  /** Why the browser cannot do it; null where it can. */
  readonly obstacle: string | null;
  /** Whether the service works on sweeps; null until it is known. */
  readonly hasSweeps: boolean | null;
  /** Where something runs now; null where nothing does. */
  readonly running: Place | null;
  readonly canRun: boolean;
  /** Why it cannot, where there is more to say. */
  readonly whyNot: string | null;
  readonly onPlace: (place: Place) => void;
  readonly onPart: (how: Parting) => void;
}

const HINTS: Readonly<Record<Place, string>> = {
  browser: 'The data stay on this machine. The server would give the same report.',
  server: 'The data are sent to the server and not kept. This browser would give the same report.',
  sweep:
    'It goes on after you leave, for hours if need be; the server keeps data and report for some days. The report is the same.',
};

/** Where to run, and the buttons that start and stop. */
export function RunBar({
  place,
  obstacle,
  hasSweeps,
  running,
  canRun,
  whyNot,
  onPlace,
  onPart,
}: RunBarProps) {
  const choose = (value: Place, label: string, isPossible = true) => (
    <label>
      <input
        type="radio"
        name="place"
        value={value}
        checked={place === value}
        disabled={!isPossible}
        onChange={() => onPlace(value)}
      />
      {label}
    </label>
  );
  return (
    <section aria-label="Run" class="run">
      {hasService() && (
        <fieldset>
          <legend>Run</legend>
          {choose('browser', 'in this browser', obstacle === null)}
          {choose('server', 'on the server')}
          {/* There before it is known, so that nothing moves under a press. */}
          {hasSweeps !== false && choose('sweep', 'on the server, as a sweep', hasSweeps === true)}
        </fieldset>
      )}
      <p class="hint">{hasService() ? (obstacle ?? HINTS[place]) : 'The data stay on this machine.'}</p>
      <p class="doubt" id="why-not" role="status">
        {!canRun && whyNot}
      </p>
      <div class="buttons start">
        <button type="submit" form="setup" class="primary" disabled={!canRun} aria-describedby="why-not">
          Compare
        </button>
        {/* Not disabled: that would take the focus from who has just pressed it. */}
        <button
          type="button"
          aria-disabled={running === null}
          onClick={() => running !== null && onPart('stop')}
        >
          Stop
        </button>
        <button
          type="button"
          class="to-setup"
          onClick={() => document.getElementById('setup')?.scrollIntoView()}
        >
          Your data
        </button>
        {running === 'sweep' && (
          <button type="button" onClick={() => onPart('leave')}>
            Leave it running
          </button>
        )}
      </div>
    </section>
  );
}
