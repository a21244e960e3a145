import type { FirefoxPage } from '../../../scripts/firefox.ts';

/** Small comparisons: what is tested here is that there is an answer. */
export const SMALL = '#dataset=diabetes&lambdas=0,0.1&epochs=5&repeats=1';

/** Waits until an expression of the page is true. */
export async function waitFor(page: FirefoxPage, expression: string): Promise<void> {
  const isTrue = await page.evaluate<boolean>(`new Promise((resolve) => {
    setTimeout(() => resolve(false), 60_000);
    const look = () => (${expression}) ? resolve(true) : setTimeout(look, 50);
    look();
  })`);
  if (!isTrue) throw new Error(`not true within a minute: ${expression}`);
}

/** Opens a page in Firefox, presses Compare, and gives the headline of the answer. */
export async function compareInFirefox(page: FirefoxPage, url: string): Promise<string> {
  await page.open(url);
  const button = `[...document.querySelectorAll('button')].find((each) => each.textContent === 'Compare')`;
  await waitFor(page, `${button}?.disabled === false`);
  await page.evaluate(`${button}.click()`);
  await waitFor(page, `document.querySelector('main[data-state=answered] .headline')`);
  return page.evaluate<string>(`document.querySelector('.headline').textContent`);
}

/** The requests to anywhere but an address and what stands below it; a blob or data address is a part of the page. */
export const findOthers = (requests: readonly string[], base: string): readonly string[] =>
  requests.filter((url) => !/^(blob|data):/.test(url) && !url.startsWith(base));
