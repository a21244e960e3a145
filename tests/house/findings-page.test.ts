import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeApi } from '../../src/http/openapi.ts';
import { JUDGE_FINDING_CODES, JUDGE_SEVERITIES } from '../../src/judge/findings/finding.ts';
import { Thresholds } from '../../src/recipe/thresholds.ts';
import { FINDING_CODES, SEVERITIES } from '../../src/report/findings/finding.ts';

const page = readFileSync(new URL('../../docs/findings.md', import.meta.url), 'utf8');
/** The cells of the table whose head begins with `head`. */
const readTable = (head: string) => {
  const [, table] = page.split(`| ${head} |`);
  const lines = table.split('\n').slice(2);
  const rows = lines.slice(
    0,
    lines.findIndex((line) => !line.startsWith('|')),
  );
  return rows.map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')));
};

describe('docs/findings.md', () => {
  it('lists every code with its severity, in the order of a report', () => {
    const listed = readTable('Code').map(([, code, severity]) => [code, severity]);
    expect(listed).toEqual(FINDING_CODES.map((code) => [code, SEVERITIES[code]]));
  });

  it('lists every code of a judge with its severity, in the order of an answer', () => {
    const listed = readTable('Judge').map(([, code, severity]) => [code, severity]);
    expect(listed).toEqual(JUDGE_FINDING_CODES.map((code) => [code, JUDGE_SEVERITIES[code]]));
  });

  it('lists every threshold with its default and its meaning, as the schema states them', () => {
    const properties = describeApi().components.schemas.Thresholds?.properties ?? {};
    const listed = readTable('Threshold').map(([, name, value, meaning]) => [name, Number(value), meaning]);
    const stated = Object.entries(properties).map(([name, schema]) => {
      const { default: value, description } = schema as { default: number; description: string };
      return [name, value, description.slice(description.indexOf(': ') + 2)];
    });
    expect(listed).toEqual(stated);
  });

  it('names at each code the thresholds whose text names it', () => {
    const named = new Map(readTable('Code').map(([, code, , , thresholds]) => [code, thresholds]));
    for (const [name, { wrapped }] of Object.entries(Thresholds.entries)) {
      const text = JSON.stringify(wrapped);
      const code = FINDING_CODES.find((candidate) => text.includes(`${candidate}: `));
      expect(named.get(code ?? '')).toContain(name);
    }
  });
});
