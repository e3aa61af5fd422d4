import fc from 'fast-check';
import type { ColumnDefinition } from '../../schema/definition.js';
import type { AccessClass } from '../../schema/exposure.js';
import type { Official } from '../../subgraphs/viewer.js';
import { DOCUMENTS, type DocumentKind } from '../../subgraphs/workflow/procedure.js';
import type { Action, ActionType } from '../../subgraphs/workflow/rules.js';
import type { FieldVerdict } from '../../subgraphs/workflow/state.js';
import { AGENCY, APPLICATION, column, definition, earlier, official } from './paper-case.js';
import type { Model } from './procedure-model.js';
import { type Load, OPEN, type Place, TABLE } from './procedure-tables.js';

export const ACTORS: readonly Official[] = [
  official('produsen', ['PRODUCER'], AGENCY),
  official('rekan produsen', ['PRODUCER'], AGENCY),
  official('produsen lain', ['PRODUCER'], 'dinsos'),
  official('tim', ['TECHNICAL_TEAM']),
  official('rekan tim', ['TECHNICAL_TEAM']),
  // One account whose roles are changed while the case runs.
  official('pindahan', ['PRODUCER'], AGENCY),
  official('pindahan', ['TECHNICAL_TEAM']),
  official('kabid', ['DIVISION_HEAD']),
  official('kabid dan produsen', ['DIVISION_HEAD', 'PRODUCER'], AGENCY),
  official('kadis', ['DEPARTMENT_HEAD']),
  official('pengguna dan pengelola', ['CONSUMER', 'ADMIN'], AGENCY),
];

/** What earlier cases have left of the dataset that a CHANGE changes. */
export const STANDING = [
  earlier('lama'),
  earlier('usang', 'LIVE'),
  earlier('ditarik', 'DISPUTED'),
  earlier('ditunda', 'DEFERRED'),
  earlier('calon', 'PROPOSED'),
];
const STANDING_NAMES = STANDING.map((field) => field.column.name);
/** Those of them that a CHANGE can replace and drop. */
const DELIVERED_NAMES = ['lama', 'usang', 'ditarik'];
// Two are names that every object answers to.
const OWN_NAMES = ['kode', 'pasien', 'biaya', 'rahasia', 'constructor', 'valueOf'];
const NAMES = [...OWN_NAMES, 'ditunda', 'lama'];
const CLASS_OF = new Map<string, AccessClass>([
  ['rahasia', 'CLOSED'],
  ['biaya', 'RESTRICTED'],
]);
export const KINDS = Object.keys(TABLE) as ActionType[];

const times = (count: number, ...types: ActionType[]): ActionType[] =>
  Array.from({ length: count }, () => types).flat();
/** What is likely at a place, so that random walks get to the end and around the loops. */
const LIKELY: Readonly<Partial<Record<Place, readonly ActionType[]>>> = {
  DRAFT: [...times(5, 'EDIT', 'SUBMIT'), 'ATTACH'],
  SUBMIT: [...times(10, 'ISSUE_DISPOSITION'), 'RETURN', 'REFUSE'],
  HAND_OVER: times(15, 'HAND_OVER'),
  AGREE: [...times(3, 'JUDGE'), ...times(9, 'SIGN'), 'REJECT'],
  ASSESS: times(10, 'ASSESS'),
  PROVISION: times(10, 'PROVISION'),
  DELIVER: times(10, 'DELIVER'),
  ADOPT: times(6, 'ADOPT'),
  ACCEPT: [...times(2, 'ACCEPT'), ...times(6, 'CONTEST')],
  REPORT: times(6, 'PREPARE_REPORT'),
  PREPARED: times(6, 'FORWARD_REPORT'),
  FORWARDED: times(6, 'ACKNOWLEDGE_REPORT'),
};
/** An application that was submitted without its document. */
const INCOMPLETE = [...times(4, 'WAIVE'), ...times(2, 'ATTACH'), 'RETURN', 'ISSUE_DISPOSITION'] as const;
/** Step 3 once more, after *belum*. */
const CONTESTED = [...times(2, 'JUDGE', 'REJECT'), ...times(4, 'REROUTE'), ...times(6, 'SIGN')];
/** What can happen anywhere, and once something is delivered. */
const ANYWHERE: readonly ActionType[] = ['ATTACH', 'INVALIDATE', 'WAIVE'];
const DELIVERED: readonly ActionType[] = [...times(2, 'SUSPEND', 'LIFT'), 'RAISE_CLASS'];

const sometimes = <T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>, weight = 15): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: rare });
const perName = <T>(one: fc.Arbitrary<T>) =>
  fc.array(one, { minLength: NAMES.length, maxLength: NAMES.length });
const handedIn: readonly DocumentKind[] = ['APPLICATION_PROFILE', 'VALIDATION_RESULT', 'SUPPORTING'];

