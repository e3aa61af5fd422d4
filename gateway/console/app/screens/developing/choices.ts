import type { ResultOf } from '../../hub/graphql.js';
import type { KNOWN } from './starter.js';
import type { Asked } from './starters.js';

type Known = NonNullable<ResultOf<typeof KNOWN>['datasets']>[number];

/** A dataset that can be chosen. */
export interface Choice extends Asked {
  readonly title: string;
  readonly restricted: readonly string[];
  readonly isDelivered: boolean;
}

export const asColumn = ({ name, reference }: { name: string; reference: { field: string } | null }) => ({
  name,
  entity: reference?.field ?? null,
});
export const hasColumns = ({ columns }: Choice): boolean => columns.length > 0;

/** Columns that any key reads are asked; of a dataset that has none, those that are served to some, or will be. */
export function asChoice({ name, title, released, columns }: Known): Choice {
  const inGraph = columns.filter((one) => one.status !== 'DECLINED' && one.accessClass !== 'CLOSED');
  const served = inGraph.filter((one) => one.status === 'LIVE' || one.status === 'CONFIRMED');
  const open = served.filter((one) => one.accessClass === 'OPEN');
  return {
    name,
    title,
    columns: ([open, served].find((some) => some.length > 0) ?? inGraph).map(asColumn),
    needsKey: !released || open.length === 0,
    restricted: open.length > 0 ? served.filter((one) => !open.includes(one)).map((one) => one.name) : [],
    isDelivered: served.length > 0,
  };
}

/** Those that answer at once come first. */
export const rank = ({ needsKey, isDelivered }: Choice): number => (isDelivered ? 0 : 2) + (needsKey ? 1 : 0);
