import type { Comprehension, Place } from '../../syntax/nodes.ts';
import { makeSeveral } from '../make.ts';
import { readCondition } from '../parameters.ts';
import { Scope } from '../scope.ts';
import type { Machine } from '../state.ts';
import { bind, numberCounters } from '../statements/bind.ts';
import type { Filter, Value } from '../values.ts';

export function evaluateComprehension(
  machine: Machine,
  { key, element, clauses, ...node }: Comprehension,
  scope: Scope<Value>,
): Value {
  const { state } = machine;
  const inner = new Scope(scope);
  const frame = { machine, scope: inner, returned: [] };
  const filters: Filter[] = [];
  const place = { from: node.from, to: node.to };
  const loop: { node: Place; over: Value | null } = { node: place, over: null };
  const outer = state.run;
  const run = { loop, round: 1, outer };
  let written: readonly Value[] | null = null;
  for (const { target, iterable, conditions } of clauses) {
    const over = machine.evaluate(iterable, inner);
    loop.over ??= over;
    const isWritten =
      clauses.length === 1 && over.kind === 'several' && !over.isEach && over.added.length === 0;
    if (isWritten && over.items.length > 0 && over.items.length <= 8 && conditions.length === 0)
      written = over.items;
    bind(frame, target, numberCounters(machine.itemsOf(over, iterable), run));
    for (const condition of conditions) {
      const filter = readCondition(condition, (expression) => machine.evaluate(expression, inner));
      if (filter !== null) filters.push(filter);
      else machine.evaluate(condition, inner);
    }
  }
  if (written !== null && key === null) {
    const items = written.map((item, round) =>
      state.inRound({ loop, round, outer }, () => {
        bind(frame, clauses[0].target, item);
        return machine.evaluate(element, inner);
      }),
    );
    return makeSeveral(items, place);
  }
  const value = state.inRound(run, () =>
    state.withFilters(filters, () => {
      if (key !== null) machine.evaluate(key, inner);
      return machine.evaluate(element, inner);
    }),
  );
  if (key !== null) return { kind: 'dictionary', entries: new Map([['each', value]]) };
  return makeSeveral([value], place, true);
}
