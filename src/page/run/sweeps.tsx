import { listSweeps } from './sweep-list.ts';

/** A sweep that goes on without this page, and how to find it again. */
export function Left({ done, of }: { done: number; of: number }) {
  return (
    <section aria-labelledby="left-title">
      <h2 id="left-title">The sweep goes on</h2>
      <p>
        {of === 0 ? 'It has just started' : `${done} of ${of} trials were done`}. This page's address finds it
        again, on any machine that reaches this server, and so does the list of sweeps below.
      </p>
    </section>
  );
}

/** The sweeps that this browser started, each by its address. */
export function SweepList() {
  const sweeps = listSweeps();
  if (sweeps.length === 0) return null;
  return (
    <details>
      <summary>Sweeps started here</summary>
      <ul class="sweeps">
        {sweeps.map(({ link, started }) => (
          <li key={link}>
            <a href={`#${link}`}>{new Date(started).toLocaleString()}</a> {describe(link)}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What a sweep compares: "diabetes, lambdas 0, 0.01". */
function describe(link: string): string {
  const parameters = new URLSearchParams(link);
  const what = parameters.get('dataset') ?? `target ${parameters.get('target')}`;
  const lambdas = parameters.get('lambdas');
  return lambdas === null ? what : `${what}, lambdas ${lambdas}`;
}
