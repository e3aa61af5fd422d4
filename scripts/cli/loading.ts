import { Failure, type HubFault } from './failure.js';
import type { Hub } from './hub.js';
import { both, type Sentence } from './importing/file-import.js';
import type { Terminal } from './terminal.js';

type Problem = Sentence & { readonly row: number | null; readonly column: string | null };

export interface LoadReport {
  readonly id: string;
  readonly mode: string;
  readonly outcome: string;
  readonly rowsRead: number;
  readonly rowsLoaded: number;
  readonly rowsRejected: number;
  readonly problems: readonly Problem[];
  readonly notes: readonly (Sentence & { readonly column: string | null })[];
  readonly rejectsPath: string | null;
  readonly at: string;
}

export interface Release {
  readonly number: number;
  readonly rows: number;
  readonly live: boolean;
  readonly sha256: string;
  readonly report: LoadReport | null;
}

const REPORT =
  '{ id mode outcome rowsRead rowsLoaded rowsRejected problems { row column id en } notes { column id en } rejectsPath at }';
export const RELEASE = `{ number rows live sha256 report ${REPORT} }`;

export interface LoadRequest {
  readonly dataset: string;
  readonly import: string;
  readonly mode: string;
  readonly rejects: string;
}

/** What became of a load: the release is null where it was refused, the errors are the hub's words for it. */
export interface Loaded {
  readonly release: Omit<Release, 'report'> | null;
  readonly report: LoadReport | null;
  readonly errors: readonly HubFault[];
}

/** Loads an import. Throws a Failure where the hub refused without a report of it. */
export async function loadRelease(hub: Hub, request: LoadRequest): Promise<Loaded> {
  try {
    const { loadRelease: loaded } = await hub.query<{ loadRelease: Release }>(
      `mutation ($dataset: ID!, $import: ID!, $mode: LoadMode!, $rejects: LoadRejects!) {
        loadRelease(dataset: $dataset, import: $import, mode: $mode, rejects: $rejects) ${RELEASE}
      }`,
      { ...request },
    );
    const { report, ...release } = loaded;
    return { release, report, errors: [] };
  } catch (error) {
    const errors = error instanceof Failure ? error.errors : [];
    const id = errors.map(({ extensions }) => extensions?.['report']).find((one) => typeof one === 'string');
    if (id === undefined) throw error;
    const { loadReports } = await hub.query<{ loadReports: readonly LoadReport[] }>(
      `query ($dataset: ID!) { loadReports(dataset: $dataset) ${REPORT} }`,
      { dataset: request.dataset },
    );
    return { release: null, report: loadReports.find((one) => one.id === id) ?? null, errors };
  }
}

const SHOWN = 20;

export function showLoaded({ release, report, errors }: Loaded, terminal: Terminal): void {
  if (report) {
    const { rowsRead, rowsLoaded, rowsRejected, problems, notes } = report;
    terminal.line(
      `Baris dibaca / rows read: ${rowsRead}; dimuat / loaded: ${rowsLoaded}; ditolak / rejected: ${rowsRejected}`,
    );
    for (const problem of problems.slice(0, SHOWN)) terminal.line(`  ${both(problem)}`);
    if (problems.length > SHOWN) terminal.line('  …');
    for (const note of notes) terminal.line(`! ${note.column ? `${note.column}: ` : ''}${both(note)}`);
  }
  for (const { message, extensions } of errors)
    terminal.line(`DITOLAK / REFUSED: ${both({ id: extensions?.messages?.id ?? message, en: message })}`);
  if (release)
    terminal.line(
      `Rilis ${release.number} berlaku: ${release.rows} baris / release ${release.number} is live: ${release.rows} rows`,
    );
}
