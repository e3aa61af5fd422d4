import type { Words } from '../errors.js';
import { isKitType } from '../kit.js';
import { RESERVED_ENDINGS } from '../names.js';
import type { Difference } from './difference.js';
import type { Problem } from './finding.js';
import type { Landscape } from './landscape.js';
import { affectedOf, recordedUse } from './use.js';
import type { Severity } from './verdict.js';

/** A difference with the subgraph that makes it. */
export interface Attributed {
  readonly difference: Difference;
  readonly subgraph: string;
  readonly node?: Problem['node'];
}

/**
 * Differences judged by real use: what no operation uses breaks nobody, so that it is dangerous at most. What is taken
 * away is deprecated first, and for some time.
 */
export function judgedByUse(
  differences: readonly Attributed[],
  landscape: Landscape,
): readonly (Problem & { readonly subgraph: string })[] {
  const uses = recordedUse(landscape.operations);
  return differences.flatMap(({ difference, subgraph, node }) => {
    const { kind, level, coordinate, meta } = difference;
    const affected = level === 'SAFE' ? [] : affectedOf(uses.of(difference));
    const breaks = level === 'BREAKING' && affected.length > 0;
    // What stood around a hosted dataset goes with it: to be told of its rows and root fields is enough.
    if (!breaks && kind.rule === 'type-removed' && isHelper(coordinate)) return [];
    const severity: Severity = breaks ? 'BREAKING' : level === 'SAFE' ? 'INFO' : 'DANGEROUS';
    const said = kind.words(coordinate, meta);
    const who = [...new Set(affected.map(({ client }) => client))].join(', ');
    const parts: Words[] = [{ id: `${said.id}.`, en: `${said.en}.` }];
    if (breaks)
      parts.push({
        id: `Ini merusak operasi dari ${who}; hubungi pemiliknya dahulu.`,
        en: `This breaks operations of ${who}; reach their owners first.`,
      });
    else if (level === 'BREAKING')
      parts.push({
        id: 'Tidak ada operasi yang tercatat memakainya.',
        en: 'No operation on record uses it.',
      });
    if (kind.removes && level === 'BREAKING') parts.push(deprecation(subgraph, coordinate, landscape));
    return {
      subgraph,
      rule: kind.rule,
      severity,
      coordinate,
      node,
      affected,
      next: breaks ? 'TECHNICAL_TEAM' : 'PRODUCER',
      words: { id: parts.map(({ id }) => id).join(' '), en: parts.map(({ en }) => en).join(' ') },
    };
  });
}

const isHelper = (type: string): boolean =>
  isKitType(type) || RESERVED_ENDINGS.some((ending) => type.endsWith(ending));

function deprecation(
  subgraph: string,
  coordinate: string,
  { deprecatedSince, graceDays, today }: Landscape,
): Words {
  const since = deprecatedSince[`${subgraph} ${coordinate}`];
  if (since === undefined)
    return {
      id: `Tandai dahulu @deprecated, lalu hapus setelah ${graceDays} hari.`,
      en: `Mark it @deprecated first, and remove it after ${graceDays} days.`,
    };
  const days = Math.floor((Date.parse(today) - Date.parse(since)) / 86_400_000);
  const [rest, restEn] =
    days < graceDays
      ? [`; masa tenggang masih ${graceDays - days} hari`, `; ${graceDays - days} days of grace are left`]
      : ['', ''];
  return {
    id: `Ditandai usang sejak ${since} (${days} hari)${rest}.`,
    en: `It has been deprecated since ${since} (${days} days)${restEn}.`,
  };
}
