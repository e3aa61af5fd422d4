import type { Worker } from 'node:worker_threads';
import type { QueryPlan } from '@apollo/query-planner';
import { startThread } from '../../subgraphs/thread.js';
import { step } from '../steps.js';
import { type Plan, planning } from './planning.js';
import type { FromPlanner, ToPlanner } from './thread.js';

const THREAD = new URL('./thread.ts', import.meta.url);
const HEAP_MB = 2048;
/** Supergraphs of more characters are planned in a thread; smaller ones are ready before a thread has started. */
const LARGE = 600_000;

/** Plans the operations of one supergraph. */
export interface Planner extends AsyncDisposable {
  plan(...operation: Parameters<Plan>): Promise<QueryPlan>;
}

/** Makes planning ready. Throws where the supergraph cannot be served. */
export const openPlanner = (
  supergraphSdl: string,
  subgraphs: readonly string[],
  large: number = LARGE,
): Promise<Planner> =>
  supergraphSdl.length > large
    ? ThreadPlanner.open([supergraphSdl, subgraphs])
    : planHere([supergraphSdl, subgraphs]);

async function planHere(graph: Graph): Promise<Planner> {
  const steps = planning(...graph);
  for (;;) {
    const next = await step(() => steps.next());
    if (!next.done) continue;
    return { plan: async (...operation) => next.value(...operation), async [Symbol.asyncDispose]() {} };
  }
}

type Graph = Parameters<typeof planning>;

interface Waiting {
  readonly resolve: (plan: QueryPlan | undefined) => void;
  readonly reject: (error: Error) => void;
}

/** Plans in a thread, where a large supergraph can be made ready, and a costly operation planned, beside requests. */
class ThreadPlanner implements Planner {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #ready: Promise<unknown> = Promise.resolve();
  #last = 0;
  #retired = false;

  private constructor(private readonly graph: Graph) {}

  static async open(graph: Graph): Promise<Planner> {
    const planner = new ThreadPlanner(graph);
    planner.#start();
    await planner.#ready;
    return planner;
  }

  async plan(source: string, operationName: string | undefined): Promise<QueryPlan> {
    // What still comes for a graph that was replaced, or after its thread died, is planned by a new one.
    const worker = this.#worker ?? this.#start();
    await this.#ready;
    const id = ++this.#last;
    const asked = this.#ask(worker, id, { kind: 'PLAN', id, source, operationName });
    const plan = await asked.finally(() => {
      if (this.#retired) void this[Symbol.asyncDispose]();
    });
    if (!plan) throw new Error('a plan was answered without one');
    return plan;
  }

  #start(): Worker {
    const worker = startThread(THREAD, HEAP_MB);
    const lost = (error: Error): void => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    };
    worker.on('message', (answer: FromPlanner) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if (answer.ok) waiting?.resolve(answer.plan);
      else waiting?.reject(new Error(answer.message));
    });
    worker.on('error', lost).on('exit', () => lost(new Error('the thread that plans has ended')));
    this.#worker = worker;
    this.#ready = this.#ask(worker, 0, { kind: 'SUPERGRAPH', with: this.graph });
    this.#ready.catch(() => this[Symbol.asyncDispose]());
    return worker;
  }

  #ask(worker: Worker, id: number, message: ToPlanner): Promise<QueryPlan | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage(message);
    });
  }

  /** Ends the thread once what it has been asked is answered. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#retired = true;
    const worker = this.#worker;
    await this.#ready.catch(() => {});
    while (this.#waiting.size > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    if (this.#worker === worker) this.#worker = undefined;
    await worker?.terminate();
  }
}
