import type { DocumentNode, GraphQLError, GraphQLSchema } from 'graphql';
import type { HubError } from '../schema/errors.js';

/** What the hub would say to a caller who sent a text now, as far as that depends on no variable and no source. */
export type CheckedDocument =
  /** Not even read: it exceeds a limit. */
  | { readonly kind: 'REFUSED'; readonly refusal: HubError }
  | {
      readonly kind: 'READ';
      readonly document: DocumentNode;
      /** The schema that the caller knows, by which it was validated. */
      readonly schema: GraphQLSchema;
      readonly errors: readonly GraphQLError[];
      /** What the gate would withhold; nothing of a document that is not valid. */
      readonly withheld: readonly HubError[];
    };
