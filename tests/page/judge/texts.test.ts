import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { writeCandidatesCsv } from '../../../src/judge/table.ts';
import { listColumns, rankCandidates, sayGate } from '../../../src/page/judge/cells.ts';
import { openScores } from '../../../src/page/judge/read-scores-file.ts';
import {
  writeCommand,
  writeJudgeCurl,
  writeMissingFile,
  writeRequest,
  writeSource,
} from '../../../src/page/judge/take-away.ts';
import { PLAIN } from '../../charts/judge/sample.ts';

const CSV = { kind: 'csv', text: 'a,b\n1,2\n', fileName: 'my scores.csv' } as const;
const JSON_SOURCE = { kind: 'json', data: { scores: { a: [1], "b's": [2] } }, fileName: 's.json' } as const;
const ASKED = {
  source: CSV,
  fields: { metric: 'rmse', trainingRows: '80', candidate: 'lr,depth', fold: 'k', decimal: ',' },
  candidates: ['b', 'c'],
};

describe('the question in other places', () => {
  it('is a command line, each word quoted where it must be', () => {
    expect(writeCommand(ASKED)).toBe(
      "absum judge 'my scores.csv' --metric rmse --training-rows 80 --candidate-columns lr,depth --fold-column k --decimal , --candidates b,c",
    );
    expect(
      writeCommand({ source: JSON_SOURCE, fields: { baseline: "b's", decimal: ',' }, candidates: null }),
    ).toBe("absum judge s.json --baseline 'b'\\''s'");
  });

  it('is a command on a file of the whole request, where options cannot name the candidates', () => {
    const commas = { ...ASKED, candidates: ['lr=1, depth=2'] };
    expect(writeCommand(commas)).toBe('absum judge request.json');
    expect(writeMissingFile(commas)).toEqual({ name: 'request.json', text: writeRequest(commas) });
    expect(writeMissingFile(ASKED)).toBeNull();
    const pasted = { ...ASKED, source: { ...CSV, fileName: 'pasted.csv' } };
    expect(writeMissingFile(pasted)).toEqual({ name: 'pasted.csv', text: CSV.text });
    const tabs = { source: CSV, fields: { delimiter: '\t' }, candidates: null };
    expect(writeCommand(tabs)).toBe("absum judge 'my scores.csv' --delimiter tab");
  });

  it('is a curl that reads a CSV where it runs, and carries what is none', () => {
    expect(writeJudgeCurl(ASKED, 'http://x')).toBe(
      "curl -H 'content-type: text/csv' --data-binary '@my scores.csv' 'http://x/v1/judge?metric=rmse&trainingRows=80&candidate=lr%2Cdepth&fold=k&decimal=%2C&candidates=b%2Cc'",
    );
    expect(writeJudgeCurl({ source: CSV, fields: {}, candidates: null }, 'http://x')).toMatch(
      / http:\/\/x\/v1\/judge$/,
    );
    const json = writeJudgeCurl({ source: JSON_SOURCE, fields: {}, candidates: null }, 'http://x');
    expect(json).toBe(
      `curl -H 'content-type: application/json' -d '{"data":{"scores":{"a":[1],"b'\\''s":[2]}}}' http://x/v1/judge`,
    );
    // A query cannot tell a comma of a name from one between names.
    const commas = { ...ASKED, candidates: ['lr=1, depth=2'] };
    expect(writeJudgeCurl(commas, 'http://x')).toContain('"candidates":["lr=1, depth=2"]');
  });

  it('is the whole request as JSON', () => {
    expect(JSON.parse(writeRequest(ASKED))).toEqual({
      data: { csv: CSV.text, decimal: ',' },
      ...{ metric: 'rmse', trainingRows: 80, candidates: ['b', 'c'] },
      columns: { candidate: ['lr', 'depth'], fold: 'k' },
    });
  });
});

describe('scores that lie on no disk', () => {
  it('are saved as a file that means the same', () => {
    expect(writeSource(CSV)).toBe(CSV.text);
    const sources = [
      JSON_SOURCE.data,
      { rows: [{ a: 1 }] },
      { rows: [{ a: 1 }], more: 1 },
      { report: { headline: '', recipe: {}, lambdas: [], version: '0' } },
    ];
    for (const data of sources) {
      const source = { kind: 'json', data, fileName: 's.json' } as const;
      expect(openScores(writeSource(source), 's.json').source).toEqual(source);
    }
  });
});

