import { DEFAULT_DEPRECATION_REASON, type GraphQLError } from 'graphql';
import type { Finding } from '../../../schema/check/verdict.js';
import type { HubError, Words } from '../../../schema/errors.js';
import type { CheckedDocument } from '../../document-check.js';
import type { SavedQueryChange } from './types.js';
import { type Uses, usesOf } from './uses.js';

/** A proposal that waits for review. */
export interface WaitingProposal {
  readonly id: string;
  readonly agency: string;
  readonly findings: readonly Finding[];
}

/** What a saved query may have to do with, beside the graph as it is. */
export interface Surroundings {
  readonly waiting: readonly WaitingProposal[];
  /** Since when a coordinate is published as deprecated, `YYYY-MM-DD`, where that is known. */
  readonly deprecatedSince: (coordinate: string) => Promise<string | undefined>;
}

/**
 * What touches a saved query: what has happened to it, what is going to, and what may. All of it is said by the schema
 * that its keeper knows, and of names that are in it: of any other he is told as of one that nobody has heard of.
 */
export async function changesOf(
  checked: CheckedDocument,
  { waiting, deprecatedSince }: Surroundings,
): Promise<SavedQueryChange[]> {
  if (checked.kind === 'REFUSED') return [refused(checked.refusal)];
  const uses = usesOf(checked.schema, checked.document);
  const given = await Promise.all(
    [...uses.deprecated].map(async ([coordinate, reason]) =>
      deprecated(coordinate, reason, await deprecatedSince(coordinate)),
    ),
  );
  return unlike([
    ...checked.errors.map((error) => invalid(error, uses)),
    ...checked.withheld.map(refused),
    ...given,
    ...waiting.flatMap((proposal) => proposed(proposal, uses)),
  ]);
}

/** One of those that say the same. */
function unlike(changes: readonly SavedQueryChange[]): SavedQueryChange[] {
  const seen = new Map(changes.map((one) => [`${one.coordinate} ${one.message.en}`, one]));
  return [...seen.values()];
}

function refused({ words, next, facts }: HubError): SavedQueryChange {
  const { coordinate } = facts;
  return {
    kind: 'BROKEN',
    coordinate: typeof coordinate === 'string' ? coordinate : null,
    message: words,
    next,
    proposal: null,
  };
}

function invalid({ message, nodes }: GraphQLError, { named, unknown }: Uses): SavedQueryChange {
  const [node] = nodes ?? [];
  const coordinate = (node && named.get(node)) ?? null;
  const words =
    node && unknown.has(node)
      ? {
          id: `${coordinate} tidak ada dalam skema yang Anda lihat; hapus atau ganti dalam kueri ini.`,
          en: `${coordinate} is not in the schema that you see; remove or replace it in this query.`,
        }
      : {
          id: `Kueri ini tidak sah menurut skema yang Anda lihat: ${message}`,
          en: `This query is not valid by the schema that you see: ${message}`,
        };
  return { kind: 'BROKEN', coordinate, message: words, next: 'CALLER', proposal: null };
}

function deprecated(coordinate: string, reason: string, since: string | undefined): SavedQueryChange {
  const [from, fromEn] = since ? [` sejak ${since}`, ` since ${since}`] : ['', ''];
  const because = reason === DEFAULT_DEPRECATION_REASON ? '' : `: ${reason.replace(/[.\s]+$/, '')}`;
  return {
    kind: 'DEPRECATED',
    coordinate,
    message: {
      id: `${coordinate} ditandai usang${from}${because}. Ganti sebelum dihapus.`,
      en: `${coordinate} is deprecated${fromEn}${because}. Replace it before it is removed.`,
    },
    next: 'CALLER',
    proposal: null,
  };
}

/** How a difference breaks what uses it, and by which of its names a query meets it. */
interface Breaking {
  readonly met: (coordinate: string) => string;
  /** Whether every difference of the rule breaks what uses it, or only those that were found to. */
  readonly always: boolean;
  readonly does: (name: string) => Words;
}

const itself = (coordinate: string): string => coordinate;
/** What is new stands within something that the query knows. */
const around = (coordinate: string): string => coordinate.replace(/(\(.*|\.[^.(]*)$/, '');

const removes: Breaking = {
  met: itself,
  always: true,
  does: (name) => ({ id: `menghapus ${name}`, en: `removes ${name}` }),
};
const retypes: Breaking = {
  met: itself,
  always: true,
  does: (name) => ({ id: `mengubah jenis ${name}`, en: `changes the type of ${name}` }),
};
const requires: Breaking = {
  met: around,
  always: false,
  does: (name) => ({ id: `mewajibkan masukan baru pada ${name}`, en: `requires a new input of ${name}` }),
};
const rearranges: Breaking = {
  met: itself,
  always: true,
  does: (name) => ({ id: `mengubah susunan jenis ${name}`, en: `changes what ${name} belongs to` }),
};

/** By the rules of `schema/README.md`. */
const BREAKING: Readonly<Record<string, Breaking>> = {
  'type-removed': removes,
  'field-removed': removes,
  'argument-removed': removes,
  'enum-value-removed': removes,
  'input-field-removed': removes,
  'type-kind-changed': retypes,
  'field-type-changed': retypes,
  'argument-type-changed': retypes,
  'input-field-type-changed': retypes,
  'argument-added': requires,
  'input-field-added': requires,
  'union-member-removed': rearranges,
  'interface-removed': rearranges,
};

/**
 * What of a proposal would break a query. A finding counts as breaking only where somebody was seen to use its
 * coordinate; a query that is kept uses it whether it was sent lately or not.
 */
function proposed({ id, agency, findings }: WaitingProposal, uses: Uses): SavedQueryChange[] {
  return findings.flatMap((finding): SavedQueryChange[] => {
    const breaking = BREAKING[finding.rule];
    if (!breaking || finding.coordinate === null || !breaks(finding, breaking)) return [];
    const name = breaking.met(finding.coordinate);
    if (!uses.coordinates.has(name) && !uses.types.has(name)) return [];
    const does = breaking.does(name);
    return [
      {
        kind: 'PROPOSED',
        coordinate: name,
        message: {
          id: `Usulan ${id} dari ${agency} ${does.id}; tim teknis belum memutuskan. Siapkan gantinya, atau sampaikan keberatan kepada tim teknis.`,
          en: `Proposal ${id} of ${agency} ${does.en}; the technical team has not decided yet. Prepare for it, or tell the technical team what it would break.`,
        },
        next: 'TECHNICAL_TEAM',
        proposal: id,
      },
    ];
  });
}

const breaks = ({ severity, accepted }: Finding, { always }: Breaking): boolean =>
  severity === 'BREAKING' || accepted !== undefined || (always && severity === 'DANGEROUS');
