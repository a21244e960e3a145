import { describe, expect, test } from 'vitest';
import { request } from '#host';
import type { JudgeAnswer } from '../../src/judge/answer.ts';
import { CHOICES, CSV, NAMES, SCORES } from '../judge/scores.ts';
import { postJson, readRefusal } from './send.ts';

const QUERY =
  'metric=rmse&direction=lower&baseline=ridge&candidates=forest,tree&folds=5&trainingRows=80&validationRows=20&equivalence=0.02';

const ask = (query: string, body: string, type = 'text/csv') =>
  request(`/v1/judge?${query}`, { method: 'POST', headers: { 'content-type': type }, body });

async function read(response: Response): Promise<JudgeAnswer> {
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/json');
  return (await response.json()) as JudgeAnswer;
}

describe('scores in a table, with the other fields beside it', () => {
  test('takes a CSV with the fields in the query, and a form, for the same request', async () => {
    const json = await read(await postJson('/v1/judge', { data: { csv: CSV }, ...CHOICES }));
    expect(json.candidates.map(({ name }) => name)).toEqual(NAMES);
    expect(await read(await ask(QUERY, CSV))).toEqual(json);
    expect(await read(await ask(QUERY, CSV, 'application/x-www-form-urlencoded'))).toEqual(json);
    const form = new FormData();
    form.append('file', new File([CSV], 'scores.csv'));
    for (const [name, text] of new URLSearchParams(QUERY)) form.append(name, text);
    expect(await read(await request('/v1/judge', { method: 'POST', body: form }))).toEqual(json);
    const parts = new FormData();
    parts.append('file', CSV);
    parts.append('request', JSON.stringify({ ...CHOICES, folds: 2 }));
    parts.append('folds', '5');
    expect(await read(await request('/v1/judge', { method: 'POST', body: parts }))).toEqual(json);
  });

  test('takes columns by what they hold', async () => {
    const long = NAMES.flatMap((name) => SCORES[name].map((score, i) => `${name},${i},${score}`));
    const csv = ['who,split,got', ...long].join('\n');
    const columns = { candidate: ['who'], seed: 'split', value: 'got' };
    const json = await read(
      await postJson('/v1/judge', { data: { csv }, columns, ...CHOICES, folds: undefined }),
    );
    expect(json.reading.form).toBe('long');
    const query = `${QUERY.replace('&folds=5', '')}&candidate=who&seed=split&value=got`;
    expect(await read(await ask(query, csv))).toEqual(json);
  });

  test.each([
    ['baseline=lasso', CSV, 422, 'baseline'],
    ['folds=1', CSV, 422, 'folds'],
    ['trainingRows=0,5', CSV, 422, 'trainingRows'],
    ['canditates=forest', CSV, 422, 'canditates'],
    ['direction=up', CSV, 422, 'direction'],
    ['candidate=model', CSV, 422, 'candidate[0]'],
  ])('names the parameter at fault: %s', async (query, csv, status, place) => {
    const refusal = await readRefusal(await ask(query, csv));
    expect(refusal).toMatchObject({ status, type: 'application/problem+json', places: [place] });
    expect(refusal.code).toMatch(/^invalid-(request|data)$/);
  });
});