const biased = fc.record({
  /** Picks something likely at the place, by somebody who may; otherwise anything by anybody. */
  guided: sometimes(fc.constant(true), fc.constant(false), 9),
  kind: fc.nat(9999),
  actor: fc.nat(9999),
  age: sometimes(fc.constant(0), fc.constantFrom(-1, 1)),
  text: sometimes(fc.constantFrom('baik', 'lain'), fc.constantFrom('', ' ')),
  paper: fc.constantFrom('berkas', 'berkas', null, ' '),
  waiver: fc.constantFrom('menyusul', 'menyusul', null, ''),
  application: fc.record(
    {
      title: sometimes(fc.constant('Judul'), fc.constant(' '), 4),
      purpose: sometimes(fc.constant('Tujuan'), fc.constant(''), 4),
      contacts: sometimes(fc.constantFrom(1, 2), fc.constant(0), 4),
    },
    { requiredKeys: [] },
  ),
  document: sometimes(fc.constantFrom(...handedIn), fc.constantFrom(...DOCUMENTS), 4),
  defect: fc.boolean(),
  names: fc.oneof(
    { weight: 7, arbitrary: fc.constant('AS_BEFORE' as const) },
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 2, arbitrary: fc.subarray(OWN_NAMES) },
    { weight: 1, arbitrary: fc.subarray(NAMES) },
  ),
  /** Whether the columns are handed over as they were before. */
  unaltered: fc.boolean(),
  variants: perName(fc.nat(1)),
  /** Which of the earlier columns each of the handed over ones replaces; most replace none. */
  replaces: perName(
    sometimes(
      fc.constant<string | null>(null),
      fc.constantFrom(...DELIVERED_NAMES, ...DELIVERED_NAMES, 'calon'),
      6,
    ),
  ),
  drops: fc.oneof(
    { weight: 6, arbitrary: fc.constant<string[]>([]) },
    { weight: 2, arbitrary: fc.subarray(DELIVERED_NAMES, { minLength: 1, maxLength: 2 }) },
    { weight: 1, arbitrary: fc.array(fc.constantFrom(...NAMES, ...STANDING_NAMES), { maxLength: 2 }) },
  ),
  verdicts: fc.oneof(
    fc.constant(NAMES.map(() => 'AGREED')),
    perName(fc.constantFrom('AGREED', 'AGREED', 'AGREED', 'DECLINED', 'DEFERRED')),
  ),
  toClass: fc.constantFrom<AccessClass>('OPEN', 'RESTRICTED', 'RESTRICTED', 'CLOSED'),
  to: fc.constantFrom('ASSESS' as const, 'PROVISION' as const),
  ready: sometimes(fc.constant(true), fc.constant(false), 9),
  signs: sometimes<'NOW' | number>(fc.constant('NOW'), fc.nat(9), 9),
});
/** Small numbers first would be the first actions and the first officials again and again. */
export const command = fc.noBias(biased);
export type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;

const choose = <T>(from: readonly T[], at: number): T => from[at % from.length] as T;

/** Every seventh guided action is something that is possible anywhere; a running case is seldom cancelled. */
function likelyAt({ place, opened, nextActor }: Model, at: number): readonly ActionType[] {
  const here = LIKELY[place] ?? [];
  if (place === 'CLOSED') return DELIVERED;
  if (place !== 'DRAFT' && !OPEN.includes(place)) return KINDS;
  if (at % 101 === 0) return ['CANCEL'];
  if (place === 'SUBMIT' && nextActor === 'DIVISION_HEAD') return INCOMPLETE;
  if (at % 7 > 0) return place === 'AGREE' && opened.ACCEPT ? CONTESTED : here;
  if (opened.ADOPT) return [...ANYWHERE, ...DELIVERED, ...DELIVERED];
  return opened.AGREE ? [...ANYWHERE, 'RAISE_CLASS'] : ANYWHERE;
}

export function pick(
  model: Model,
  { guided, kind, actor }: Command,
  actors: readonly Official[] = ACTORS,
): { type: ActionType; who: Official } {
  const type = choose(guided ? likelyAt(model, kind) : KINDS, Math.floor(kind / 7));
  const able = actors.filter(({ roles }) =>
    roles.some((role) => (TABLE[type][1] as readonly string[]).includes(role)),
  );
  return { type, who: choose(guided ? able : actors, actor) };
}

