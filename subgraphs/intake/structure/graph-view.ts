import { Kind, parse, print } from 'graphql';
import { COLUMN_TYPES, type DatasetDefinition, namesOf } from '../../../schema/definition.js';
import { hostedSdl } from '../../../schema/hosted.js';

const SHOWN = 8;
/** What a query asks of each shared entity. */
const FACTS: Readonly<Record<string, string>> = {
  Region: 'code name',
  BusinessClass: 'code title',
  Period: 'id label',
  Agency: 'slug name',
};

/**
 * The type of a row, and a query that a dashboard would write, for a definition that holds together; null where all of
 * its columns are closed, which no graph has.
 */
export function graphOf(definition: DatasetDefinition): { type: string; query: string } | null {
  const names = namesOf(definition);
  const columns = definition.columns.filter(({ accessClass }) => accessClass !== 'CLOSED');
  if (columns.length === 0) return null;
  const type = parse(hostedSdl({ ...definition, columns }), { noLocation: true }).definitions.find(
    (one) => one.kind === Kind.OBJECT_TYPE_DEFINITION && one.name.value === names.type,
  );
  const fields = columns.slice(0, SHOWN).map(({ name }) => name);
  const references = columns.flatMap(({ reference }) =>
    reference ? [`${reference.field} { ${FACTS[reference.entity]} }`] : [],
  );
  const number = columns.find(({ type: own }) => COLUMN_TYPES[own] !== 'String');
  const order = number ? `, orderBy: [{ ${number.name}: DESC }]` : '';
  return {
    type: type ? print(type) : '',
    query: `query {
  ${names.field}(first: 100${order}) {
    totalCount
    nodes { ${[...fields, ...references].join(' ')} }
  }
}`,
  };
}
