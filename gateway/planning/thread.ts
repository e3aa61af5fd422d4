import { parentPort } from 'node:worker_threads';
import type { QueryPlan } from '@apollo/query-planner';
import { type Plan, planning } from './planning.js';

// The planner's own end, in a thread: is given a supergraph, then makes one plan after the other.

export type ToPlanner =
  | { readonly kind: 'SUPERGRAPH'; readonly with: Parameters<typeof planning> }
  | {
      readonly kind: 'PLAN';
      readonly id: number;
      readonly source: string;
      readonly operationName: string | undefined;
    };

/** An answer to the plan of that id; 0 is the supergraph. */
export type FromPlanner = { readonly id: number } & (
  | { readonly ok: true; readonly plan: QueryPlan | undefined }
  | { readonly ok: false; readonly message: string }
);

const port = parentPort;
if (!port) throw new Error('this file runs in a worker');
let plan: Plan | undefined;

function carryOut(message: ToPlanner): QueryPlan | undefined {
  if (message.kind === 'PLAN') return plan?.(message.source, message.operationName);
  const steps = planning(...message.with);
  for (let step = steps.next(); ; step = steps.next())
    if (step.done) {
      plan = step.value;
      return undefined;
    }
}

port.on('message', (message: ToPlanner) => {
  const id = message.kind === 'PLAN' ? message.id : 0;
  let answer: FromPlanner;
  try {
    answer = { id, ok: true, plan: carryOut(message) };
  } catch (error) {
    answer = { id, ok: false, message: error instanceof Error ? error.message : String(error) };
  }
  port.postMessage(answer);
});
