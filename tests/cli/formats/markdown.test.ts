import { describe, expect, it } from 'vitest';
import { escapeMarkdown, writeCode, writeMarkdownTable } from '../../../src/cli/formats/markdown.ts';
import { writeMarkdownReport } from '../../../src/cli/formats/markdown-report.ts';
import { writeCells } from '../../../src/data/doors/write-csv.ts';
import { run } from '../../compare/samples.ts';

describe('escapeMarkdown', () => {
  it.each([
    ['sum |w|', 'sum \\|w\\|'],
    ['learning_rate', 'learning_rate'],
    ['_x_ and *y*', '\\_x\\_ and \\*y\\*'],
    ['<img src=x>', '\\<img src=x>'],
    ['[a](b)', '\\[a\\](b)'],
    ['`a`\\', '\\`a\\`\\\\'],
    ['a &amp; b & c', 'a \\&amp; b & c'],
    ['a\nb', 'a\\\\u000ab'],
    ['-6.4 % (-12 to -0.74 %)', '-6.4 % (-12 to -0.74 %)'],
  ])('of %j is %j', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });
});

describe('writeCode', () => {
  it.each([
    ["--hidden ''", "`--hidden ''`"],
    ['a`b', '``a`b``'],
    ['`a``', '``` `a`` ```'],
  ])('of %j is %j', (text, code) => expect(writeCode(text)).toBe(code));
});

describe('writeMarkdownTable', () => {
  it('aligns numbers right and keeps every row on one line', () => {
    const table = writeMarkdownTable(
      [
        { title: 'name', align: 'left', cell: ([name]: string[]) => name },
        { title: '|x|', align: 'right', cell: ([, x]: string[]) => x },
      ],
      [
        ['a\nb', '1'],
        ['c|d', '2'],
      ],
    );
    expect(table).toBe('| name | \\|x\\| |\n| --- | ---: |\n| a b | 1 |\n| c\\|d | 2 |\n');
  });
});

describe('writeCsv', () => {
  it('quotes what needs it, and leaves nothing for null', () => {
    expect(
      writeCells(
        ['a', 'b,c'],
        [
          ['x "y"', 0.1],
          [null, 1e-7],
        ],
      ),
    ).toBe('a,"b,c"\n"x ""y""",0.1\n,1e-7\n');
  });
});

describe('writeMarkdownReport', () => {
  it('holds headline, advice, tables and findings, each once', async () => {
    const report = await run({ penalty: { lambdas: [-0.01, 0, 0.05] } });
    const text = writeMarkdownReport(report, { trials: 12, seconds: 2, written: [] });
    const [first] = text.split('\n');
    expect(first).toBe(`**${escapeMarkdown(report.headline)}**`);
    for (const { sentence } of report.advice) expect(text).toContain(escapeMarkdown(sentence));
    for (const { code, severity } of report.findings)
      expect(text).toContain(`- **${severity}** \`${code}\`: `);
    const tables = text.split('\n').filter((line) => line.startsWith('| ---'));
    expect(tables).toHaveLength(2);
    expect(text.split('\n').filter((line) => /^\| (-0\.01|0|0\.05)\b/.test(line))).toHaveLength(3);
    expect(text).toContain(
      '| lambda | RMSE ± se | difference (interval) | verdict | zeros | features | sum \\|w\\| | penalty |',
    );
    expect(text.trimEnd()).toMatch(/\(12 trials, \d+ steps, 2\.0 s; absum [\d.]+\)$/);
    expect(text).not.toContain('\n\n\n');
  });
});
