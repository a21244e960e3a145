import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Chart, listCharts } from '../../src/charts/charts.ts';
import { listLambdaCharts } from '../../src/charts/lambda-charts.ts';
import type { Report } from '../../src/report/schema.ts';
import { findAll, listTextBoxes, type Node, parseSvg, readTip } from './parse-svg.ts';
import { fillIn, makeReports, REPORT_NAMES } from './samples.ts';

let reports: ReadonlyMap<string, Report>;
beforeAll(async () => {
  reports = await makeReports();
});

function get(name: string): Report {
  const report = reports.get(name);
  if (report === undefined) throw new Error(`no report ${name}`);
  return report;
}

function listAll(report: Report): Chart[] {
  return [...listCharts(report), ...report.lambdas.flatMap(({ lambda }) => listLambdaCharts(report, lambda))];
}

const NOTHING = /NaN|undefined|Infinity|null/;

/** Fails for a text that leaves the chart, or touches another. */
function checkTexts(svg: string, label: string): void {
  const root = parseSvg(svg);
  const [width, height] = [Number(root.attributes.width), Number(root.attributes.height)];
  const boxes = listTextBoxes(root);
  const outside = boxes.filter(
    ({ left, right, top, bottom }) =>
      left < -0.5 || right > width + 0.5 || top < -0.5 || bottom > height + 0.5,
  );
  expect(outside, `${label}: outside of ${width} x ${height}`).toEqual([]);
  for (const [i, box] of boxes.entries()) {
    for (let j = i + 1; j < boxes.length; j++) {
      const other = boxes[j];
      const beside = other.left >= box.right - 0.5 || box.left >= other.right - 0.5;
      const apart = beside || other.top >= box.bottom - 0.5 || box.top >= other.bottom - 0.5;
      if (!apart) expect.fail(`${label}: "${box.text}" touches "${other.text}"`);
    }
  }
}

/** Attributes that hold more than two decimals, or styles, which a page's policy may forbid. */
function findCrude({ name, attributes, children }: Node): string[] {
  const own = Object.entries(attributes).filter(
    ([key, value]) =>
      key !== 'id' && key !== 'data-lambda' && (key === 'style' || name === 'style' || /\.\d{3}/.test(value)),
  );
  return [...own.map(String), ...children.flatMap(findCrude)];
}

describe.each(REPORT_NAMES)('the charts of the report "%s"', (name) => {
  it('are well-formed, draw no value that is missing, and stay small, at every width and in both themes', () => {
    const charts = listAll(get(name));
    expect(new Set(charts.map((chart) => chart.name)).size).toBe(charts.length);
    const width = fc.double({ min: 280, max: 1200, noNaN: true });
    fc.assert(
      fc.property(width, fc.constantFrom('light', 'dark'), fc.boolean(), (px, theme, background) => {
        for (const chart of charts) {
          const svg = chart.draw({ width: px, theme, background });
          expect(`${chart.title} ${chart.description} ${svg}`).not.toMatch(NOTHING);
          expect(svg.length).toBeLessThan(300_000);
          const root = parseSvg(svg);
          const { attributes } = root;
          expect(root.children.flatMap(findCrude)).toEqual([]);
          expect(attributes.viewBox).toBe(`0 0 ${attributes.width} ${attributes.height}`);
        }
      }),
      { numRuns: 6 },
    );
  });

  it('write no text over another or beyond the edge, on a phone and on a desk', () => {
    for (const chart of listAll(get(name))) {
      for (const width of [280, 340, 599, 600, 760, 1200]) {
        for (const background of [false, true]) {
          checkTexts(chart.draw({ width, theme: 'light', background }), `${chart.name} at ${width}`);
        }
      }
    }
  });
});

