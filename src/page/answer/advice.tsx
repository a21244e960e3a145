import type { Report } from '../../report/schema.ts';
import { keepUnits } from '../../words/numbers.ts';
import type { Setup } from '../setup/setup.ts';
import { RunAgain } from '../setup/ways-out.tsx';

type Advice = Report['advice'][number];

const TITLES: Readonly<Record<Advice['goal'], string>> = {
  accuracy: 'For accuracy',
  size: 'For a small network',
  features: 'For few features',
};

interface AdviceProps extends Pick<Report, 'advice'> {
  readonly setup: Setup;
  readonly onRun: (change: Partial<Setup>) => void;
}

/** What to do, for each goal, with the comparison to make next at one press. */
export function AdviceList({ advice, setup, onRun }: AdviceProps) {
  return (
    <ul class="advice" aria-label="What to do">
      {advice.map(({ goal, sentence, next, code }) => (
        <li key={goal}>
          <h3>{TITLES[goal]}</h3>
          <p>{keepUnits(sentence)}</p>
          {next && <RunAgain way={next} label="Run this" {...{ setup, onRun }} />}
          {code && <Code code={code} />}
        </li>
      ))}
    </ul>
  );
}

function Code({ code }: { code: NonNullable<Advice['code']> }) {
  return (
    <details>
      <summary>In your own loop</summary>
      <h4>PyTorch</h4>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <pre tabIndex={0}>{code.pytorch}</pre>
      <h4>Keras</h4>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <pre tabIndex={0}>{code.keras}</pre>
    </details>
  );
}
