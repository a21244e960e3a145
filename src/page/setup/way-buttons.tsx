import { useId } from 'preact/hooks';
import type { Way } from '../../errors.ts';
import { joinWays } from '../../recipe/ways.ts';
import type { Told } from '../run/faults.ts';
import type { Setup } from './setup.ts';
import { readWay } from './ways.ts';

export interface WayButtonsProps {
  readonly ways: readonly Way[];
  readonly setup: Setup;
  readonly onChange: (change: Partial<Setup>) => void;
  /** The column beside which they stand, whose name need not be seen. */
  readonly column?: string;
}

/** What leads on from a fault: one press sets the recipe so. */
export function WayButtons({ ways, setup, onChange, column }: WayButtonsProps) {
  const presses = ways.flatMap((way) => readWay(setup, way) ?? []);
  return (
    <span class="ways">
      {presses.map(({ label, column: about, change }) => (
        <button
          key={label}
          type="button"
          class="small"
          onClick={({ currentTarget }) => {
            // The button goes with what was wrong; who came by keyboard is to go on from the same place.
            currentTarget.closest<HTMLElement>('[tabindex="-1"]')?.focus();
            onChange(change);
          }}
        >
          {label}
          {about !== null && <span class={about === column ? 'unseen' : ''}>: {about}</span>}
        </button>
      ))}
    </span>
  );
}

/** The likeliest ways out of several faults, as one press. */
export function WayOfAll({ faults, ...props }: Omit<WayButtonsProps, 'ways'> & { faults: readonly Told[] }) {
  const way = joinWays(faults);
  return way && <WayButtons ways={[way]} {...props} />;
}

export interface RunAgainProps {
  /** What changes of the recipe. */
  readonly way: Way;
  /** What the button says. */
  readonly label: string;
  /** What the answer was to. */
  readonly setup: Setup;
  readonly onRun: (change: Partial<Setup>) => void;
}

/** Changes what was asked, and asks again, at one press. */
export function RunAgain({ way, label, setup, onRun }: RunAgainProps) {
  const id = useId();
  const press = readWay(setup, way);
  if (press === null) return null;
  return (
    <div class="again">
      <button type="button" aria-describedby={id} onClick={() => onRun({ ...setup, ...press.change })}>
        {label}
      </button>
      <span class="hint" id={id}>
        {press.label}
        {press.column !== null && `: ${press.column}`}
      </span>
    </div>
  );
}
