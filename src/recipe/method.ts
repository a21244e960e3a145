/** How the penalty enters training. */
export const METHODS = ['subgradient', 'proximal'] as const;
export type Method = (typeof METHODS)[number];

/** What of a penalty decides its method. */
interface Asked {
  /** Absent for a single network, whose one lambda counts as listed. */
  readonly lambdas?: 'auto' | readonly number[];
  readonly groups: 'features' | null;
}

/** A method and, in words, why it is this one. */
export interface MethodReason {
  readonly name: Method;
  readonly reason: string;
}

/** The method of a penalty that names none. */
export function assumeMethod({ lambdas, groups }: Asked): MethodReason {
  if (groups !== null) {
    return { name: 'proximal', reason: 'groups need it, which alone makes a whole group zero' };
  }
  if (lambdas === 'auto') {
    return { name: 'proximal', reason: 'the lambdas of "auto" are made for it, which gives exact zeros' };
  }
  return {
    name: 'subgradient',
    reason: 'lambdas are listed, and most training loops work so',
  };
}

/**
 * Why a penalty has its method. It follows from the filled-in recipe alone, so that the recipe of a report gives the
 * same report again: a method counts as asked for where it is not the one assumed.
 */
export function explainMethod({ method, ...asked }: Asked & { readonly method: Method }): MethodReason {
  const assumed = assumeMethod(asked);
  return method === assumed.name ? assumed : { name: method, reason: 'the recipe asks for it' };
}
