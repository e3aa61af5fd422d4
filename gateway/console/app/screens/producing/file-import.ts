import { graphql, type ResultOf } from '../../hub/graphql.js';

/** A definition as `handOver` takes it, and what the dataset will be in the graph. */
export const PROPOSED = graphql(`
  fragment Proposed on ProposedDefinition {
    name title description
    columns {
      name label title description type unit concept classification measure values accessClass key
      reference { entity field edition }
    }
  }
`);
export type Proposed = ResultOf<typeof PROPOSED>;

/** All that the screens show of a file on its way to a dataset. */
export const IMPORT = graphql(
  `
  fragment Understood on FileImport {
    id upload filename dataset format encoding delimiter rows ready updatedAt
    skipped { filename reason { id en } }
    tables { file sheet hidden title labels firstRow }
    aside { why count examples { row text } }
    columns { key unit type evidence { id en } blanks exceptionCount exceptions { row text } fills }
    matches { column text code label confidence rows }
    questions { id column words { id en } options { value words { id en } } proposed evidence { row text } }
    answered { id column words { id en } options { value words { id en } } answer }
    differences { kind column words { id en } }
    preview { columns rows }
    problemCount
    problems { row column words { id en } }
    proposal { ...Proposed }
    graph { type query }
  }
`,
  [PROPOSED],
);
export type Understood = ResultOf<typeof IMPORT>;

export const ONE_IMPORT = graphql(`query OneImport($id: ID!) { import(id: $id) { ...Understood } }`, [
  IMPORT,
]);

export const IMPORT_FILE = graphql(
  `mutation ImportFile($upload: ID!, $dataset: ID) {
    importFile(upload: $upload, dataset: $dataset) { ...Understood }
  }`,
  [IMPORT],
);

export const ANSWER_IMPORT = graphql(
  `mutation AnswerImport($import: ID!, $answers: [AnswerInput!]!, $overrides: [ColumnOverrideInput!]!) {
    answerImport(import: $import, answers: $answers, overrides: $overrides) { ...Understood }
  }`,
  [IMPORT],
);
