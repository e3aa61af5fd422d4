import { graphql, type ResultOf } from '../../hub/graphql.js';

/** What everybody may know of a dataset, a stranger included. */
const DESCRIBED = graphql(`
  fragment Described on Dataset {
    name type title description cadence coverage contact licence rows updatedAt
    agency { slug name }
    freshness { state dueOn lateDays }
    columns {
      name title description type unit key concept measure classification referenceTime validationRule values
      reference { entity field edition }
    }
  }
`);
export const PUBLIC_DATASET = graphql(
  `query PublicDataset($name: ID!) { dataset(name: $name) { ...Described } }`,
  [DESCRIBED],
);
export const DATASET = graphql(
  `query Dataset($name: ID!) {
    dataset(name: $name) {
      ...Described
      released
      completeness { score missing { column id en } }
      columns { accessClass status case }
    }
  }`,
  [DESCRIBED],
);

type Known = NonNullable<ResultOf<typeof DATASET>['dataset']>;
type Strange = NonNullable<ResultOf<typeof PUBLIC_DATASET>['dataset']>;
/** What a stranger's schema lacks. */
type Column = Strange['columns'][number] &
  Partial<Pick<Known['columns'][number], 'accessClass' | 'status' | 'case'>>;

export type Described = Omit<Strange, 'columns'> &
  Partial<Pick<Known, 'released' | 'completeness'>> & { readonly columns: readonly Column[] };
export type DescribedColumn = Described['columns'][number];