describe('which charts are listed', () => {
  const names = (charts: readonly Chart[]) => charts.map(({ name }) => name);

  it('are all five where there are the figures for them', () => {
    expect(names(listCharts(get('plain')))).toEqual(['metric', 'differences', 'losses', 'path', 'features']);
  });

  it('has what sparsity costs too where something becomes zero, and coefficients of a linear model', () => {
    const [metric, differences, losses, path, features] = names(listCharts(get('plain')));
    const sparse = [metric, differences, losses, path, 'sparsity', features];
    expect(names(listCharts(get('proximal')))).toEqual(sparse);
    expect(names(listCharts(get('linear')))).toEqual([...sparse, 'coefficients']);
    const { weights: _, ...bare } = get('linear');
    expect(names(listCharts(bare))).toEqual(sparse);
    expect(names(listCharts(fillIn(get('linear'), { units: 3 })))).toEqual(sparse);
  });

  it.each(['no baseline', 'lambda 0 alone', 'negative alone'])(
    'leave out the differences with %s',
    (name) => {
      expect(names(listCharts(get(name)))).toEqual(['metric', 'losses', 'path', 'features']);
    },
  );

  it('leave out all that has no value where every trial diverged', () => {
    const listed = names(listCharts(get('all diverged')));
    expect(listed).not.toContain('metric');
    expect(listed).not.toContain('differences');
    expect(listed).not.toContain('path');
    expect(listed).not.toContain('features');
  });

  it('for a lambda are those that the report includes', () => {
    const report = get('plain');
    expect(names(listLambdaCharts(report, -0.01))).toEqual([
      'predictions-minus-0.01',
      'residuals-minus-0.01',
      'weights-minus-0.01',
    ]);
    expect(names(listLambdaCharts(get('classes'), 0))).toEqual(['confusion-0', 'weights-0']);
    // Its predictions and weights are null.
    expect(listLambdaCharts(report, 0.05)).toEqual([]);
    expect(listLambdaCharts(report, 17)).toEqual([]);
    const { predictions: _, weights: __, ...bare } = report;
    expect(listLambdaCharts(bare, 0)).toEqual([]);
  });
});

describe('a chart as a document', () => {
  it('is an image named and described in words, by ids that no other chart has', () => {
    const ids = listAll(get('plain')).flatMap((chart) => {
      const root = parseSvg(chart.draw({ width: 760, theme: 'light' }));
      expect(root.attributes.role).toBe('img');
      const [title, description] = root.children;
      expect([title.name, title.text]).toEqual(['title', chart.title]);
      expect([description.name, description.text]).toEqual(['desc', chart.description]);
      const own = [title.attributes.id, description.attributes.id];
      expect(root.attributes['aria-labelledby']).toBe(own.join(' '));
      return own;
    });
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is the same bytes each time', () => {
    for (const chart of listAll(get('proximal'))) {
      const options = { width: 500, theme: 'dark' } as const;
      expect(chart.draw(options)).toBe(chart.draw(options));
    }
  });

  it('fills its ground and writes its title when it stands alone, and only then', () => {
    const [chart] = listCharts(get('plain'));
    const draw = (background: boolean) => parseSvg(chart.draw({ width: 760, theme: 'dark', background }));
    const grounds = (root: ReturnType<typeof draw>) =>
      findAll(root, 'rect').filter(({ attributes }) => attributes.width === '760');
    const titles = (root: ReturnType<typeof draw>) =>
      findAll(root, 'text').filter(({ text }) => text === chart.title);
    expect(grounds(draw(true)).map(({ attributes }) => attributes.fill)).toEqual(['#16181b']);
    expect(titles(draw(true))).toHaveLength(1);
    expect(grounds(draw(false))).toEqual([]);
    expect(titles(draw(false))).toEqual([]);
  });

  it('is drawn at 280 px where it is asked for less', () => {
    const [chart] = listCharts(get('plain'));
    expect(chart.draw({ width: 0, theme: 'light' })).toBe(chart.draw({ width: 280, theme: 'light' }));
  });

  it('escapes every text of the data, and shortens what is long', () => {
    const evil = `<script>&"'\u0000\ud800 and a name that goes on for ever and ever`;
    const report = get('classes');
    const named = JSON.parse(JSON.stringify(report).replaceAll('"a"', JSON.stringify(evil))) as Report;
    const charts = listAll({ ...named, data: { ...named.data, target: evil, classes: [evil, 'y', 'z'] } });
    const shown = evil.replace('\u0000', '\ufffd').replace('\ud800', '\ufffd');
    for (const chart of charts) {
      const svg = chart.draw({ width: 340, theme: 'light', background: true });
      expect(svg).not.toContain('<script');
      checkTexts(svg, chart.name);
    }
    const features = charts.find(({ name }) => name === 'features');
    const root = parseSvg(features?.draw({ width: 340, theme: 'light' }) ?? '');
    const [label] = findAll(root, 'text').filter(
      ({ text }) => text.startsWith('<scr') && text.endsWith('\u2026'),
    );
    expect(readTip(label)).toBe(shown);
  });

  it('stays small with many rows, inputs and units', () => {
    const report = get('plain');
    const features = Array.from({ length: 300 }, (_, i) => `feature ${i}`);
    const wide = { ...report, data: { ...report.data, features } };
    for (const chart of listLambdaCharts(fillIn(wide, { rows: 20_000, units: 500 }), 0)) {
      const svg = chart.draw({ width: 1200, theme: 'light' });
      expect(svg.length, chart.name).toBeLessThan(300_000);
      expect(svg, chart.name).toMatch(/of (20000|300|500) (rows|inputs|units) are drawn/);
    }
  });
});
