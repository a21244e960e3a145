import { request } from '#host';
import type { ServiceLimits } from '../../src/http/settings.ts';

/** A comparison that takes a few milliseconds of training. */
export const SMALL = {
  data: { dataset: 'friedman1', rows: 30 },
  split: { folds: 2, repeats: 1 },
  network: { hidden: [4] },
  training: { epochs: 2 },
  penalty: { lambdas: [0, 0.001, 0.01, 0.1] },
};

export async function getJson(path: string): Promise<Record<string, unknown>> {
  const response = await request(path);
  if (response.status !== 200) throw new Error(`GET ${path} answered ${response.status}`);
  return (await response.json()) as Record<string, unknown>;
}

export function postJson(
  path: string,
  body: unknown,
  limits: Partial<ServiceLimits> = {},
): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = { 'content-type': 'application/json' };
  return request(path, { method: 'POST', headers, body: text }, limits);
}

export function postCsv(
  query: string,
  csv: string | Uint8Array<ArrayBuffer>,
  type = 'text/csv',
): Promise<Response> {
  return request(`/v1/compare?${query}`, { method: 'POST', headers: { 'content-type': type }, body: csv });
}

export function postForm(fields: Record<string, string | Blob>): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return request('/v1/compare', { method: 'POST', body: form });
}

export interface Refusal {
  status: number;
  type: string | null;
  code: string;
  places: string[];
  detail: string;
}

/** Reads a problem document. */
export async function readRefusal(response: Response): Promise<Refusal> {
  const problem = (await response.json()) as { code: string; detail: string; errors: { place: string }[] };
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    code: problem.code,
    places: problem.errors.map(({ place }) => place),
    detail: problem.detail,
  };
}
