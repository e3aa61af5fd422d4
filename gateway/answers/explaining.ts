import { performance } from 'node:perf_hooks';
import { refusal } from '../../schema/errors.js';
import { once, type RequestContext } from '../../subgraphs/context.js';
import { hasRole } from '../../subgraphs/viewer.js';
import { Trace } from '../executor/trace.js';

const tracing = (context: RequestContext): { trace: Trace | undefined } =>
  once(context, tracing, () => ({ trace: undefined }));

/** The trace of this request, where it asks for one. */
export const traceOf = (context: RequestContext): Trace | undefined => tracing(context).trace;

/** Has the request's execution taken down. Throws FORBIDDEN: plans name what a caller may not know of. */
export function explain(context: RequestContext): void {
  const { viewer } = context;
  if (!hasRole(viewer, 'TECHNICAL_TEAM') && !hasRole(viewer, 'ADMIN'))
    throw refusal('FORBIDDEN', { needs: 'TECHNICAL_TEAM / ADMIN' });
  tracing(context).trace = new Trace(() => performance.now());
}
