import type { Environment, OutputStream } from '../environment.ts';

/** Paints words on a terminal; without colour it leaves them as they are. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
}

const NARROWEST = 20;

/** Columns of the terminal: what it says itself, what `COLUMNS` says, or 80. */
export function findWidth(stream: OutputStream, env: Environment['env']): number {
  const said = stream.columns ?? Number(env.COLUMNS);
  return Number.isInteger(said) && said > 0 ? Math.max(NARROWEST, said) : 80;
}

/**
 * Whether to use colour: as `--no-color`, `NO_COLOR` and `FORCE_COLOR` say, in this order, and otherwise only on a terminal.
 *
 * @param isWanted false with `--no-color`
 */
export function findColour(stream: OutputStream, env: Environment['env'], isWanted: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = env;
  if (!isWanted || NO_COLOR || FORCE_COLOR === '0' || FORCE_COLOR === 'false') return false;
  if (FORCE_COLOR) return true;
  return stream.isTTY === true && TERM !== 'dumb';
}

export function createStyle(isColoured: boolean): Style {
  const paint = (on: number, off: number) => (text: string) =>
    isColoured && text !== '' ? `\u001B[${on}m${text}\u001B[${off}m` : text;
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    red: paint(31, 39),
    green: paint(32, 39),
    yellow: paint(33, 39),
    cyan: paint(36, 39),
  };
}
