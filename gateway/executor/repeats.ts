import { performance } from 'node:perf_hooks';
import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { LRUCache } from 'lru-cache';
import type { Ask, Response } from './ask.js';
import type { ExecutionCounts } from './trace.js';

/** What a subgraph is sent. */
export interface Sent {
  readonly body: string;
  readonly isMutation: boolean;
}

/** A data source that is asked in text and answers in text, of which `process` is made. */
export interface TextSource extends GraphQLDataSource {
  written(request: GraphQLDataSourceProcessOptions['request']): Sent;
  ask(sent: Sent, context: unknown): Promise<string>;
  read(text: string, context: unknown): Response;
}

const givesText = (source: GraphQLDataSource | undefined): source is TextSource =>
  source !== undefined && 'written' in source && 'read' in source;

/** The fetches of a plan that end before one of them begins. */
export type Order = ReadonlyMap<FetchNode, readonly FetchNode[]>;

/** Undefined for a plan whose answer is not made of texts alone. */
export function orderOf(
  node: PlanNode | undefined,
  sources: ReadonlyMap<string, GraphQLDataSource>,
): Order | undefined {
  const order = new Map<FetchNode, readonly FetchNode[]>();
  const walk = (at: PlanNode, before: readonly FetchNode[]): FetchNode[] => {
    if (at.kind === 'Sequence') {
      const done: FetchNode[] = [];
      for (const one of at.nodes) done.push(...walk(one, [...before, ...done]));
      return done;
    }
    if (at.kind === 'Parallel') return at.nodes.flatMap((one) => walk(one, before));
    if (at.kind === 'Flatten') return walk(at.node, before);
    if (at.kind !== 'Fetch') return [];
    order.set(at, before);
    return [at];
  };
  if (node) walk(node, []);
  const fits = ({ serviceName, operationKind }: FetchNode): boolean =>
    operationKind === 'query' && givesText(sources.get(serviceName));
  return order.size > 0 && [...order.keys()].every(fits) ? order : undefined;
}

/** One request to a subgraph and its answer. */
interface Exchange {
  readonly source: TextSource;
  readonly subgraph: string;
  readonly sent: Sent;
  readonly text: string;
  readonly fetches: number;
  /** Places of those that were answered before this one was sent, as the plan wants it. */
  readonly after: readonly number[];
}

/** Everything that one answer was made of, and its data as JSON. */
interface Known {
  readonly exchanges: readonly Exchange[];
  readonly bytes: Uint8Array;
}

const charactersOf = ({ exchanges, bytes }: Known): number =>
  exchanges.reduce((sum, { sent, text }) => sum + sent.body.length + text.length, bytes.byteLength);

/**
 * Answers of operations over subgraphs that answer in text. Each time the subgraphs are asked anew; where all of them
 * say what they have said before, to the letter, the answer is the one before, and nothing is parsed, merged or written.
 */
export class Repeats {
  readonly #known: LRUCache<string, Known>;

  constructor(
    characters: number,
    private readonly counts: ExecutionCounts,
  ) {
    this.#known = new LRUCache({
      maxSize: characters,
      // One answer must not drive out all others.
      maxEntrySize: Math.ceil(characters / 8),
      sizeCalculation: (known, key) => charactersOf(known) + key.length,
    });
  }

  /** An answer to what `key` stands for: equal for equal plans and variables. */
  begin(key: string, order: Order, context: unknown): Repeating {
    const known = this.#known.get(key);
    const keep = (made: Known): void => void this.#known.set(key, made);
    return new Repeating({ known, keep, order, context, counts: this.counts });
  }
}

/** One execution, as it is compared with the one before and taken down for the next. */
class Repeating {
  /** What subgraphs have been asked by now. */
  readonly #asked = new Map<string, Promise<string>>();
  readonly #taken: (Omit<Exchange, 'after'> & { readonly nodes: readonly FetchNode[] })[] = [];

  constructor(
    private readonly parts: {
      readonly known: Known | undefined;
      readonly keep: (made: Known) => void;
      readonly order: Order;
      readonly context: unknown;
      readonly counts: ExecutionCounts;
    },
  ) {}

  /** Asks as the time before, as long as the answers are those of then; undefined where one is not. */
  async same(): Promise<Uint8Array | undefined> {
    const { known, counts } = this.parts;
    if (!known) return undefined;
    const { exchanges, bytes } = known;
    const times: number[] = [];
    const running: Promise<void>[] = [];
    let differs = false;
    const again = async ({ source, subgraph, sent, text, after }: Exchange, at: number): Promise<void> => {
      if (after.length > 0) await Promise.all(after.map((one) => running[one]));
      if (differs) return;
      const began = performance.now();
      const now = await this.#askOnce(subgraph, source, sent).catch(() => undefined);
      times[at] = performance.now() - began;
      if (now === text) return;
      differs = true;
      throw DIFFERS;
    };
    for (const [at, exchange] of exchanges.entries()) running.push(again(exchange, at));
    try {
      await Promise.all(running);
    } catch {
      return undefined;
    }
    for (const [at, { subgraph, fetches }] of exchanges.entries())
      for (let count = 0; count < fetches; count++) counts.fetched(subgraph, times[at] ?? 0, false);
    counts.repeated++;
    return bytes;
  }

  /** For the execution of the plan itself: what was asked already is not asked twice. */
  readonly ask: Ask = async (source, { request }, nodes) => {
    const { context } = this.parts;
    const from = source as TextSource;
    const sent = from.written(request);
    const subgraph = nodes[0]?.serviceName ?? '';
    const text = await this.#askOnce(subgraph, from, sent);
    this.#taken.push({ source: from, subgraph, sent, text, fetches: nodes.length, nodes });
    return from.read(text, context);
  };

  /** Keeps the data that were made of all this; gives their JSON. */
  keep(data: unknown): Uint8Array {
    const bytes = Buffer.from(JSON.stringify(data));
    const places = new Map<FetchNode, number>();
    for (const [at, { nodes }] of this.#taken.entries()) for (const node of nodes) places.set(node, at);
    const exchanges = this.#taken.map(({ nodes, ...exchange }): Exchange => {
      const before = nodes.flatMap((node) => this.parts.order.get(node) ?? []);
      const after = new Set(before.flatMap((node) => places.get(node) ?? []));
      return { ...exchange, after: [...after] };
    });
    this.parts.keep({ exchanges, bytes });
    return bytes;
  }

  #askOnce(subgraph: string, source: TextSource, sent: Sent): Promise<string> {
    const key = `${subgraph} ${sent.body}`;
    let text = this.#asked.get(key);
    if (!text) {
      text = source.ask(sent, this.parts.context);
      this.#asked.set(key, text);
    }
    return text;
  }
}

const DIFFERS = new Error('a subgraph answers otherwise than before');
