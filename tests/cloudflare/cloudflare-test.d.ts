/** Of what the test plugin offers, what is used here; its own types need all of the platform's. */
declare module 'cloudflare:test' {
  import type { DurableObjectState, DurableObjectStub, Workflow } from 'cloudflare:workers';

  export function runInDurableObject<T, R>(
    stub: DurableObjectStub<T>,
    callback: (instance: T, state: DurableObjectState) => R | Promise<R>,
  ): Promise<R>;
  export function runDurableObjectAlarm<T>(stub: DurableObjectStub<T>): Promise<boolean>;
  export function evictDurableObject<T>(stub: DurableObjectStub<T>): Promise<void>;
  export function introspectWorkflowInstance<P>(
    workflow: Workflow<P>,
    id: string,
  ): Promise<WorkflowInstanceIntrospector>;

  export interface WorkflowInstanceIntrospector extends AsyncDisposable {
    modify(callback: (modifier: WorkflowInstanceModifier) => Promise<void>): Promise<unknown>;
    waitForStepResult(step: { readonly name: string }): Promise<unknown>;
    waitForStatus(status: string): Promise<void>;
    getOutput(): Promise<unknown>;
  }

  export interface WorkflowInstanceModifier {
    disableRetryDelays(): Promise<void>;
    mockStepError(step: { readonly name: string }, error: Error, times?: number): Promise<void>;
  }
}
