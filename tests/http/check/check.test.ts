import { describe, expect, test } from 'vitest';
import { request } from '#host';
import type { CheckAnswer } from '../../../src/check/answer.ts';
import { checkLoop } from '../../../src/check/check.ts';
import { MAX_CODE } from '../../../src/check/limits.ts';
import { postJson, readRefusal } from '../send.ts';
import { LINE, LOOP, NOTEBOOK } from './loop.ts';

const post = (body: BodyInit, type?: string, query = '') =>
  request(`/v1/check${query}`, {
    method: 'POST',
    ...(type !== undefined && { headers: { 'content-type': type } }),
    body,
  });

async function read(response: Response): Promise<CheckAnswer> {
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/json');
  return (await response.json()) as CheckAnswer;
}

const form = (...parts: [name: string, value: string | File][]) => {
  const filled = new FormData();
  for (const [name, value] of parts) filled.append(name, value);
  return filled;
};

describe('POST /v1/check', () => {
  test('answers what the library answers, byte for byte', async () => {
    const response = await postJson('/v1/check', { text: LOOP });
    const text = await response.text();
    expect(text).toBe(JSON.stringify(await checkLoop(LOOP)));
    const { faults } = JSON.parse(text) as CheckAnswer;
    expect(faults.map(({ code, line }) => [code, line])).toEqual([['penalty-subtracted', LINE]]);
  });

  test.each([
    'text/x-python',
    'text/plain; charset=utf-8',
    'application/x-python',
    'application/x-python-code',
    // As curl --data-binary labels everything.
    'application/x-www-form-urlencoded',
  ])('takes the text itself as %s', async (type) => {
    expect(await read(await post(LOOP, type))).toEqual(await checkLoop(LOOP));
    expect(await read(await post(`\uFEFF${LOOP}`, type))).toEqual(await checkLoop(LOOP));
  });

  test('takes a notebook, whose lines are those of its cells', async () => {
    const answer = await read(await post(NOTEBOOK, 'application/x-ipynb+json'));
    expect(answer).toEqual(await checkLoop(NOTEBOOK));
    expect(answer.faults.map(({ cell, line }) => [cell, line])).toEqual([[2, LINE]]);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      expect(await read(await post(NOTEBOOK, type))).toEqual(answer);
    }
  });

  test('takes a form with a file, of either kind', async () => {
    const script = form(['file', new File([LOOP], 'train.py')]);
    expect(await read(await post(script))).toEqual(await checkLoop(LOOP));
    expect(await read(await post(form(['file', NOTEBOOK])))).toEqual(await checkLoop(NOTEBOOK));
  });

  test('answers POST alone', async () => {
    const get = await request('/v1/check');
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe('what is no request for a check', () => {
  test.each<[string, unknown, number, string, string]>([
    ['half of one', '{', 400, 'invalid-json', ''],
    ['no text', {}, 422, 'invalid-request', 'text'],
    ['a number', { text: 1 }, 422, 'invalid-request', 'text'],
    ['another field', { text: '', file: 'train.py' }, 422, 'invalid-request', 'file'],
    ['a list', [LOOP], 422, 'invalid-request', ''],
    ['null', 'null', 422, 'invalid-request', ''],
    ['a notebook', NOTEBOOK, 422, 'invalid-request', ''],
  ])('is refused as JSON: %s', async (_, body, status, code, place) => {
    expect(await readRefusal(await postJson('/v1/check', body))).toMatchObject({
      status,
      type: 'application/problem+json',
      code,
      places: [place],
    });
  });

  test('a notebook as JSON is told how to come', async () => {
    expect((await readRefusal(await postJson('/v1/check', NOTEBOOK))).detail).toContain(
      'application/x-ipynb+json',
    );
  });

  test.each<[string, BodyInit, string | undefined, number, string, string]>([
    ['a CSV', 'a,b', 'text/csv', 415, 'unsupported-media-type', 'content-type'],
    ['no type', new Uint8Array([65]), undefined, 415, 'unsupported-media-type', 'content-type'],
    ['another charset', LOOP, 'text/plain; charset=latin1', 415, 'unsupported-media-type', 'content-type'],
    ['bytes that are no UTF-8', new Uint8Array([0x23, 0xe9]), 'text/plain', 400, 'invalid-body', ''],
    ['lost lines', 'import torch', 'application/x-www-form-urlencoded', 400, 'invalid-body', ''],
    ['a form without a file', form(['text', LOOP]), undefined, 400, 'invalid-body', 'text'],
    ['a form with two', form(['file', LOOP], ['file', LOOP]), undefined, 400, 'invalid-body', 'file'],
    [
      'a file that is no UTF-8',
      form(['file', new File([new Uint8Array([0xe9])], 'a.py')]),
      undefined,
      400,
      'invalid-body',
      'file',
    ],
  ])('is refused with its place: %s', async (_, body, type, status, code, place) => {
    expect(await readRefusal(await post(body, type))).toMatchObject({ status, code, places: [place] });
  });

  test('an empty form, and a query, are refused too', async () => {
    const empty = await readRefusal(await post('--b--\r\n', 'multipart/form-data; boundary=b'));
    expect(empty).toMatchObject({ status: 400, code: 'invalid-body' });
    for (const type of ['text/plain', 'application/json']) {
      const refusal = await readRefusal(await post(LOOP, type, '?text=1'));
      expect(refusal).toMatchObject({ status: 400, code: 'invalid-body', places: ['text'] });
    }
  });

  test('code of more than 300,000 characters is refused by its place in each form', async () => {
    const long = '#'.repeat(MAX_CODE + 1);
    const answers: [Response, string][] = [
      [await postJson('/v1/check', { text: long }), 'text'],
      [await post(long, 'text/x-python'), ''],
      [await post(form(['file', long])), 'file'],
    ];
    for (const [response, place] of answers) {
      const { detail, ...refusal } = await readRefusal(response);
      expect(refusal).toMatchObject({ status: 422, code: 'invalid-request', places: [place] });
      expect(detail).toContain('300000');
    }
    expect((await post('#'.repeat(MAX_CODE), 'text/x-python')).status).toBe(200);
  });

  test('a text that is no Python is answered, and not refused', async () => {
    for (const text of ['', 'for (((', '{"cells": 1}\n']) {
      const response = await post(text, 'text/x-python');
      expect([text, response.status]).toEqual([text, 200]);
      expect((await read(response)).faults).toEqual([]);
    }
  });
});
