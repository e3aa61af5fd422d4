import { type DocumentNode, GraphQLError, type GraphQLSchema, Kind, validate } from 'graphql';
import { LRUCache } from 'lru-cache';
import { HubError, refusal } from '../../schema/errors.js';
import type { DocumentCheck, RequestContext } from '../../subgraphs/context.js';
import type { CheckedDocument } from '../../subgraphs/document-check.js';
import type { OperationLimits } from '../limits.js';
import { Operation } from '../operation.js';
import { step } from '../steps.js';
import type { LiveGraph } from '../supergraph.js';
import { admitted } from './checked.js';

const DOCUMENTS = 1000;
const DOCUMENTS_CHARACTERS = 10_000_000;

/** What of a text does not depend on who asks. */
interface Validated {
  readonly document: DocumentNode;
  readonly errors: readonly GraphQLError[];
  readonly operations: readonly Operation[];
}

/**
 * What the door would say of texts that nobody has sent: by the schema that the caller knows and by the gate, as of his
 * requests. Each text is validated once for each schema: a list of them is looked at again and again.
 */
export class DoorCheck implements DocumentCheck {
  readonly #validated = new WeakMap<GraphQLSchema, LRUCache<string, Validated>>();

  constructor(
    private readonly graph: Pick<LiveGraph, 'knownTo'>,
    private readonly limits: OperationLimits,
  ) {}

  admit(text: string): DocumentNode {
    return admitted(text, this.limits);
  }

  async check(text: string, context: RequestContext): Promise<CheckedDocument> {
    const { schema, gate } = this.graph.knownTo(context.viewer);
    let validated: Validated;
    try {
      validated = await this.#validate(schema, text);
    } catch (error) {
      return { kind: 'REFUSED', refusal: asRefusal(error) };
    }
    const { document, errors, operations } = validated;
    // What the gate takes down is of what a request reads; here nothing is read.
    const aside: RequestContext = { ...context, memo: new Map() };
    const cuts = await Promise.all(operations.map((operation) => gate(operation, {}, aside)));
    const withheld = cuts.flatMap(({ denials }) => denials.map(({ reason }) => reason));
    return { kind: 'READ', document, schema, errors, withheld };
  }

  async #validate(schema: GraphQLSchema, text: string): Promise<Validated> {
    let known = this.#validated.get(schema);
    if (!known) {
      known = new LRUCache({
        max: DOCUMENTS,
        maxSize: DOCUMENTS_CHARACTERS,
        sizeCalculation: (_, source) => source.length + 1,
      });
      this.#validated.set(schema, known);
    }
    const before = known.get(text);
    if (before) return before;
    const made = await step(() => {
      const document = this.admit(text);
      const errors = validate(schema, document);
      const operations = errors.length > 0 ? [] : operationsOf(schema, document);
      return { document, errors, operations };
    });
    known.set(text, made);
    return made;
  }
}

const operationsOf = (schema: GraphQLSchema, document: DocumentNode): Operation[] =>
  document.definitions.flatMap((one) =>
    one.kind === Kind.OPERATION_DEFINITION ? new Operation(schema, document, one.name?.value, '') : [],
  );

function asRefusal(error: unknown): HubError {
  if (error instanceof HubError) return error;
  if (error instanceof GraphQLError)
    return refusal('BAD_USER_INPUT', { detail: { id: error.message, en: error.message } });
  throw error;
}
