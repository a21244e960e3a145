import type { Code } from '../advice.ts';
import type { Coded } from './coded.ts';
import { writeKeras } from './keras.ts';
import { writePytorch } from './pytorch.ts';

/** Writes the lines that put a lambda into a training loop of PyTorch, and of Keras. */
export function writeCode(coded: Coded): Code {
  return { pytorch: writePytorch(coded).join('\n'), keras: writeKeras(coded).join('\n') };
}
