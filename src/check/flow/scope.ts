/** The names of a function, a class or the program, and those around it. */
export class Scope<Value> {
  readonly outer: Scope<Value> | null;
  names: Map<string, Value>;

  constructor(outer: Scope<Value> | null, names: Map<string, Value> = new Map()) {
    this.outer = outer;
    this.names = names;
  }

  find(name: string): Value | null {
    for (let scope: Scope<Value> | null = this; scope !== null; scope = scope.outer) {
      const value = scope.names.get(name);
      if (value !== undefined) return value;
    }
    return null;
  }
}
