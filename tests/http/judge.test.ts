import { describe, expect, test } from 'vitest';
import { request } from '#host';
import type { JudgeAnswer } from '../../src/judge/answer.ts';
import { judge } from '../../src/judge/judge.ts';
import type { JudgeInput } from '../../src/judge/request.ts';
import { CHOICES, CSV, SCORES } from '../judge/scores.ts';
import { postJson, readRefusal } from './send.ts';

const ask = (query: string, body: string, type = 'text/csv') =>
  request(`/v1/judge?${query}`, { method: 'POST', headers: { 'content-type': type }, body });

describe('POST /v1/judge', () => {
  test('answers what the library answers, byte for byte', async () => {
    const input: JudgeInput = { data: { scores: SCORES }, ...CHOICES };
    const response = await postJson('/v1/judge', input);
    const text = await response.text();
    expect(text).toBe(JSON.stringify(await judge(input)));
    const { candidates, test: tested } = JSON.parse(text) as JudgeAnswer;
    expect(tested).toMatchObject({ metric: 'rmse', direction: 'lower', baseline: 'ridge' });
    expect(candidates.map(({ name, comparison }) => [name, comparison?.verdict])).toEqual([
      ['ridge', undefined],
      ['forest', 'better'],
      ['tree', 'undecided'],
    ]);
  });

  test('says what a recipe would have said of a body: a JSON that is not one, a CSV that lost its lines', async () => {
    expect(await readRefusal(await postJson('/v1/judge', '{'))).toMatchObject({
      status: 400,
      code: 'invalid-json',
    });
    expect(await readRefusal(await postJson('/v1/judge', { data: {} }))).toMatchObject({
      status: 422,
      code: 'invalid-request',
      places: ['data'],
    });
    const lost = await ask('', 'a,b 1,2', 'application/x-www-form-urlencoded');
    expect((await readRefusal(lost)).detail).toContain('--data-binary');
    const other = await readRefusal(await ask('', CSV, 'text/plain'));
    expect(other).toMatchObject({ status: 415 });
    expect(other.detail).toContain('application/json with a request, text/csv with the request in the query');
  });

  test.each([
    [{ baseline: 1 }, 'baseline'],
    [{ folds: 1 }, 'folds'],
    [{ canditates: ['forest'] }, 'canditates'],
    [{ direction: 'up' }, 'direction'],
    [{ columns: { candidate: [] } }, 'columns.candidate'],
  ])('names the field at fault: %j', async (fields, place) => {
    const refusal = await readRefusal(await postJson('/v1/judge', { data: { scores: SCORES }, ...fields }));
    expect(refusal).toMatchObject({ status: 422, code: 'invalid-request', places: [place] });
  });

  test('answers POST alone', async () => {
    const get = await request('/v1/judge');
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
  });
});
