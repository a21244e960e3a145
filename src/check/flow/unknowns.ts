import { noteEscape } from './calls.ts';
import { callModule } from './forward.ts';
import { measure } from './losses.ts';
import { makeUnknown } from './make.ts';
import { asModule } from './modules.ts';
import { hasOutput } from './quantities.ts';
import type { Machine } from './state.ts';
import type { Given, Unknown, Value } from './values.ts';

/** Something that came from elsewhere is called: by what it is given, it is a loss, a network, or anything. */
export function callUnknown(machine: Machine, callee: Unknown, given: Given): Value {
  if (callee.module !== null) return callModule(machine, callee.module, given);
  const values = [...given.positional, ...given.named.values()];
  if (values.some(hasOutput)) {
    if (values.length > 1) return measure(machine, null, given);
    return values[0];
  }
  const isData = values.some((value) => value.kind === 'quantity' || value.kind === 'unknown');
  const hasModule = values.some(
    (value) => value.kind === 'module' || value.kind === 'optimizer' || value.kind === 'parameters',
  );
  if (!isData || hasModule || values.length > 3) {
    noteEscape(machine, given);
    return makeUnknown();
  }
  return callModule(machine, asModule(callee, machine.state.modules), given);
}
