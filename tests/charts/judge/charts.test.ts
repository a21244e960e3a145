import { describe, expect, it } from 'vitest';
import { saySpot } from '../../../src/charts/drawing/spots.ts';
import { listJudgeCharts } from '../../../src/charts/judge/charts.ts';
import type { JudgeAnswer } from '../../../src/judge/answer.ts';
import { findAll, type Node, parseSvg, readTip } from '../parse-svg.ts';
import { MANY, makeAnswer, PLAIN } from './sample.ts';

const LONG = 'a forest of very many trees, max_depth=12, min_samples_leaf=3';

function chartOf(answer: JudgeAnswer, name: string) {
  const chart = listJudgeCharts(answer).find((each) => each.name === name);
  if (chart === undefined) throw new Error(`no chart ${name}`);
  return chart;
}

function draw(answer: JudgeAnswer, name: string, width = 760): Node {
  return parseSvg(chartOf(answer, name).draw({ width, theme: 'light' }));
}

const texts = (root: Node) => findAll(root, 'text').map(({ text }) => text);

/** The dots of one candidate, from its tooltips. */
function findDots(root: Node, name: string): Node[] {
  return findAll(root, 'circle').filter((circle) => readTip(circle).startsWith(`${name}, seed `));
}

/** Labels of the level axis: pixels by value. */
function readAxis(root: Node): (value: number) => number {
  const ticks = findAll(root, 'text')
    .filter(({ text, attributes }) => attributes['text-anchor'] === 'middle' && /^[\d.\u2212]+$/.test(text))
    .map(({ text, attributes }) => ({
      value: Number(text.replace('\u2212', '-')),
      x: Number(attributes.x),
    }));
  const [first, last] = [ticks[0], ticks[ticks.length - 1]];
  const slope = (last.x - first.x) / (last.value - first.value);
  return (value) => first.x + (value - first.value) * slope;
}

describe('the scores of candidates', () => {
  it('have a row each with a dot for every score, where the axis has it', () => {
    const root = draw(PLAIN, 'scores');
    const place = readAxis(root);
    for (const { name, values } of PLAIN.candidates) {
      const known = values.filter((value) => value !== null);
      const dots = findDots(root, name);
      expect(dots.map(readTip).length, name).toBe(known.length);
      for (const [i, dot] of dots.entries()) {
        expect(Math.abs(Number(dot.attributes.cx) - place(known[i]))).toBeLessThan(1);
      }
    }
  });

  it('show the mean, its standard error and what was found, in words too', () => {
    const { description } = chartOf(PLAIN, 'scores');
    expect(description).toContain('5 pairs for each candidate; higher is better.');
    expect(description).toContain('ridge: mean 0.81, standard error 0.01, baseline');
    expect(description).toContain('lasso: mean 0.846, standard error 0.01, better');
    expect(description).toContain('broken: no mean');
    const root = draw(PLAIN, 'scores');
    expect(texts(root)).toEqual(expect.arrayContaining(['baseline', 'better', 'worse', 'undecided']));
    expect(texts(root).join(' ')).toContain('broken has no mean (a pair has no score).');
    const place = readAxis(root);
    // The mark of what is better is a diamond, whose four corners lie about the mean.
    const diamond = findAll(root, 'g')
      .filter((group) => readTip(group).startsWith('lasso: mean'))
      .flatMap((group) => findAll(group, 'polygon'));
    const xs = (diamond[0].attributes.points ?? '').split(' ').map((pair) => Number(pair.split(',')[0]));
    expect(xs[0]).toBeCloseTo(place(0.846), 0);
  });

  it("draw the baseline's level across all rows, and the region about it", () => {
    const root = draw(PLAIN, 'scores');
    const place = readAxis(root);
    const band = findAll(root, 'rect').find(({ attributes }) => Number(attributes.height) === 5 * 40);
    expect(Number(band?.attributes.x)).toBeCloseTo(place(0.8), 0);
    expect(Number(band?.attributes.width)).toBeCloseTo(place(0.82) - place(0.8), 0);
    const level = findAll(root, 'line').find(
      ({ attributes }) =>
        attributes['stroke-width'] === '1.5' &&
        attributes.x1 === attributes.x2 &&
        Number(attributes.y2) - Number(attributes.y1) === 5 * 40,
    );
    expect(Number(level?.attributes.x1)).toBeCloseTo(place(0.81), 0);
    const without = draw(makeAnswer({ scores: { a: [1, 2], b: [1, 3] }, region: null }), 'scores');
    expect(findAll(without, 'rect').filter(({ attributes }) => Number(attributes.height) > 40)).toEqual([]);
  });

  it('cut a long name on the drawing, and tell it whole', () => {
    for (const width of [760, 340]) {
      const root = draw(PLAIN, 'scores', width);
      const label = findAll(root, 'text').find((each) => readTip(each) === LONG);
      expect(label?.text, `${width}`).toMatch(/^a forest .*\u2026/);
    }
    expect(chartOf(PLAIN, 'scores').description).toContain(`${LONG}: mean`);
  });

  it('are of the baseline and the best where there are many, which a note says', () => {
    const root = draw(MANY, 'scores');
    const drawn = texts(root).filter((text) => text.startsWith('lr='));
    expect(drawn).toHaveLength(40);
    expect(drawn[0]).toBe('lr=0');
    expect(drawn.slice(1)).toEqual(Array.from({ length: 39 }, (_, i) => `lr=${31 + i}`));
    expect(texts(root).join(' ')).toContain(
      'The baseline and the 39 candidates with the best means of 69 are drawn.',
    );
    const lower = draw({ ...MANY, test: { ...MANY.test, direction: 'lower', baseline: 'lr=69' } }, 'scores');
    expect(texts(lower).filter((text) => text.startsWith('lr='))[0]).toBe('lr=0');
    expect(texts(lower).filter((text) => text.startsWith('lr='))[39]).toBe('lr=69');
  });

  it('are none where nobody has a score', () => {
    expect(listJudgeCharts(makeAnswer({ scores: { a: [null], b: [null] } }))).toEqual([]);
  });

  it('escape what names hold', () => {
    const answer = makeAnswer({ scores: { '<b>&"': [1, 2], "']]>": [1, 3] } });
    for (const chart of listJudgeCharts(answer)) {
      const svg = chart.draw({ width: 400, theme: 'dark', background: true });
      expect(svg).not.toContain('<b>');
      expect(texts(parseSvg(svg))).toContain("']]>");
    }
  });
});

