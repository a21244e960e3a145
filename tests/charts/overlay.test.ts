import { beforeAll, describe, expect, it } from 'vitest';
import { THEMES } from '../../src/charts/drawing/theme.ts';
import { chartOverlay } from '../../src/charts/overlay.ts';
import type { Report } from '../../src/report/schema.ts';
import { reportOf, run } from '../compare/samples.ts';
import { findAll, listTextBoxes, type Node, parseSvg } from './parse-svg.ts';

let [short, long]: Report[] = [];
beforeAll(async () => {
  short = await run({ penalty: { lambdas: [0, 0.1] }, training: { epochs: 4, batchSize: 8 } });
  long = await run({ penalty: { lambdas: [0, 0.1] }, training: { epochs: 9, batchSize: 8 } });
});

const choosing = (report: Report, lambda: number | null): Report => ({
  ...report,
  choice: { ...report.choice, lambda },
});

function chart(a: Report, b: Report, names = ['first', 'second']) {
  const made = chartOverlay({ name: names[0], report: a }, { name: names[1], report: b });
  if (made === null) throw new Error('no chart');
  return made;
}

const draw = (a: Report, b: Report, width = 760): Node =>
  parseSvg(chart(a, b).draw({ width, theme: 'light' }));
/** Curves below the legend, whose samples have one stretch. */
const findCurves = (root: Node) =>
  findAll(root, 'path').filter(({ attributes }) => (attributes.d.match(/L/g)?.length ?? 0) > 1);

describe('the overlaid curves', () => {
  it('have a point for each epoch of each choice, the second dashed and of another colour', () => {
    const [a, b, ...more] = findCurves(draw(choosing(short, 0), choosing(long, 0.1)));
    expect(more).toEqual([]);
    expect([a, b].map(({ attributes }) => attributes.d.match(/[ML]/g)?.length)).toEqual([4, 9]);
    expect([a, b].map(({ attributes }) => attributes['stroke-dasharray'])).toEqual([undefined, '7 4']);
    expect(a.attributes.stroke).toBe(THEMES.light.cool[1]);
    expect(b.attributes.stroke).toBe(THEMES.light.warm[0]);
  });

  it('lie on one scale: the lower loss lies lower, and the same epoch at the same place', () => {
    const [a, b] = findCurves(draw(choosing(short, 0), choosing(long, 0)));
    const read = (node: Node) =>
      [...node.attributes.d.matchAll(/[ML]([\d.]+),([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
    const [left, right] = [read(a), read(b)];
    const losses = [short, long].map((report) => reportOf(report, 0).curves.validationDataLoss);
    for (let i = 0; i < 4; i++) {
      expect(left[i][0]).toBe(right[i][0]);
      expect(Math.sign(right[i][1] - left[i][1])).toBe(Math.sign(losses[0][i] - losses[1][i]));
    }
    const { validationDataLoss } = reportOf(long, 0).curves;
    expect(right[8][1] > right[0][1]).toBe(validationDataLoss[8] < validationDataLoss[0]);
  });

  it('are described by the figures of the report, and named at their ends', () => {
    const { description } = chart(choosing(short, 0), choosing(long, 0.1));
    const end = reportOf(long, 0.1).curves.validationDataLoss[8];
    expect(description).toContain(`second, lambda = 0.1: ${Number(end.toPrecision(3))} at epoch 9`);
    const texts = findAll(draw(choosing(short, 0), choosing(long, 0.1)), 'text').map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['first: lambda = 0', 'second: lambda = 0.1', 'second']));
  });

  it('stay within the chart on a phone, however long the names are', () => {
    const names = ['report-of-the-first-run-with-a-long-name.json', '<b>&"'];
    const svg = chart(short, long, names).draw({ width: 320, theme: 'dark' });
    for (const box of listTextBoxes(parseSvg(svg))) {
      expect(box.left, box.text).toBeGreaterThanOrEqual(0);
      expect(box.right, box.text).toBeLessThanOrEqual(320);
    }
  });

  it('come with a note where the losses are on different scales', async () => {
    const absolute = await run({ loss: 'mae' });
    const read = (a: Report, b: Report) => findAll(draw(a, b), 'text').map(({ text }) => text);
    expect(read(short, absolute).join(' ')).toContain('The losses are on different scales');
    expect(read(short, long).join(' ')).not.toContain('scales');
  });

  it('are none where a report chose no lambda, or no epoch was finished', () => {
    const none = (a: Report, b: Report) => chartOverlay({ name: 'a', report: a }, { name: 'b', report: b });
    expect(none(choosing(short, null), long)).toBeNull();
    const empty = long.lambdas.map((each) => ({
      ...each,
      curves: { ...each.curves, epoch: [], validationDataLoss: [] },
    }));
    expect(none(short, { ...long, lambdas: empty })).toBeNull();
  });
});
