import { AbsumError, type Way } from '../../errors.ts';
import type { Draft } from '../../recipe/parameters.ts';

/** What to say of a recipe that needs the tfjs engine where no server has it, with the ways around it. */
export function explainWithoutServer(recipe: Draft): AbsumError {
  const { engine, optimizer, network } = recipe as {
    readonly engine?: unknown;
    readonly optimizer?: { readonly name?: unknown };
    readonly network?: { readonly activation?: unknown };
  };
  const message =
    'this recipe needs the tfjs engine, which runs on a server, and this page has none: change it, or run it on your ' +
    'own machine with absum compare';
  const ways: Way[] = [
    ...(optimizer?.name === 'rmsprop' ? [{ optimizer: { name: 'adam' } } as const] : []),
    ...(network?.activation === 'elu' ? [{ network: { activation: 'relu' } } as const] : []),
    ...(engine === 'tfjs' ? [{ engine: 'auto' } as const] : []),
  ];
  return new AbsumError('unsupported', [{ place: '', message, ...(ways.length > 0 && { ways }) }]);
}
