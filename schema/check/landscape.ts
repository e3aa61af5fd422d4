import type { SubgraphSource } from '../compose.js';
import type { AccessClass, FieldStatus } from '../exposure.js';

/** A remote subgraph as its agency wants it. */
export interface Proposed {
  /** `<agency>_<name>`. */
  readonly name: string;
  readonly agency: string;
  readonly sdl: string;
  readonly url: string;
}

/** A dataset that a case covers, with what the graph may hold of it. */
export interface CoveredDataset {
  readonly agency: string;
  readonly names: { readonly type: string; readonly field: string; readonly byKey: string };
  /** Whether it is released to the public; taken as not where nothing is said. */
  readonly released?: boolean;
  /** Columns by their names, and references by the name under which rows reach the entity. */
  readonly columns: Readonly<Record<string, CoveredColumn>>;
}

export interface CoveredColumn {
  readonly status: FieldStatus;
  readonly accessClass: AccessClass;
  /** Whether its case has come to PROVISION, so that a remote subgraph's field may be composed. */
  readonly provisioned: boolean;
}

/** An operation that was seen within the days that count; literals are taken out of its text. */
export interface SeenOperation {
  readonly client: string;
  readonly owner: string | null;
  /** What the client called its versions, in alphabetical order. */
  readonly versions: readonly string[];
  readonly name: string | null;
  readonly hash: string;
  readonly text: string;
  /** `Type.field`, `Type.field.argument`, `Enum.VALUE`, `Input.field`. */
  readonly coordinates: readonly string[];
  readonly count: number;
}

export interface Consent {
  readonly owner: string;
  readonly subgraph: string;
  readonly coordinates: readonly string[];
}

export interface AcceptedFinding {
  readonly subgraph: string;
  readonly rule: string;
  readonly coordinate: string;
  readonly reason: string;
  readonly signer: string;
}

/** A subgraph that is composed already, or would be. */
export interface Member extends SubgraphSource {
  /** Null of the hub's own. */
  readonly agency: string | null;
}

/** Everything that a change is judged against. `satugraf check` without a hub judges against `EMPTY`. */
export interface Landscape {
  /** Current versions of all subgraphs, the proposed ones' earlier versions among them; remote ones whole. */
  readonly members: readonly Member[];
  /** Names of remote members that the publish takes out of the graph. */
  readonly removed?: readonly string[];
  /** The supergraph that is served, where the caller has it at hand: the members then need not be composed for it. */
  readonly liveSupergraph?: string | undefined;
  readonly datasets: readonly CoveredDataset[];
  readonly consents: readonly Consent[];
  readonly accepted: readonly AcceptedFinding[];
  /** Already without excluded clients and below-threshold counts. */
  readonly operations: readonly SeenOperation[];
  /** When a coordinate of a subgraph was first published as deprecated, `YYYY-MM-DD`, by `subgraph coordinate`. */
  readonly deprecatedSince: Readonly<Record<string, string>>;
  /** Days between deprecation and removal. */
  readonly graceDays: number;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** What there is before anybody has published anything, to which a caller adds what it knows. */
export const EMPTY: Landscape = {
  members: [],
  datasets: [],
  consents: [],
  accepted: [],
  operations: [],
  deprecatedSince: {},
  graceDays: 0,
  today: '1970-01-01',
};
