import { AbsumError, compare } from 'absum-l1';

const find = (selector) => document.querySelector(selector);
const form = find('form');
let stopper = new AbortController();

find('#stop').addEventListener('click', () => stopper.abort());
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  stopper.abort();
  stopper = new AbortController();
  const { signal } = stopper;
  clear();
  try {
    const report = await compare(await readRecipe(new FormData(form)), { signal });
    show(report);
  } catch (error) {
    // One that a later comparison stopped has nothing to say.
    if (signal === stopper.signal) complain(error);
  }
});

async function readRecipe(fields) {
  return {
    data: { csv: await fields.get('file').text(), target: fields.get('target') },
    penalty: { lambdas: fields.get('lambdas').split(',').map(parseNumber) },
    training: { epochs: 20 },
  };
}

/** What is no number stays text, so that absum names it. */
function parseNumber(text) {
  const trimmed = text.trim();
  return trimmed === '' || Number.isNaN(Number(trimmed)) ? trimmed : Number(trimmed);
}

function clear() {
  find('#status').textContent = 'Comparing ...';
  find('#report').hidden = true;
  list('#faults', []);
}

function show({ headline, lambdas, findings }) {
  const verdicts = lambdas.flatMap(({ comparison }) => comparison?.sentence ?? []);
  const remarks = findings.map(({ severity, message }) => `${severity}: ${message}`);
  find('#headline').textContent = headline;
  list('#verdicts', verdicts);
  list('#findings', remarks);
  find('#report').hidden = false;
  find('#status').textContent = 'Done.';
}

function complain(error) {
  const isStop = error instanceof AbsumError && error.code === 'aborted';
  find('#status').textContent = isStop ? 'Stopped.' : '';
  if (isStop) return;
  const issues = error instanceof AbsumError ? error.issues : [{ place: '', message: String(error) }];
  const faults = issues.map(({ place, message }) => (place === '' ? message : `${place}: ${message}`));
  list('#faults', faults);
}

/** Texts of the data go into the page as text, never as markup. */
function list(selector, texts) {
  const items = texts.map((text) => {
    const item = document.createElement('li');
    item.textContent = text;
    return item;
  });
  find(selector).replaceChildren(...items);
}
