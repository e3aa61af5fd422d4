import { loadTask } from '../load/task.js';
import { structureTask } from '../structure/task.js';
import { understandTask } from '../understand/task.js';

/**
 * What runs off the main thread, by name: `(input, port) => Promise<result>`. Input and result are plain data that a
 * message can carry; `bytes` of an input is handed over.
 */
export const TASKS = { load: loadTask, structure: structureTask, understand: understandTask } as const;

export type TaskName = keyof typeof TASKS;
export type TaskInput<Name extends TaskName> = Parameters<(typeof TASKS)[Name]>[0];
export type TaskResult<Name extends TaskName> = Awaited<ReturnType<(typeof TASKS)[Name]>>;

/** What the hub sends. */
export type ToWorker =
  | { readonly kind: 'TASK'; readonly task: TaskName; readonly input: unknown }
  /** A batch has been used; its buffer comes back. */
  | { readonly kind: 'USED'; readonly buffer: ArrayBuffer };

/** What the worker sends. */
export type FromWorker =
  | { readonly kind: 'READY' }
  | { readonly kind: 'BATCH'; readonly bytes: Uint8Array }
  | { readonly kind: 'DONE'; readonly result: unknown }
  | {
      readonly kind: 'REFUSED';
      readonly code: string;
      readonly words: { id: string; en: string };
      readonly facts: object;
    }
  | { readonly kind: 'FAILED'; readonly message: string; readonly stack: string | undefined };