describe('the differences of candidates', () => {
  it('have a row for each but the baseline, with the differences of the pairs that both have', () => {
    const root = draw(PLAIN, 'differences');
    const place = readAxis(root);
    expect(findDots(root, 'ridge')).toEqual([]);
    const dots = findDots(root, 'lasso');
    for (const [i, difference] of [0.04, 0.03, 0.04, 0.05, 0.02].entries()) {
      expect(Math.abs(Number(dots[i].attributes.cx) - place(difference))).toBeLessThan(1);
    }
    expect(findDots(root, 'broken').map(readTip)[1]).toMatch(/^broken, seed 2: \u2212/);
    const { title, description } = chartOf(PLAIN, 'differences');
    expect(title).toBe('Paired differences in accuracy from ridge');
    expect(description).toMatch(
      /^Each candidate minus the baseline on the same pair, 5 pairs; higher is better\. lasso: mean difference \+0\.036, 97\.5 % interval \+0\.016 to \+0\.056, better; /,
    );
    expect(texts(root).join(' ')).toContain('adjusted for the number of candidates.');
  });

  it('say which side is better', () => {
    const sides = (answer: JudgeAnswer) =>
      texts(draw(answer, 'differences')).filter((text) => /[\u2190\u2192]/.test(text));
    expect(sides(PLAIN)).toEqual(['\u2190 worse', 'better \u2192']);
    const errors = { ...PLAIN, test: { ...PLAIN.test, direction: 'lower' as const } };
    expect(sides(errors)).toEqual(['\u2190 better', 'worse \u2192']);
  });
});

describe('the spots of candidates', () => {
  it('are one for each row, each about one candidate as a whole', () => {
    const scores = chartOf(PLAIN, 'scores').findSpots?.({ width: 760, theme: 'light' }) ?? [];
    expect(scores.map(({ name }) => name)).toEqual(PLAIN.candidates.map(({ name }) => name));
    expect(scores.every(({ isWhole, lambda }) => isWhole && lambda === null)).toBe(true);
    expect(saySpot(scores[1], null)).toBe(
      'lasso; mean: 0.846 \u00b1 0.01; 5 pairs: 0.83 to 0.86; verdict: better; baseline: 0.81',
    );
    const differences = chartOf(PLAIN, 'differences').findSpots?.({ width: 340, theme: 'dark' }) ?? [];
    expect(saySpot(differences[0], null)).toBe(
      'lasso; difference: +0.036; interval: +0.016 to +0.056; 5 pairs: 0 lower, 5 higher; verdict: better',
    );
  });

  it('lie on the drawing', () => {
    for (const answer of [PLAIN, MANY]) {
      for (const chart of listJudgeCharts(answer)) {
        const options = { width: 340, theme: 'light' } as const;
        const { attributes } = parseSvg(chart.draw(options));
        for (const spot of chart.findSpots?.(options) ?? []) {
          for (const [x, y] of [...spot.lines.flat(), ...spot.read().flatMap(({ points }) => points)]) {
            expect(x >= 0 && x <= Number(attributes.width)).toBe(true);
            expect(y >= 0 && y <= Number(attributes.height)).toBe(true);
          }
        }
      }
    }
  });
});
