import type { Module } from '../flow/values.ts';
import type { Call, FunctionDefinition, Place } from '../syntax/nodes.ts';

// What the `forward` of a network calls between its layers, as its class says it.

interface ForwardCalls {
  /** Functions of a library that are called, by the last part of their names. */
  readonly functions: readonly { readonly name: string; readonly place: Place }[];
  /** Calls of `dropout`, with the share that each drops; null where it is no number. */
  readonly dropouts: readonly { readonly share: number | null; readonly place: Place }[];
  /** Whether what the network does between its layers is known. */
  readonly isRead: boolean;
  /** How often a layer is called; 1 in a container, which calls each of its layers. */
  countUses(layer: Module): number;
}

/** Reads what the classes of these layers call. */
export function readForward(layers: readonly Module[]): ForwardCalls {
  const calls = layers.flatMap((layer) => {
    const method = findMethod(layer);
    return method === null ? [] : [{ layer, calls: listCalls(method) }];
  });
  const all = calls.flatMap((each) => each.calls);
  return {
    functions: all.flatMap(({ callee, from, to }) => {
      if (callee.kind === 'name') return [{ name: callee.name, place: { from, to } }];
      return callee.kind === 'attribute' ? [{ name: callee.name, place: { from, to } }] : [];
    }),
    dropouts: all.flatMap((call) => {
      const { callee, from, to } = call;
      const name = callee.kind === 'attribute' || callee.kind === 'name' ? callee.name : null;
      // `self.dropout(x)` calls a layer of the network.
      return name === 'dropout' && !isOfSelf(call) ? [{ share: readShare(call), place: { from, to } }] : [];
    }),
    isRead: layers.every((layer) => layer.definition === null || findMethod(layer) !== null),
    countUses(layer) {
      const owner = calls.find((each) => [...each.layer.parts.values()].includes(layer));
      if (owner === undefined) return 1;
      const [name] = [...owner.layer.parts].find(([, part]) => part === layer) ?? [''];
      const uses = owner.calls.filter(
        (call) => isOfSelf(call) && call.callee.kind === 'attribute' && call.callee.name === name,
      );
      return uses.length;
    },
  };
}

function isOfSelf({ callee }: Call): boolean {
  return callee.kind === 'attribute' && callee.object.kind === 'name' && callee.object.name === 'self';
}

/** `F.dropout(x, 0.2)`, `F.dropout(x, p=0.2)`; 0.5 where nothing is said. */
function readShare({ args }: Call): number | null {
  const named = args.find(({ name }) => name === 'p') ?? args.filter(({ name }) => name === null)[1];
  if (named === undefined) return 0.5;
  return named.value.kind === 'number' ? named.value.value : null;
}

function findMethod({ definition }: Module): FunctionDefinition | null {
  const methods = definition?.definition.body.filter((statement) => statement.kind === 'function') ?? [];
  return methods.find(({ name }) => name === 'forward' || name === 'call' || name === '__call__') ?? null;
}

/** Every call in a part of a program, in the order of the text. */
function listCalls(node: unknown): Call[] {
  const found: Call[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ((value as { readonly kind?: unknown }).kind === 'call') found.push(value as Call);
    for (const part of Object.values(value)) visit(part);
  };
  visit(node);
  return found.sort((a, b) => a.from - b.from);
}
