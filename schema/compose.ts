import { composeServices } from '@apollo/composition';
import { type DocumentNode, parse } from 'graphql';
import { contentHash } from './definition.js';
import { graft } from './graft.js';
import { mergeHosted } from './merge.js';
import { sampleOf } from './sample.js';

/** Name of the one physical subgraph into which all hosted datasets are merged. */
export const HOSTED_SUBGRAPH = 'hosted';

export interface SubgraphSource {
  readonly name: string;
  readonly kind: 'LOCAL' | 'HOSTED' | 'REMOTE';
  readonly sdl: string;
  /** Where a remote one answers. */
  readonly url?: string | null;
}

export type Composition =
  | { readonly ok: true; readonly supergraphSdl: string; readonly hash: string }
  | { readonly ok: false; readonly errors: readonly string[] };

interface Parsed {
  /** All but the hosted ones. */
  readonly locals: readonly {
    readonly name: string;
    readonly url: string;
    readonly document: DocumentNode;
  }[];
  readonly hosted: readonly DocumentNode[];
  /** The merged subgraph's address names its content, so that a plan always meets the schema it was made for. */
  readonly hostedUrl: string;
}

type Composed =
  | { readonly ok: true; readonly sdl: string }
  | { readonly ok: false; readonly errors: readonly string[] };

/**
 * Composes stored subgraphs into a supergraph; hosted ones are merged into one first (DESIGN §3). Datasets are disjoint
 * and all made in one way, so Apollo's composition, whose time grows faster than they do, judges a sample that has
 * everything any of them has, and the others are grafted on. What cannot be grafted is composed as a whole.
 */
export function compose(sources: readonly SubgraphSource[]): Composition {
  return withParsed(sources, (parsed) => {
    const sample = sampleOf(
      parsed.hosted,
      parsed.locals.map(({ document }) => document),
    );
    if (sample.others.length === 0) return composed(parsed, parsed.hosted);
    const base = composed(parsed, sample.chosen);
    const sdl = base.ok ? graft(base.sdl, HOSTED_SUBGRAPH, sample.others) : undefined;
    return sdl === undefined ? composed(parsed, parsed.hosted) : { ok: true, sdl };
  });
}

/** Composes as `compose` does, all datasets through Apollo's composition: the measure for what is grafted. */
export const composeWhole = (sources: readonly SubgraphSource[]): Composition =>
  withParsed(sources, (parsed) => composed(parsed, parsed.hosted));

function withParsed(
  sources: readonly SubgraphSource[],
  composeParsed: (parsed: Parsed) => Composed,
): Composition {
  const errors: string[] = [];
  const locals: { name: string; url: string; document: DocumentNode }[] = [];
  const hosted: DocumentNode[] = [];
  const sdls: string[] = [];
  for (const { name, kind, sdl, url } of [...sources].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    try {
      const document = parse(sdl, { noLocation: true });
      if (kind !== 'HOSTED') locals.push({ name, url: url ?? `local:${name}`, document });
      else {
        hosted.push(document);
        sdls.push(sdl);
      }
    } catch (error) {
      errors.push(`[${name}] ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (errors.length > 0) return { ok: false, errors };
  const hostedUrl = `local:${HOSTED_SUBGRAPH}?${contentHash(sdls).slice(0, 16)}`;
  const result = composeParsed({ locals, hosted, hostedUrl });
  return result.ok ? { ok: true, supergraphSdl: result.sdl, hash: contentHash(result.sdl) } : result;
}

function composed({ locals, hostedUrl }: Parsed, hosted: readonly DocumentNode[]): Composed {
  const services = locals.map(({ name, url, document }) => ({ name, url, typeDefs: document }));
  if (hosted.length > 0)
    services.push({ name: HOSTED_SUBGRAPH, url: hostedUrl, typeDefs: mergeHosted(hosted) });
  const { errors, supergraphSdl } = composeServices(services);
  return errors
    ? { ok: false, errors: errors.map(({ message }) => message) }
    : { ok: true, sdl: supergraphSdl };
}
