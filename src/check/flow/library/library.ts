import { noteEscape } from '../calls.ts';
import { measure } from '../losses.ts';
import { makeUnknown } from '../make.ts';
import { hasOutput } from '../quantities.ts';
import type { Machine } from '../state.ts';
import type { Given, Value } from '../values.ts';
import { callArrays } from './arrays.ts';
import { callBuiltIn } from './built-in.ts';
import { callKeras } from './keras.ts';
import { callScikit } from './scikit.ts';
import { callTorch } from './torch.ts';

// What functions and classes of libraries do.

const ALIASES: Readonly<Record<string, string>> = {
  np: 'numpy',
  tf: 'tensorflow',
  nn: 'torch.nn',
  F: 'torch.nn.functional',
  optim: 'torch.optim',
  pd: 'pandas',
  jnp: 'numpy',
  cp: 'numpy',
  K: 'keras.backend',
  L: 'lightning',
  pl: 'lightning',
  mx: 'numpy',
  prune: 'torch.nn.utils.prune',
};

/** The full name of something of a library, however it was imported; snippets often leave imports out. */
export function nameFully(path: string): string {
  const [first, ...others] = path.split('.');
  const whole = [ALIASES[first] ?? first, ...others].join('.');
  return whole
    .replace(/^tensorflow\.(python\.)?keras\b/, 'keras')
    .replace(/^jax\.numpy\b/, 'numpy')
    .replace(/^cupy\b/, 'numpy')
    .replace(/^autograd\.numpy\b/, 'numpy');
}

export function callLibrary(machine: Machine, path: string, given: Given): Value {
  const whole = nameFully(path);
  const name = whole.split('.').at(-1) ?? '';
  const known =
    callOfRoot(machine, whole, name, given) ??
    (whole.includes('.') ? null : callBuiltIn(machine, name, given));
  if (known !== null) return known;
  return callAnything(machine, whole, given);
}

function callOfRoot(machine: Machine, path: string, name: string, given: Given): Value | null {
  const root = path.split('.')[0];
  switch (root) {
    case 'torch':
    case 'torchvision':
    case 'accelerate':
    case 'lightning':
    case 'pytorch_lightning':
      return callTorch(machine, path, name, given) ?? callArrays(machine, path, name, given);
    case 'keras':
      return callKeras(machine, path, name, given) ?? callArrays(machine, path, name, given);
    case 'tensorflow':
      return callKeras(machine, path, name, given) ?? callArrays(machine, path, name, given);
    case 'sklearn':
      return callScikit(machine, path, name, given);
    case 'numpy':
    case 'pandas':
    case 'scipy':
    case 'random':
      return callArrays(machine, path, name, given);
    case 'argparse':
      return name === 'ArgumentParser' ? { kind: 'thing', type: 'parser', given, parts: new Map() } : null;
    default:
      return null;
  }
}

/** A function that was imported from elsewhere, or that a snippet does not show. */
function callAnything(machine: Machine, path: string, given: Given): Value {
  const values = [...given.positional, ...given.named.values()];
  // Bare names of classes and functions that everybody knows, where a snippet shows no import.
  if (!path.includes('.')) {
    for (const call of [callTorch, callScikit, callKeras]) {
      const known = /^[A-Z]/.test(path) || KNOWN.has(path) ? call(machine, path, path, given) : null;
      if (known !== null) return known;
    }
  }
  if (values.some(hasOutput) && values.length > 1) return measure(machine, path, given);
  noteEscape(machine, given);
  return makeUnknown();
}

const KNOWN = new Set(['train_test_split', 'random_split', 'shuffle', 'clip_grad_norm_']);
