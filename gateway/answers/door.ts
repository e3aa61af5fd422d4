import type { FastifyReply, FastifyRequest } from 'fastify';
import { contentHash } from '../../schema/definition.js';
import type { RequestContext } from '../../subgraphs/context.js';
import { clientOf } from '../../subgraphs/operation-uses.js';
import { isSignedIn } from '../../subgraphs/viewer.js';
import { contextOf } from '../context.js';
import { matches, publicly, varying } from '../etag.js';
import { Gone } from '../gone.js';
import type { AnswerCounts } from '../metrics.js';
import type { HubParts } from '../parts.js';
import { later } from '../refusing.js';
import { answerWith, type Desk } from './answering.js';
import { askOf } from './ask.js';
import { explain } from './explaining.js';
import { codingFor } from './packing.js';
import type { PersistedOperations } from './persisted.js';
import { Readings } from './reading.js';
import { rightsOf } from './rights.js';
import { type Answered, SharedAnswers } from './shared.js';

/** What makes Apollo Server take a request for no forgery of another site's. */
const PREFLIGHT = ['x-apollo-operation-name', 'apollo-require-preflight'] as const;

/**
 * Answers GraphQL requests. An answer that depends on datasets, regions and periods alone has a key of all that
 * determines it: it is kept and shared by that key, and the key of an anonymous one is its `ETag`.
 */
export class Door {
  readonly #readings: Readings;
  readonly #shared: SharedAnswers | undefined;

  constructor(
    private readonly desks: { readonly members: Desk; readonly visitors: Desk },
    private readonly parts: HubParts,
    private readonly counts: AnswerCounts,
    private readonly persisted: PersistedOperations,
  ) {
    this.#readings = new Readings(parts.graph.platform);
    this.#shared = parts.answerBytes > 0 ? new SharedAnswers(parts.answerBytes) : undefined;
  }

  /** Answers kept, and their bytes. */
  get kept(): { readonly entries: number; readonly bytes: number } {
    return { entries: this.#shared?.entries ?? 0, bytes: this.#shared?.bytes ?? 0 };
  }

  async answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const signedIn = isSignedIn(request.viewer);
    const desk = signedIn ? this.desks.members : this.desks.visitors;
    const gone = new Gone(reply, () => {
      this.counts.cancelled++;
    });
    const context = contextOf(request, this.parts);
    if (wantsExplanation(request)) explain(context);
    const key = this.#shared || !signedIn ? this.#keyOf(desk, request, context) : undefined;
    const etag = key !== undefined && !signedIn ? `"${key}"` : undefined;
    if (etag && request.method === 'GET' && matches(request.headers['if-none-match'], etag)) {
      this.counts.notModified++;
      this.#note(request, this.#shared?.known(key ?? ''));
      return publicly(reply, etag).code(304).send();
    }

    const { version } = desk.audience;
    const run = async (signal: AbortSignal): Promise<Answered> => {
      const answered = await answerWith(desk, request, { ...context, signal });
      // Where the graph was swapped meanwhile, the key may speak of another one than the answer.
      return { ...answered, keep: answered.keep && desk.audience.version === version };
    };
    let answered: Answered;
    if (key !== undefined && this.#shared) {
      const asked = await this.#shared.ask(key, gone, run);
      answered = asked.answered;
      this.counts.count(asked.source);
    } else {
      answered = await run(gone.signal);
      this.counts.alone++;
    }
    this.#note(request, answered);
    for (const [name, value] of answered.headers) reply.header(name, value);
    if (etag && answered.keep) publicly(reply, etag);
    later(reply, answered.retryAfter).code(answered.status);
    const coding = codingFor(request.headers['accept-encoding'], answered.body.byteLength);
    if (!coding || !answered.keep || key === undefined || !this.#shared) return reply.send(answered.body);
    // An answer that is not kept is compressed on its way out, as that of any other route.
    if (!etag) varying(reply, 'accept-encoding');
    reply.header('content-encoding', coding);
    return reply.send(await this.#shared.packed(key, answered, coding));
  }

  #note(request: FastifyRequest, answered: Answered | undefined): void {
    if (!answered) return;
    const { asked, reads } = answered;
    this.parts.datasetUses.note('QUERY', request.viewer, reads, this.parts.now());
    this.parts.restrictedReads.note(reads, request.viewer, 'Query', request.id, asked);
    if (!asked) return;
    this.parts.operationUses.note(asked, clientOf(request.headers, request.viewer));
    this.persisted.remember(request);
  }

  /** What determines the answer; undefined where it may depend on something else. */
  #keyOf(
    { audience }: Desk,
    request: FastifyRequest,
    { directory, viewer }: RequestContext,
  ): string | undefined {
    const { query, operationName = null, variables = null, extensions = null } = askOf(request);
    if (typeof query !== 'string' || extensions !== null) return undefined;
    const datasets = this.#readings.datasetsOf(audience.schema, query, directory);
    if (!datasets) return undefined;
    const { headers, method } = request;
    const form = [method, headers['content-type'], headers.accept, PREFLIGHT.some((name) => headers[name])];
    return contentHash([
      audience.version,
      form,
      query,
      operationName,
      variables,
      rightsOf(datasets, viewer),
    ]).slice(0, 43);
  }
}

/** `"extensions": {"explain": true}` beside the operation. */
function wantsExplanation(request: FastifyRequest): boolean {
  const { extensions } = askOf(request);
  return (
    typeof extensions === 'object' &&
    extensions !== null &&
    'explain' in extensions &&
    extensions.explain === true
  );
}
