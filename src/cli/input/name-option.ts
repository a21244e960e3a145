import type { ParameterName } from '../../recipe/parameters.ts';

/** `--learning-rate` for `learningRate`. */
export function nameOption(name: ParameterName): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
