import { graphql, type ResultOf } from '../../hub/graphql.js';

/** A finished dataset that a case of kind CHANGE alters. */
export const CHANGED = graphql(`
  query ChangedDataset($name: ID!) {
    dataset(name: $name) {
      name title description
      columns { name title type unit status accessClass }
    }
  }
`);
export type Changed = NonNullable<ResultOf<typeof CHANGED>['dataset']>;
export type Standing = Changed['columns'][number];

/** What was delivered can be replaced or dropped; what was deferred can only be added. */
export const isDelivered = ({ status }: Standing): boolean =>
  status === 'LIVE' || status === 'CONFIRMED' || status === 'DISPUTED';

/** What a CHANGE says of the dataset itself: that it is the same. */
export const headsOf = ({
  name,
  title,
  description,
}: Changed): Pick<Changed, 'name' | 'title' | 'description'> => ({
  name: name.slice(name.indexOf('_') + 1),
  title,
  description,
});
