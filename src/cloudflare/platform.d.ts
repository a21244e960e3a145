/** What this room uses of Cloudflare's platform; the whole of its types would clash with those of browsers. */
declare module 'cloudflare:workers' {
  /** A Durable Object: one instance by its name, whose storage outlives it. */
  export abstract class DurableObject<Env = unknown> {
    protected readonly ctx: DurableObjectState;
    protected readonly env: Env;
    constructor(ctx: DurableObjectState, env: Env);
    alarm?(): void | Promise<void>;
  }

  /** A Workflow: `run` is called anew after a restart, and what a step has returned is not worked out again. */
  export abstract class WorkflowEntrypoint<Env = unknown, Parameters = unknown> {
    protected readonly ctx: { waitUntil(promise: Promise<unknown>): void };
    protected readonly env: Env;
    constructor(ctx: unknown, env: Env);
    abstract run(event: { readonly payload: Readonly<Parameters> }, step: WorkflowStep): Promise<unknown>;
  }

  export interface WorkflowStep {
    do<T>(name: string, options: StepOptions, callback: () => Promise<T>): Promise<T>;
  }

  export interface StepOptions {
    readonly retries: {
      readonly limit: number;
      readonly delay: string;
      readonly backoff: 'constant' | 'linear' | 'exponential';
    };
    readonly timeout: string;
  }

  export interface DurableObjectState {
    readonly storage: DurableObjectStorage;
  }

  export interface DurableObjectStorage {
    readonly sql: {
      exec(
        statement: string,
        ...values: (string | number | null)[]
      ): Iterable<Record<string, unknown>> & {
        toArray(): Record<string, unknown>[];
        /** Once all rows are read. */
        readonly rowsWritten: number;
      };
    };
    transactionSync<T>(callback: () => T): T;
    setAlarm(time: number): Promise<void>;
    getAlarm(): Promise<number | null>;
    deleteAlarm(): Promise<void>;
    deleteAll(): Promise<void>;
  }

  /** Durable Objects of one class; a stub has the public methods of the class, each of which answers by a promise. */
  export interface DurableObjectNamespace<T> {
    getByName(name: string): DurableObjectStub<T>;
  }

  export type DurableObjectStub<T> = {
    [K in keyof T as T[K] extends (...given: never[]) => unknown ? K : never]: T[K] extends (
      ...given: infer Given
    ) => infer Result
      ? (...given: Given) => Promise<Awaited<Result>>
      : never;
  };

  export interface Workflow<Parameters> {
    create(options: { readonly id: string; readonly params: Parameters }): Promise<WorkflowInstance>;
    get(id: string): Promise<WorkflowInstance>;
  }

  export interface WorkflowInstance {
    status(): Promise<{ readonly status: string }>;
    resume(): Promise<void>;
    restart(): Promise<void>;
    terminate(): Promise<void>;
    sendEvent(event: { readonly type: string; readonly payload: unknown }): Promise<void>;
  }

  export interface R2Bucket {
    put(key: string, text: string): Promise<unknown>;
    get(key: string): Promise<{ text(): Promise<string> } | null>;
    delete(key: string): Promise<void>;
  }

  export const env: unknown;
}
