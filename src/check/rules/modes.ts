import { findNoise, isKnown } from '../flow/modules.ts';
import type { Forward } from '../flow/values.ts';
import type { Found } from './found.ts';
import { listValidationForwards } from './gradients.ts';
import { insertLine } from './lines.ts';
import { ofKind, quote, type Seen, textOf } from './seen.ts';

// Whether dropout is on, and gradients are kept, where they should be.

/** The forward passes whose outputs are measured and not trained on. */
function listMeasured(seen: Seen): Forward[] {
  const networks = new Set([...seen.trained].map(({ module }) => module));
  for (const { module } of ofKind(seen, 'mode')) networks.add(module);
  // What nobody trains or puts into use may be anything that is called.
  const measured = seen.evaluations.flatMap(({ forward }) => forward ?? []);
  return onePerPlace(measured.filter(({ module }) => networks.has(module)));
}

/** One of each place and state: loops and calls repeat them. */
function onePerPlace(forwards: Iterable<Forward>): Forward[] {
  const kept = new Map<string, Forward>();
  for (const forward of forwards)
    kept.set(`${forward.place.from}:${forward.mode}:${forward.hasGradients}`, forward);
  return [...kept.values()];
}

/** Dropout is on while validating. */
export function findNoisyValidation(seen: Seen): Found[] {
  if (seen.backwards.length === 0) return [];
  return listMeasured(seen).flatMap((forward): Found[] => {
    if (forward.mode !== 'train') return [];
    const noise = findNoise(forward.module);
    if (noise === null) return [];
    // Where the layers are not known, only a loop that says eval() somewhere is known to need it.
    const isUsed = ofKind(seen, 'mode').some(
      ({ module, mode }) => module === forward.module && mode === 'eval',
    );
    if (noise === undefined && !isUsed) return [];
    const what = noise === undefined ? 'dropout or batch norm' : noise;
    return [
      {
        code: 'validates-in-train-mode',
        place: forward.place,
        message: `${quote(seen, forward.place)} measures the network with its ${what} as in training: no eval() comes before it.`,
        mend: trainingFalse(seen, forward) ?? callMode(seen, forward, 'eval'),
        isCertain: noise !== undefined,
      },
    ];
  });
}

function trainingFalse(seen: Seen, { place }: Forward): Found['mend'] {
  const found = /training\s*=\s*True/.exec(textOf(seen, place));
  if (found === null) return null;
  const to = place.from + found.index + found[0].length;
  return [{ from: to - 'True'.length, to, text: 'False' }];
}

/** `model.eval()` on a line before, by the name that the network is called by. */
function callMode(seen: Seen, { place }: Forward, mode: 'eval' | 'train'): Found['mend'] {
  // Where nothing in a loop sets it back, the one would only make the other.
  const back = mode === 'eval' ? 'train' : 'eval';
  const isSetBack = ofKind(seen, 'mode').some((event) => event.mode === back && event.run !== null);
  if (!isSetBack) return null;
  const [, name] = /^([A-Za-z_][\w.]*)\(/.exec(textOf(seen, place)) ?? [];
  return name === undefined || name === 'self' ? null : insertLine(seen, place, `${name}.${mode}()`);
}

/** Dropout stays off after the first validation, or was never on. */
export function findQuietTraining(seen: Seen): Found[] {
  const wrong = listValidationForwards(seen);
  return onePerPlace(seen.trained).flatMap((forward): Found[] => {
    const { mode, modeAt, module, place, run } = forward;
    if (wrong.has(forward)) return [];
    if (mode !== 'eval' || modeAt === null) return [];
    const noise = findNoise(module);
    if (noise === null) return [];
    const isByArgument = /training\s*=\s*False/.test(textOf(seen, place));
    // A network that is put into use before its training begins may be meant to be trained so.
    const isNew = noise !== undefined && isKnown(module);
    const isCarried = run !== null && (modeAt.from > place.from || isSetInLoop(seen, forward) || isNew);
    if (!isCarried && !isByArgument) return [];
    // Parts of it may be in training while others are not.
    const isOfParts = ofKind(seen, 'mode').some((event) => event.mode === 'train' && event.module !== module);
    if (noise === undefined && isOfParts) return [];
    const what = noise === undefined ? 'dropout and batch norm' : noise;
    const message = isByArgument
      ? `${quote(seen, place)} trains with ${what} as in use.`
      : `${quote(seen, place)} trains after eval(), with ${what} as in use: no train() comes between.`;
    const mend = isByArgument ? null : callMode(seen, forward, 'train');
    return [{ code: 'trains-in-eval-mode', place, message, mend, isCertain: noise !== undefined }];
  });
}

/** eval() is called within a loop around the training, as a validation does. */
function isSetInLoop(seen: Seen, { module, modeAt }: Forward): boolean {
  return ofKind(seen, 'mode').some(
    (event) =>
      event.module === module &&
      event.mode === 'eval' &&
      event.place.from === modeAt?.from &&
      event.run !== null,
  );
}

/** Gradients are kept of outputs that are only measured. */
export function findIdleGradients(seen: Seen): Found[] {
  if (!seen.backwards.some(({ by }) => by === 'backward')) return [];
  return listMeasured(seen).flatMap((forward): Found[] => {
    const { hasGradients, place, module } = forward;
    if (!hasGradients || /keras/.test(module.type ?? '')) return [];
    return [
      {
        code: 'gradients-in-validation',
        place,
        message: `${quote(seen, place)} only measures, and keeps gradients all the same: no torch.no_grad() is around it.`,
        mend: null,
        isCertain: true,
      },
    ];
  });
}
