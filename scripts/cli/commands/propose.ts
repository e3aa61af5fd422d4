import { command, TEXT } from '../command.js';
import { UsageFailure } from '../failure.js';
import { both, DEFINITION, type Sentence } from '../importing/file-import.js';
import { checkFree, writeNew } from '../output.js';
import type { Terminal } from '../terminal.js';

interface Proposal {
  readonly definition: object | null;
  readonly notes: readonly Sentence[];
  readonly omitted: readonly { readonly column: string; readonly reason: Sentence }[];
  readonly personal: readonly {
    readonly column: string;
    readonly kind: string;
    readonly confidence: string;
    readonly reason: Sentence;
  }[];
}

const PROPOSAL = `{
  definition ${DEFINITION}
  notes { id en }
  omitted { column reason { id en } }
  personal { column kind confidence reason { id en } }
}`;

export const propose = command({
  usage: 'FILE TABLE [--schema S] | --connection ID --schema S TABLE  [-o OUT.json]',
  about: {
    id: 'usulan definisi (JSON) dari tabel dump atau basis data',
    en: 'a proposed definition (JSON) from a table of a dump or database',
  },
  options: { connection: TEXT, schema: TEXT, output: { type: 'string', short: 'o' } },
  words: [1, 2],
  async run({ values: { connection, schema, output }, words, hub, terminal }) {
    const [table, path] = words.toReversed();
    if ((path === undefined) === (connection === undefined))
      throw new UsageFailure('FILE TABLE | --connection ID --schema S TABLE?');
    if (connection !== undefined && schema === undefined) throw new UsageFailure('--schema S?');
    await checkFree(output);
    const { proposal } = await hub.query<{ proposal: Proposal }>(
      path === undefined
        ? `query ($id: ID!, $schema: String!, $table: String!) {
            proposal: proposeFromConnection(connection: $id, schema: $schema, table: $table) ${PROPOSAL}
          }`
        : `query ($id: ID!, $schema: String, $table: String!) {
            proposal: proposeFromStructure(upload: $id, schema: $schema, table: $table) ${PROPOSAL}
          }`,
      {
        id: path === undefined ? connection : await hub.upload(path, terminal.progress(path)),
        schema: schema ?? null,
        table,
      },
    );
    showRemarks(proposal, terminal);
    if (proposal.definition === null) return { exit: 1, value: proposal };
    const text = JSON.stringify(proposal.definition, null, 2);
    if (output === undefined) terminal.line(text);
    else {
      await writeNew(output, `${text}\n`);
      terminal.line(`Definisi / definition: ${output}`);
    }
    return { exit: 0, value: proposal };
  },
});

/** Beside the definition, which may be on its way into a file or another program. */
function showRemarks({ notes, omitted, personal }: Proposal, terminal: Terminal): void {
  for (const note of notes) terminal.note(`! ${both(note)}`);
  for (const { column, reason } of omitted) terminal.note(`- ${column}: ${both(reason)}`);
  for (const { column, kind, confidence, reason } of personal)
    terminal.note(`CLOSED ${column} (${kind}, ${confidence}): ${both(reason)}`);
}
