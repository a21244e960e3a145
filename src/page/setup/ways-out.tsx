import { loadLater } from '../loaded-later.tsx';
import type { Told } from '../run/faults.ts';
import type { RunAgainProps, WayButtonsProps } from './way-buttons.tsx';

const WayButtons = loadLater(() => import('./way-buttons.tsx').then(({ WayButtons: Part }) => Part));

/** The likeliest ways out of several faults, as one press. */
export const WayOfAll = loadLater(() => import('./way-buttons.tsx').then(({ WayOfAll: Part }) => Part));

/** Changes what was asked, and asks again, at one press. */
export const RunAgain = loadLater<RunAgainProps>(() =>
  import('./way-buttons.tsx').then(({ RunAgain: Part }) => Part),
);

/** One-press buttons for parts of a recipe; their code is loaded with the first. */
export function WaysOut(props: WayButtonsProps) {
  return props.ways.length > 0 && <WayButtons {...props} />;
}

interface FaultLineProps extends Omit<WayButtonsProps, 'ways'> {
  readonly told: Told;
  readonly isAlert?: boolean;
}

/** A fault, and what leads on from it. */
export function FaultLine({ told: { message, ways }, isAlert = false, ...props }: FaultLineProps) {
  return (
    <>
      <p class="fault" role={isAlert ? 'alert' : undefined}>
        {message}
      </p>
      <WaysOut ways={ways} {...props} />
    </>
  );
}
