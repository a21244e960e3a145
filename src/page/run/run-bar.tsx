import type { Place } from './run.ts';

interface RunBarProps {
  readonly place: Place;
  /** Why the browser cannot do it; null where it can. */
  readonly obstacle: string | null;
  readonly isRunning: boolean;
  readonly canRun: boolean;
  readonly onPlace: (place: Place) => void;
  readonly onStop: () => void;
}

/** Where to run, and the buttons that start and stop. */
export function RunBar({ place, obstacle, isRunning, canRun, onPlace, onStop }: RunBarProps) {
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
      <fieldset>
        <legend>Run</legend>
        {choose('browser', 'in this browser', obstacle === null)}
        {choose('server', 'on the server')}
      </fieldset>
      <p class="hint">
        {obstacle ??
          (place === 'browser'
            ? 'The data stay on this machine. The server would give the same report.'
            : 'The data are sent to the server and not kept. This browser would give the same report.')}
      </p>
      <div class="buttons start">
        <button type="submit" form="setup" class="primary" disabled={!canRun}>
          Compare
        </button>
        {/* Not disabled: that would take the focus from who has just pressed it. */}
        <button type="button" aria-disabled={!isRunning} onClick={() => isRunning && onStop()}>
          Stop
        </button>
      </div>
    </section>
  );
}
