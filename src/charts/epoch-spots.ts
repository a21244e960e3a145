import { formatFigure, shortenLambda } from '../words/numbers.ts';
import type { Point } from './drawing/curves.ts';
import type { Line, Spot, SpotRow } from './drawing/spots.ts';

/** The curves of one lambda, without what is not finite. */
export interface Series {
  readonly lambda: number;
  readonly training: readonly Point[];
  readonly validation: readonly Point[];
  readonly penalty: readonly Point[];
  /** Where its validation loss stood at its best epoch; undefined where none can be chosen. */
  readonly stop: Point | undefined;
}

interface EpochOptions {
  readonly colourOf: (lambda: number) => string;
  /** Where a point lies in the panel of data losses, and in that of penalties. */
  readonly places: readonly [(point: Point) => Point, (point: Point) => Point];
}

/**
 * A spot for each epoch that some curve has, with a row for each lambda that reached it.
 *
 * @param cross the lines of the crosshair at an epoch
 */
export function findEpochs(
  series: readonly Series[],
  cross: (epoch: number) => readonly Line[],
  options: EpochOptions,
): Spot[] {
  const kinds = ['validation', 'training', 'penalty'] as const;
  const points = series.map(({ lambda, stop, ...curves }) => ({
    lambda,
    stop,
    byEpoch: kinds.map((kind) => new Map(curves[kind])),
  }));
  const epochs = new Set(points.flatMap(({ byEpoch }) => byEpoch.flatMap((curve) => [...curve.keys()])));
  const hasStops = series.some(({ stop }) => stop !== undefined);
  return [...epochs]
    .toSorted((a, b) => a - b)
    .map((epoch) => ({
      name: `epoch ${epoch}`,
      lambda: null,
      lines: cross(epoch),
      columns: [...kinds, ...(hasStops ? ['best epoch'] : [])],
      read: () =>
        points.flatMap(({ lambda, stop, byEpoch }): SpotRow[] => {
          const values = byEpoch.map((curve) => curve.get(epoch));
          if (values.every((value) => value === undefined)) return [];
          const { colourOf, places } = options;
          return [
            {
              label: shortenLambda(lambda),
              cells: [
                ...values.map((value) => (value === undefined ? '\u2013' : formatFigure(value))),
                ...(hasStops ? [sayStop(stop, epoch)] : []),
              ],
              colour: colourOf(lambda),
              lambda,
              points: values.flatMap((value, i) =>
                value === undefined ? [] : [places[i === 2 ? 1 : 0]([epoch, value])],
              ),
            },
          ];
        }),
    }));
}

function sayStop(stop: Point | undefined, epoch: number): string {
  if (stop === undefined) return '\u2013';
  return stop[0] === epoch ? 'here' : String(stop[0]);
}
