import type { SweepOptions } from './options.ts';
import type { LambdaCurve } from './sweep.ts';
import { KNOWN_FIGURES, THREAD_EPOCHS, THREAD_ROWS } from './thread.ts';

/** Prints what every lambda did, epoch by epoch. */
export function printCurves(curves: readonly LambdaCurve[]): void {
  console.log(`running objective: mean over the epoch's batches, each before its step, as a PyTorch loop prints it
objective:         after the epoch, over all training rows; exactly training loss + penalty
losses:            softmax cross-entropy without the penalty; accuracy on the rows that validate`);
  for (const { lambda, curve, diverged, l1 } of curves) {
    console.log(
      `\nlambda ${lambda}: sum of |w| from ${l1[0].toFixed(1)} to ${l1[1]?.toFixed(1) ?? 'no number'}`,
    );
    const head = [
      'epoch',
      'running objective',
      'objective',
      'penalty',
      'training loss',
      'validation loss',
      'accuracy',
    ];
    const rows = curve.map((point) => [
      String(point.epoch),
      point.batchObjective.toFixed(4),
      point.objective?.toFixed(4) ?? '-',
      point.penalty.toFixed(4),
      point.trainingDataLoss?.toFixed(4) ?? '-',
      point.validationDataLoss?.toFixed(4) ?? '-',
      point.accuracy.toFixed(4),
    ]);
    printTable([head, ...rows]);
    if (diverged !== null) console.log(`diverged at epoch ${diverged.epoch}, step ${diverged.step}`);
  }
}

/** Prints the thread's figures beside those of the same lambda and epoch here, if the runs are alike. */
export function printKnownFigures(curves: readonly LambdaCurve[], { epochs, rows }: SweepOptions): void {
  if (epochs !== THREAD_EPOCHS || rows !== THREAD_ROWS) {
    console.log(
      `\nThe thread's figures come from ${THREAD_EPOCHS} epochs on ${THREAD_ROWS} rows; this run had ${epochs} on ${rows}, so they are not set beside it.`,
    );
    return;
  }
  const body = KNOWN_FIGURES.flatMap(({ lambda, epoch, name, text }) => {
    const point = curves.find((curve) => curve.lambda === lambda)?.curve[epoch - 1];
    if (point === undefined) return [];
    const start = [String(lambda), String(epoch)];
    if (name === 'validation loss') {
      return [[...start, name, text, point.validationDataLoss?.toFixed(4) ?? '-']];
    }
    return [
      [...start, 'running objective', text, point.batchObjective.toFixed(2)],
      [...start, 'objective', text, point.objective?.toFixed(2) ?? '-'],
    ];
  });
  if (body.length === 0) return;
  console.log('\nWhat the thread (PyTorch forum 205470) reported, and this run');
  printTable([['lambda', 'epoch', 'figure', 'thread', 'here'], ...body]);
}

function printTable(rows: readonly (readonly string[])[]): void {
  const widths = rows[0].map((_, c) => Math.max(...rows.map((row) => row[c].length)));
  for (const row of rows) console.log(row.map((cell, c) => cell.padStart(widths[c])).join('  '));
}
