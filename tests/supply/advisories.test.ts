import { describe, expect, test } from 'vitest';
import { judgeAudit } from '../../scripts/supply/advisories.ts';

const SHIPPED = [
  { folder: 'node_modules/hono', version: '4.0.0' },
  { folder: 'node_modules/@hono/node-server', version: '2.0.0' },
];
const advisory = (name: string, id: string, nodes = [`node_modules/${name}`]) => ({
  [name]: {
    name,
    severity: 'high',
    via: [{ title: `Trouble in ${name}`, url: `https://advisories.test/${id}`, range: '<9' }],
    nodes,
  },
});
const HONO = advisory('hono', 'GHSA-aaaa-bbbb-cccc');
/** As npm prints it: what depends on a vulnerable package is listed too. */
const print = (vulnerabilities: object) => JSON.stringify({ auditReportVersion: 2, vulnerabilities });
const DEPENDENT = {
  '@hono/node-server': {
    name: '@hono/node-server',
    severity: 'high',
    via: ['hono'],
    nodes: [SHIPPED[1].folder],
  },
};

describe('an audit', () => {
  test('without advisories says so', () => {
    expect(judgeAudit(print({}), SHIPPED, '')).toEqual({
      answer: '2 packages: no known vulnerability',
      faults: [],
    });
  });

  test('names an advisory on what is shipped once, and none on a tool', () => {
    const printed = print({ ...HONO, ...DEPENDENT, ...advisory('esbuild', 'GHSA-dddd-eeee-ffff') });
    expect(judgeAudit(printed, SHIPPED, '')).toEqual({
      answer: '2 packages: advisories: 1, not explained: 1',
      faults: ['hono 4.0.0 (<9): Trouble in hono, high, GHSA-aaaa-bbbb-cccc'],
    });
    const elsewhere = advisory('hono', 'GHSA-aaaa-bbbb-cccc', ['node_modules/tool/node_modules/hono']);
    expect(judgeAudit(print(elsewhere), SHIPPED, '').faults).toEqual([]);
  });

  test('lets an advisory pass that is explained by its identifier', () => {
    const explained = 'GHSA-aaaa-bbbb-cccc: absum does not use it.';
    expect(judgeAudit(print(HONO), SHIPPED, explained)).toEqual({
      answer: '2 packages: advisories: 1, not explained: 0',
      faults: [],
    });
  });

  test('without an answer of the registry has checked nothing, and says why', () => {
    const refused = JSON.stringify({ message: '405 Method Not Allowed - POST https://advisories.test/bulk' });
    expect(judgeAudit(refused, SHIPPED, '')).toEqual({
      answer: 'the registry could not be asked (405 Method Not Allowed): no package was checked',
      faults: [],
    });
    expect(judgeAudit('', SHIPPED, '').answer).toBe(
      'the registry could not be asked (no answer): no package was checked',
    );
  });
});
