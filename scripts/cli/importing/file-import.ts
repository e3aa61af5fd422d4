/** One sentence in both languages. */
export interface Sentence {
  readonly id: string;
  readonly en: string;
}

export const both = ({ id, en }: Sentence): string => (id === en ? id : `${id} / ${en}`);

interface Example {
  readonly row: number;
  readonly text: string;
}

export interface Question {
  readonly id: string;
  readonly words: Sentence;
  readonly options: readonly { readonly value: string; readonly words: Sentence }[];
  readonly proposed: string | null;
  readonly evidence: readonly Example[];
}

/** What the commands read of the hub's `FileImport`. */
export interface FileImport {
  readonly id: string;
  readonly dataset: string | null;
  readonly filename: string;
  readonly format: string;
  readonly encoding: string | null;
  readonly delimiter: string | null;
  readonly rows: number;
  readonly ready: boolean;
  readonly tables: readonly { readonly file: string; readonly sheet: string; readonly firstRow: number }[];
  readonly aside: readonly {
    readonly why: string;
    readonly count: number;
    readonly examples: readonly Example[];
  }[];
  readonly skipped: readonly { readonly filename: string; readonly reason: Sentence }[];
  readonly columns: readonly {
    readonly key: string;
    readonly type: string | null;
    readonly unit: string | null;
    readonly fills: string | null;
    readonly format: string | null;
    readonly blanks: number;
    readonly evidence: readonly Sentence[];
    readonly exceptionCount: number;
    readonly exceptions: readonly Example[];
  }[];
  readonly differences: readonly { readonly kind: string; readonly words: Sentence }[];
  readonly matches: readonly {
    readonly column: string;
    readonly text: string;
    readonly code: string | null;
    readonly label: string | null;
    readonly confidence: number;
    readonly rows: number;
  }[];
  readonly questions: readonly Question[];
  readonly answered: readonly (Question & { readonly answer: string | null })[];
  readonly preview: {
    readonly columns: readonly string[];
    readonly rows: readonly (readonly (string | null)[])[];
  };
  readonly problemCount: number;
  readonly problems: readonly { readonly row: number; readonly words: Sentence }[];
  /** A definition as `handOver` takes it. */
  readonly proposal: {
    readonly columns: readonly { readonly name: string; readonly label: string; readonly type: string }[];
  } | null;
  readonly graph: { readonly query: string; readonly type: string } | null;
}

const WORDS = '{ id en }';
const QUESTION = `id words ${WORDS} options { value words ${WORDS} } proposed evidence { row text }`;

/** A definition with everything that `handOver` takes of it. */
export const DEFINITION = `{
  name title description
  columns {
    name label title description type unit concept classification measure values accessClass key
    reference { entity field edition }
  }
}`;

export const FILE_IMPORT = `{
  id dataset filename format encoding delimiter rows ready
  tables { file sheet firstRow }
  aside { why count examples { row text } }
  skipped { filename reason ${WORDS} }
  columns {
    key type unit fills format blanks evidence ${WORDS} exceptionCount exceptions { row text }
  }
  differences { kind words ${WORDS} }
  matches { column text code label confidence rows }
  questions { ${QUESTION} }
  answered { ${QUESTION} answer }
  preview { columns rows }
  problemCount
  problems { row words ${WORDS} }
  proposal ${DEFINITION}
  graph { query type }
}`;
