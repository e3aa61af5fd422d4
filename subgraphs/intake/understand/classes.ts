import { type AgencyMatch, matchAgencies } from '../codes/agency-match.js';
import { agencyQuestions } from '../codes/agency-questions.js';
import type { BusinessRow } from '../codes/business-index.js';
import { type BusinessMatch, type BusinessValue, matchBusiness } from '../codes/business-match.js';
import { businessQuestions } from '../codes/business-questions.js';
import { option } from '../codes/code-questions.js';
import { lookupKey } from '../mapping.js';
import type { Question } from '../typing/guess.js';
import { headerWords } from '../typing/headers.js';
import { type CodeColumn, type CodeFindings, LABELS, NOTHING_FOUND as NONE } from './code-finding.js';
import { own } from './columns.js';
import type { References } from './references.js';
import type { Tuple, Tuples } from './tuples.js';
import type { CodeMatch } from './understanding.js';

/** Share of the different texts that must lead to a code for the column to be one of codes. */
const MOSTLY = 0.5;

/** Columns of KBLI by their headers: the code, and the title beside it. */
export function businessKeys(keys: readonly string[]): string[] {
  const about = keys.filter((key) => {
    const words = headerWords(key).join(' ');
    return /\bkbli\b|\blapangan usaha\b/.test(words) && !/\b(jumlah|jml|total|persen)/.test(words);
  });
  const code = about.find((key) => /\b(kode|kd|code)\b/.test(headerWords(key).join(' ')));
  const title = about.find((key) => key !== code);
  return [code, title].filter((key) => key !== undefined);
}

/** The column of agencies by its header. */
export const agencyKeys = (keys: readonly string[]): string[] =>
  keys
    .filter((key) =>
      /\b(opd|skpd|perangkat daerah|nama dinas|dinas|instansi)\b/.test(headerWords(key).join(' ')),
    )
    .slice(0, 1);

/** What a finding needs of a match, whatever it is of. */
interface Found {
  readonly code: string | null;
  readonly label: string | null;
  readonly confidence: number;
}

function settled(
  all: readonly Tuple[],
  found: readonly Found[],
  column: string,
): { lookup: Record<string, string | null>; matches: CodeMatch[] } {
  const lookup: Record<string, string | null> = {};
  const matches = all.map(({ texts, count }, at): CodeMatch => {
    const { code, label, confidence } = found[at] as Found;
    lookup[lookupKey(texts)] = code;
    const text = texts.filter((one) => one?.trim()).join(' ');
    return { column, text, code, label, confidence, rows: count };
  });
  return { lookup, matches: matches.filter(({ text }) => text !== '') };
}

/**
 * The questions that are open and those that are answered. What is answered makes room for the next ones: only so many
 * are asked at a time. Rows of evidence are the file's.
 */
function sorted<Match extends { readonly doubt: string | null }>(
  matches: readonly Match[],
  isAnswered: (match: Match, at: number) => boolean,
  questionsOf: (matches: readonly Match[]) => readonly Question[],
  all: readonly Tuple[],
): { open: Question[]; asked: Question[] } {
  const answered = matches.map(isAnswered);
  const of = (which: boolean): Question[] =>
    questionsOf(matches.map((match, at) => (answered[at] === which ? match : { ...match, doubt: null }))).map(
      (question) => ({
        ...question,
        evidence: question.evidence.map(({ row, text }) => ({ row: all[row - 1]?.row ?? row, text })),
      }),
    );
  return { open: of(false), asked: of(true) };
}

const isFilled = ({ texts }: Tuple): boolean => texts.some((text) => text?.trim());

/** KBLI classes of the edition that is `named`; where none is, and several are loaded, it is asked. */
export function findBusinessClasses(
  tuples: Tuples,
  references: References,
  answers: Readonly<Record<string, string>>,
  named: string | null,
): CodeFindings {
  const { keys } = tuples;
  const column = keys[0];
  if (!column || tuples.overflow) return NONE;
  const editions = named === null ? references.small.editions : [named];
  if (editions.length === 0) return NONE;
  const editionQuestion = askEdition(column, editions);
  const edition = editions.length === 1 ? editions[0] : own(answers, editionQuestion.id);
  if (!edition || !editions.includes(edition)) return { ...NONE, open: [editionQuestion] };
  const asked = editions.length === 1 ? [] : [editionQuestion];
  const index = references.classes(edition);
  const all = tuples.all;
  const isCode = keys.length > 1 || /\b(kode|kd|code)\b/.test(headerWords(column).join(' '));
  const values = all.map(({ texts }): BusinessValue => {
    const [first = null, second = null] = texts;
    return isCode ? { code: first, title: second } : { title: first };
  });
  const matches = matchBusiness(values, index);
  const known = matches.filter(({ kind }, at) => kind !== 'NONE' && isFilled(all[at] as Tuple));
  if (known.length < MOSTLY * all.filter(isFilled).length) return NONE;
  const answerTo = (match: BusinessMatch, at: number): string | undefined =>
    businessAnswer(match, values[at] as BusinessValue, column, answers);
  const found = matches.map((match, at): Found => {
    const { code } = values[at] as BusinessValue;
    const business = businessOf(match, answerTo(match, at), () => index.get(code?.trim() ?? ''));
    return {
      code: business?.code ?? null,
      label: business?.title ?? null,
      confidence: match.confidence,
    };
  });
  const { lookup, matches: seen } = settled(all, found, column);
  const questions = sorted(
    matches,
    (match, at) => answerTo(match, at) !== undefined,
    (some) => businessQuestions(column, values, some),
    all,
  );
  const exact =
    keys.length === 1 &&
    matches.every(
      ({ kind, doubt }, at) => !isFilled(all[at] as Tuple) || (kind === 'EXACT_CODE' && doubt === null),
    );
  return {
    columns: [
      {
        entity: 'BusinessClass',
        edition,
        label: LABELS.BusinessClass,
        field: 'kbli',
        title: { id: `Kode KBLI ${edition}`, en: `Code of KBLI ${edition}` },
        description: {
          id: `Kode KBLI ${edition} dari kolom ${keys.join(' dan ')}.`,
          en: `The KBLI ${edition} code of the columns ${keys.join(' and ')}.`,
        },
        keys,
        lookup,
        exact: exact ? column : null,
      },
    ],
    matches: seen,
    open: questions.open,
    asked: [...asked, ...questions.asked],
  };
}

