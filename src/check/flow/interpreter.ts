import type {
  ClassDefinition,
  Expression,
  FunctionDefinition,
  Place,
  Program,
  Statement,
} from '../syntax/nodes.ts';
import { callClass, callFunction, findMethod } from './calls.ts';
import { evaluateExpression } from './expressions/evaluate.ts';
import { callModule } from './forward.ts';
import { itemsOf } from './items.ts';
import { callLibrary } from './library/library.ts';
import { makeUnknown, NONE } from './make.ts';
import { attributeOf } from './methods/attributes.ts';
import { callMethodOf } from './methods/methods.ts';
import { setMode } from './modules.ts';
import { listRelevant } from './relevance.ts';
import { Scope } from './scope.ts';
import { type Machine, State, TooLong } from './state.ts';
import { runBlock } from './statements/run.ts';
import type { Trace } from './trace.ts';
import { callUnknown } from './unknowns.ts';
import type { Callable, ClassValue, Given, Module, Value } from './values.ts';

/** Expressions within expressions, through calls too: far below what the stack of any host holds. */
const MOST_DEEP = 300;

/** Follows a program: its statements in their order, then the functions that nothing has called. */
export class Interpreter implements Machine {
  readonly state: State;
  readonly #entered = new Set<unknown>();
  #depth = 0;

  constructor(text: string) {
    this.state = new State(text);
  }

  /** What a program does. Work is bounded: one that is too large is followed as far as that goes. */
  trace({ body }: Program): Trace {
    const scope = new Scope<Value>(null);
    this.#guard(() => runBlock({ machine: this, scope, returned: [] }, body));
    const definitions = listRelevant(this.state.text, listDefinitions(body));
    for (const isRoot of [true, false]) {
      for (const statement of definitions) this.#runUncalled(statement, scope, isRoot);
    }
    // Classes that a function has made.
    const within = [...this.state.classes.keys()].filter((each) => !body.includes(each));
    for (const each of listRelevant(this.state.text, within)) this.#runUncalled(each, scope, false);
    const { events, text, isCut, framework } = this.state;
    return { events, text, isCut, framework };
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof TooLong)) throw error;
    }
  }

  evaluate(expression: Expression, scope: Scope<Value>): Value {
    if (this.#depth >= MOST_DEEP) {
      this.state.isCut = true;
      return makeUnknown();
    }
    this.#depth += 1;
    try {
      return evaluateExpression(this, expression, scope);
    } finally {
      this.#depth -= 1;
    }
  }

  call(callee: Value, given: Given): Value {
    switch (callee.kind) {
      case 'path':
        return callLibrary(this, callee.path, given);
      case 'function':
        return this.callFunction(callee, given);
      case 'class':
        return callClass(this, callee, given);
      case 'module':
        return callModule(this, callee, given);
      case 'unknown':
        return callUnknown(this, callee, given);
      case 'thing':
        return callMethodOf(this, callee, '()', given);
      default:
        return makeUnknown();
    }
  }

  callFunction(callee: Callable, given: Given): Value {
    this.#entered.add(callee.definition);
    return callFunction(this, callee, given);
  }

  callMethod(object: Value, name: string, given: Given): Value {
    return callMethodOf(this, object, name, given);
  }

  attribute(object: Value, name: string, place: Place): Value {
    return attributeOf(this, object, name, place);
  }

  itemsOf(value: Value, place: Place): Value {
    return itemsOf(this, value, place);
  }

  /** A function that nothing has called is followed with arguments of which nothing is known. */
  #runUncalled(statement: FunctionDefinition | ClassDefinition, scope: Scope<Value>, isRoot: boolean): void {
    if (this.state.isCut) return;
    if (statement.kind === 'function') {
      if (this.#entered.has(statement) || isRoot === this.#isNamedElsewhere(statement.name)) return;
      const callable: Callable = { kind: 'function', definition: statement, scope, self: null };
      this.#guard(() => this.#callAlone(callable, statement));
      return;
    }
    const value = this.state.classes.get(statement);
    if (value === undefined) return;
    const methods = statement.body.filter((each) => each.kind === 'function');
    const left = methods.filter(
      (each) => !this.#entered.has(each) && !/^(forward|call|__\w+__)$/.test(each.name),
    );
    if (left.length === 0 || isRoot) return;
    this.#guard(() => this.#runMethods(value, left, statement));
  }

  /** What such a function gives back goes where it is not seen. */
  #callAlone(callable: Callable, definition: FunctionDefinition): void {
    const value = this.callFunction(callable, nothingGiven(definition));
    const { state } = this;
    if (value !== NONE) state.emit({ ...state.happened(definition), kind: 'escaped', values: [value] });
  }

  #runMethods(value: ClassValue, methods: readonly FunctionDefinition[], place: Place): void {
    const self = callClass(this, value, nothingGiven(place));
    if (self.kind !== 'module') return;
    const isLightning = methods.some(({ name }) => name === 'training_step');
    // Those that others call come after them, if they were not called at all.
    const roots = methods.filter(({ name }) => !this.state.text.includes(`self.${name}(`));
    for (const method of [...roots, ...methods]) {
      if (this.#entered.has(method)) continue;
      const callable = findMethod(value, method.name, self);
      if (callable === null) continue;
      if (isLightning && /_step$/.test(method.name)) this.#runStep(callable, method, self);
      else this.#callAlone(callable, method);
    }
  }

  /** A step of Lightning, which calls backward on what the training step returns, and turns dropout off elsewhere. */
  #runStep(callable: Callable, method: FunctionDefinition, self: Module): void {
    const isTraining = method.name === 'training_step';
    const { state } = this;
    setMode(state, self, isTraining ? 'train' : 'eval', method);
    const run = { loop: { node: method, over: null }, round: 0, outer: null };
    state.inRound(run, () =>
      state.withGradients(isTraining, () => {
        const value = this.callFunction(callable, nothingGiven(method));
        if (!isTraining || value === NONE) return;
        const loss = value.kind === 'dictionary' ? (value.entries.get('loss') ?? value) : value;
        state.emit({
          ...state.happened(method),
          kind: 'backward',
          value: loss,
          by: 'returned',
        });
      }),
    );
  }

  #isNamedElsewhere(name: string): boolean {
    let count = 0;
    const { text } = this.state;
    for (let at = text.indexOf(name); at >= 0 && count < 2; at = text.indexOf(name, at + name.length)) {
      // A method of the same name, such as `net.train()`, is another one.
      const isWord = !/[\w.]/.test(text[at - 1] ?? ' ') && !/\w/.test(text[at + name.length] ?? ' ');
      if (isWord) count += 1;
    }
    return count > 1;
  }
}

function listDefinitions(body: readonly Statement[]): (FunctionDefinition | ClassDefinition)[] {
  return body.filter((each) => each.kind === 'function' || each.kind === 'class');
}

function nothingGiven({ from, to }: Place): Given {
  return { place: { from, to }, positional: [], named: new Map(), args: [], isAlone: true };
}