describe('the table of candidates', () => {
  const cells = (name: string) => {
    const candidate = PLAIN.candidates.find((each) => each.name === name);
    if (candidate === undefined) throw new Error(name);
    return Object.fromEntries(
      listColumns(PLAIN).map(({ name: column, show, showBelow }) => [
        column,
        [show(candidate), ...(showBelow ? [showBelow(candidate)] : [])].join(' | '),
      ]),
    );
  };

  it('says of each what was found', () => {
    expect(cells('lasso')).toEqual({
      verdict: 'better',
      'accuracy \u00b1 SE': '0.846 \u00b1 0.010',
      'difference (interval)': '+0.036 | +0.016 to +0.056',
      p: '0.06',
      'better / same / worse': '70 / 20 / 10 %',
    });
    expect(cells('ridge')).toEqual({
      verdict: 'baseline',
      'accuracy \u00b1 SE': '0.810 \u00b1 0.010',
      'difference (interval)': '\u2013 | ',
      p: '\u2013',
      'better / same / worse': '\u2013',
    });
    expect(cells('broken')).toMatchObject({ verdict: 'not tested', 'accuracy \u00b1 SE': '\u2013' });
  });

  it('is saved with all digits and every score', () => {
    const { data } = Papa.parse<Record<string, string>>(writeCandidatesCsv(PLAIN).trim(), { header: true });
    expect(data.map(({ candidate }) => candidate)).toEqual(PLAIN.candidates.map(({ name }) => name));
    const [ridge, lasso, , broken] = data;
    expect(Number(lasso.difference)).toBe(PLAIN.candidates[1].comparison?.difference);
    expect(lasso).toMatchObject({
      verdict: 'better',
      better: '0.7',
      harm: '0.015',
      'gate not-worse': 'false',
    });
    expect(ridge).toMatchObject({ verdict: 'baseline', harm: '', 'seed 1': '0.82' });
    expect(broken['seed 1']).toBe('');
  });

  it('puts the choice first among those of which more is said, then the most hopeful', () => {
    const answer = {
      ...PLAIN,
      choice: 'bad',
      candidates: PLAIN.candidates.map((each) =>
        each.name === 'lasso' && each.comparison
          ? {
              ...each,
              comparison: { ...each.comparison, probability: { better: 0.9, equivalent: 0.1, worse: 0 } },
            }
          : each,
      ),
    };
    const names = rankCandidates(answer).map(({ name }) => name);
    expect([names[0], names[1], names.at(-1)]).toEqual(['bad', 'lasso', 'broken']);
    expect(names).not.toContain('ridge');
  });
});

describe('whether a candidate is safe', () => {
  const say = (gate: { harm: number | null; notWorse: boolean } | null, region: number | null = 0.01) =>
    sayGate({ ...PLAIN.candidates[1], gate: gate && { better: false, ...gate } }, { ...PLAIN.test, region });

  it('is said by the harm that can be excluded', () => {
    expect(say({ harm: 0.004, notWorse: true })).toBe(
      'Safe to ship: lasso is not worse than ridge by more than 0.004 (95 %, one-sided), and up to 0.01 makes no practical difference.',
    );
    expect(say({ harm: -0.02, notWorse: true })).toMatch(
      /^Safe to ship: lasso is not worse than ridge at all \(/,
    );
    expect(say({ harm: 0.05, notWorse: false })).toBe(
      'Not known to be safe: lasso may be worse than ridge by 0.05 (95 %, one-sided), more than the 0.01 that makes no practical difference.',
    );
    expect(say({ harm: null, notWorse: false })).toMatch(/^Not known to be safe: .* cannot be told\.$/);
    expect(say({ harm: 0.05, notWorse: false }, null)).toMatch(/by 0\.05 \(95 %, one-sided\)\.$/);
    expect(say(null)).toBeNull();
  });

  it('is not known where a pair lacks its score, whatever the others say', () => {
    const [, lasso] = PLAIN.candidates;
    const gate = { better: false, notWorse: false, harm: -0.02 };
    const comparison = lasso.comparison && { ...lasso.comparison, pairs: 4 };
    expect(sayGate({ ...lasso, gate, comparison }, PLAIN.test)).toBe(
      'Not known to be safe: lasso is not worse than ridge at all (95 %, one-sided) where both have a score, but some pairs lack one.',
    );
  });
});