/** What was said of a match: `PAD` or `KEEP` of lost zeros, `NONE`, or the code of a candidate. */
function businessAnswer(
  { doubt, candidates }: BusinessMatch,
  { code, title }: BusinessValue,
  column: string,
  answers: Readonly<Record<string, string>>,
): string | undefined {
  const text = [code, title]
    .map((part) => part?.trim())
    .filter(Boolean)
    .join(' ');
  const key = doubt === 'LEADING_ZERO' ? doubt : `${doubt}:${text}`;
  const options =
    doubt === 'LEADING_ZERO' ? ['PAD', 'KEEP'] : ['NONE', ...candidates.map((candidate) => candidate.code)];
  const answer = own(answers, `${column}:BUSINESS_CLASS:${key}`);
  return answer !== undefined && options.includes(answer) ? answer : undefined;
}

function businessOf(
  { doubt, business, candidates }: BusinessMatch,
  answer: string | undefined,
  asWritten: () => BusinessRow | undefined,
): BusinessRow | undefined {
  if (doubt === null || (doubt === 'SPELLING' && business !== null)) return business ?? undefined;
  if (answer === 'PAD') return business ?? candidates[0];
  if (answer === 'KEEP') return asWritten();
  return candidates.find(({ code }) => code === answer);
}

const askEdition = (column: string, editions: readonly string[]): Question => ({
  id: `${column}:BUSINESS_CLASS:EDITION`,
  column,
  kind: 'BUSINESS_CLASS',
  words: {
    id: `Kode KBLI pada kolom ${column}: edisi tahun berapa?`,
    en: `KBLI codes in column ${column}: of which edition?`,
  },
  options: editions.map((edition) => option(edition, `KBLI ${edition}`)),
  proposed: null,
  evidence: [],
});

/** Agencies of the hub that the column names. */
export function findAgencies(
  tuples: Tuples,
  references: References,
  answers: Readonly<Record<string, string>>,
): CodeFindings {
  const [column] = tuples.keys;
  if (!column || tuples.overflow) return NONE;
  const all = tuples.all;
  const texts = all.map(({ texts: [text = null] }) => text);
  const { agencies, home } = references.small;
  const matches = matchAgencies(texts, agencies, home);
  const known = matches.filter(({ agency }) => agency !== null);
  if (known.length === 0 || known.length < MOSTLY * all.filter(isFilled).length) return NONE;
  const answerTo = (match: AgencyMatch, at: number): string | undefined =>
    agencyAnswer(match, texts[at]?.trim() ?? '', column, answers);
  const found = matches.map((match, at): Found => {
    const slug = match.doubt === null ? match.agency?.slug : answerTo(match, at);
    const name = agencies.find((agency) => agency.slug === slug)?.name ?? null;
    return {
      code: name === null ? null : (slug ?? null),
      label: name,
      confidence: match.confidence,
    };
  });
  const { lookup, matches: seen } = settled(all, found, column);
  const exact = matches.every(
    ({ kind, doubt, confidence }, at) =>
      !isFilled(all[at] as Tuple) || (kind === 'SLUG' && confidence === 1 && doubt === null),
  );
  const code: CodeColumn = {
    entity: 'Agency',
    edition: null,
    label: LABELS.Agency,
    field: 'instansiPemilik',
    title: { id: 'Singkatan instansi', en: "Agency's slug" },
    description: { id: `Instansi dari kolom ${column}.`, en: `The agency of column ${column}.` },
    keys: tuples.keys,
    lookup,
    exact: exact ? column : null,
  };
  const questions = sorted(
    matches,
    (match, at) => answerTo(match, at) !== undefined,
    (some) => agencyQuestions(column, texts, some),
    all,
  );
  return { columns: [code], matches: seen, ...questions };
}

/** What was said of a match: `NONE`, or the slug of a candidate. */
function agencyAnswer(
  { doubt, candidates }: AgencyMatch,
  text: string,
  column: string,
  answers: Readonly<Record<string, string>>,
): string | undefined {
  const answer = own(answers, `${column}:AGENCY:${doubt}:${text}`);
  const options = ['NONE', ...candidates.map(({ slug }) => slug)];
  return answer !== undefined && options.includes(answer) ? answer : undefined;
}