/** The command in the words of the model: names without a meaning of their own, content instead of its hash. */
export function loadOf(
  type: ActionType,
  given: Command,
  model: Model,
  change: boolean,
  read: readonly string[],
): Load {
  const { text, paper, waiver, application, document, defect, toClass, to, ready, signs } = given;
  const known = model.fields.map(({ name }) => name);
  const before = known.length > 0 ? known : OWN_NAMES;
  const live = model.fields.filter(({ status }, at) => status === 'LIVE' && given.variants[at] === 1);
  const usual = type === 'CONTEST' || type === 'SUSPEND' ? live.map(({ name }) => name) : before;
  const names = given.names === 'AS_BEFORE' ? usual : given.names;
  const columns = names.map((name) => {
    const at = NAMES.indexOf(name);
    const field = given.unaltered ? model.fields.find((one) => one.name === name) : undefined;
    const anew = {
      variant: given.variants[at] ?? 0,
      accessClass: CLASS_OF.get(name) ?? 'OPEN',
      replaces: change ? (given.replaces[at] ?? null) : null,
    };
    const { variant, accessClass, replaces } = field ?? anew;
    return { name, variant, accessClass, replaces, verdict: given.verdicts[at] ?? 'AGREED' };
  });
  // A NEW case drops and replaces nothing; it tries to once in a while.
  const drops = change || given.kind % 11 === 0 ? given.drops : [];
  return {
    text,
    // The document seldom comes with the draft: most applications have it when they are submitted, or never.
    paper: type === 'EDIT' && given.kind % 3 > 0 ? null : paper,
    waiver,
    application,
    document: type === 'WAIVE' && given.guided ? 'APPLICATION_PROFILE' : document,
    defect,
    columns,
    drops,
    column: choose([...before, 'lain'], given.actor),
    toClass,
    to,
    ready,
    signs: signs === 'NOW' ? model.content() : (read[signs] ?? null),
  };
}

const columnOf = ({ name, variant, accessClass, replaces }: Load['columns'][number]): ColumnDefinition =>
  column(name, {
    type: variant === 0 ? 'INTEGER' : 'TEXT',
    accessClass: accessClass as AccessClass,
    ...(replaces === null ? {} : { replaces }),
  });

/** The same as an action. */
export function actionOf(type: ActionType, load: Load, contentHash: string): Action {
  const { text, paper, columns, to } = load;
  const document = load.document as DocumentKind;
  switch (type) {
    case 'EDIT': {
      const { contacts, ...application } = load.application;
      const named = APPLICATION.contacts.flatMap((one) => Array(contacts).fill(one));
      return {
        type,
        application: contacts === undefined ? application : { ...application, contacts: named },
        direction: null,
        profile: paper,
      };
    }
    case 'SUBMIT':
      return { type, profile: paper, waiver: load.waiver };
    case 'ATTACH':
      return { type, document, upload: 'unggahan' };
    case 'WAIVE':
    case 'INVALIDATE':
      return { type, document, reason: text };
    case 'ISSUE_DISPOSITION':
      return { type, disposition: text };
    case 'HAND_OVER':
      return { type, definition: definition(columns.map(columnOf)), drops: load.drops };
    case 'JUDGE':
      return {
        type,
        verdicts: columns.map(({ name, verdict }) => ({
          column: name,
          verdict: verdict as FieldVerdict,
          reason: text,
        })),
      };
    case 'SIGN':
      return { type, contentHash };
    case 'REJECT':
      return { type, defect: load.defect, reason: text };
    case 'REROUTE':
      return { type, to, reason: text };
    case 'PROVISION':
      return { type, account: text };
    case 'DELIVER':
    case 'PREPARE_REPORT':
      return { type, report: text };
    case 'ADOPT':
      return { type, validation: paper };
    case 'ACCEPT':
      return { type, record: text };
    case 'CONTEST':
    case 'SUSPEND':
      return { type, columns: columns.map(({ name }) => name), reason: text };
    case 'RAISE_CLASS':
      return { type, column: load.column, to: load.toClass as AccessClass, reason: text };
    case 'ASSESS':
    case 'FORWARD_REPORT':
    case 'ACKNOWLEDGE_REPORT':
    case 'LIFT':
      return { type };
    default:
      return { type, reason: text };
  }
}

/** What a command does, in one short line. */
export function told(type: ActionType, load: Load): string {
  const { columns, drops, text, paper, waiver, application, document, defect, column: named } = load;
  const names = columns.map(({ name }) => name).join(' ');
  switch (type) {
    case 'EDIT':
      return `${type} ${JSON.stringify(application)} ${paper}`;
    case 'SUBMIT':
      return `${type} ${paper} ${waiver}`;
    case 'ADOPT':
      return `${type} ${paper}`;
    case 'ATTACH':
    case 'INVALIDATE':
    case 'WAIVE':
      return `${type} ${document} (${text})`;
    case 'HAND_OVER': {
      const told = columns.map(
        (one) => `${one.name}:${one.variant}:${one.accessClass}<${one.replaces ?? ''}`,
      );
      return `${type} ${told.join(' ')} without ${drops.join(' ')}`;
    }
    case 'JUDGE':
      return `${type} ${columns.map(({ name, verdict }) => `${name}:${verdict}`).join(' ')} (${text})`;
    case 'REJECT':
      return `${type} ${defect ? 'for a defect' : ''} (${text})`;
    case 'CONTEST':
    case 'SUSPEND':
      return `${type} ${names} (${text})`;
    case 'RAISE_CLASS':
      return `${type} ${named} ${load.toClass} (${text})`;
    case 'REROUTE':
      return `${type} ${load.to} (${text})`;
    default:
      return `${type} (${text})`;
  }
}
