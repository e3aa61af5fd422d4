import { command } from '../command.js';
import { Failure } from '../failure.js';
import type { Terminal } from '../terminal.js';

interface Case {
  readonly number: string;
  readonly step: string;
  readonly status: string | null;
  readonly nextActor: string | null;
  readonly dossier: {
    readonly title: string;
    readonly agency: string;
    readonly dataset: string | null;
    readonly steps: readonly {
      readonly step: string;
      readonly attempt: number;
      readonly openedAt: string;
      readonly completedAt: string | null;
      readonly dueOn: string | null;
      readonly lateDays: number | null;
    }[];
  } | null;
  readonly availableActions:
    | readonly {
        readonly action: string;
        readonly allowed: boolean;
        readonly role: string | null;
      }[]
    | null;
}

export const status = command({
  usage: 'NUMBER',
  about: {
    id: 'di mana sebuah permohonan, dan giliran siapa',
    en: 'where a case stands, and whose turn it is',
  },
  options: {},
  anonymous: true,
  words: [1, 1],
  async run({ words: [number], hub, terminal }) {
    const { case: found } = await hub.query<{ case: Case | null }>(
      `query ($number: ID!) {
        case(number: $number) {
          number step status nextActor
          dossier { title agency dataset steps { step attempt openedAt completedAt dueOn lateDays } }
          availableActions { action allowed role }
        }
      }`,
      { number },
    );
    if (!found) throw new Failure(2, `${number}: tidak ada / there is none`);
    show(found, terminal);
    return { exit: 0, value: found };
  },
});

function show(found: Case, terminal: Terminal): void {
  const { number, step, status: standing, nextActor, dossier, availableActions } = found;
  terminal.line([number, standing, dossier?.title].filter(Boolean).join('  '));
  if (dossier?.dataset) terminal.line(`dataset: ${dossier.dataset}`);
  terminal.line(`langkah / step: ${step}`);
  const open = dossier?.steps.find(({ completedAt }) => completedAt === null);
  if (nextActor) terminal.line(`giliran / next: ${nextActor}`);
  if (open?.dueOn) {
    const late = open.lateDays ? `, terlambat ${open.lateDays} hari kerja / working days late` : '';
    terminal.line(`batas waktu / due: ${open.dueOn}${late}`);
  }
  const mine = (availableActions ?? []).filter(({ allowed }) => allowed).map(({ action }) => action);
  if (mine.length > 0) terminal.line(`Anda dapat / you may: ${mine.join(', ')}`);
}
