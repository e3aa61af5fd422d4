import { type DocumentNode, GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { refusal } from '../../schema/errors.js';
import { type OperationLimits, parseWithinLimits } from '../limits.js';

const CHECKED_OPERATIONS = 1000;
const CHECKED_CHARACTERS = 10_000_000;
/** Few tokens can be a long text, which every cache on an operation's way keeps; what is long belongs in variables. */
const OPERATION_CHARACTERS = 100_000;

/** Checks each text once; what is not GraphQL is left to Apollo Server, which says where. */
export function limitCheck(limits: OperationLimits): (source: string) => void {
  const passed = new LRUCache<string, true>({
    max: CHECKED_OPERATIONS,
    maxSize: CHECKED_CHARACTERS,
    sizeCalculation: (_, source) => source.length + 1,
  });
  return (source) => {
    if (passed.has(source)) return;
    try {
      admitted(source, limits);
    } catch (error) {
      if (error instanceof GraphQLError) return;
      throw error;
    }
    passed.set(source, true);
  };
}

/** The document of a text that the door lets in. Throws LIMIT_EXCEEDED, BAD_REQUEST, and GraphQL's own syntax error. */
export function admitted(source: string, limits: OperationLimits): DocumentNode {
  if (source.length > OPERATION_CHARACTERS)
    throw refusal(
      'LIMIT_EXCEEDED',
      { limit: 'characters', max: OPERATION_CHARACTERS, found: String(source.length) },
      { facts: { limit: 'characters', max: OPERATION_CHARACTERS } },
    );
  const document = parseWithinLimits(source, limits);
  // Validation knows no rule against an operation without a root type; planning would fail.
  if (document.definitions.some((one) => 'operation' in one && one.operation === 'subscription'))
    throw refusal('BAD_REQUEST', { detail: NO_SUBSCRIPTIONS });
  return document;
}

const NO_SUBSCRIPTIONS = {
  id: 'Hub ini tidak melayani subscription.',
  en: 'This hub serves no subscriptions.',
};
