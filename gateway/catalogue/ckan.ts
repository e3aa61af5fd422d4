import { CADENCE_WORDS } from '../../schema/facts.js';
import { knownLicence, waysTo } from './formats.js';
import type { Listed } from './listing.js';

type Parameters = Readonly<Record<string, unknown>>;

/** What CKAN's action API answers: a result, that there is nothing of the name, or what is wrong with the request. */
export type Outcome =
  | { readonly kind: 'RESULT'; readonly result: unknown }
  | { readonly kind: 'NOT_FOUND' }
  | { readonly kind: 'INVALID'; readonly parameter: string; readonly message: string };

const STATUS = { RESULT: 200, NOT_FOUND: 404, INVALID: 409 } as const;
const DEFAULT_ROWS = 10;
const MOST_ROWS = 1000;

type Action = (listing: readonly Listed[], parameters: Parameters, base: string) => Outcome;

/** The actions that are served, by their CKAN names. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  package_list(listing, parameters) {
    const offset = countOf(parameters['offset'], 0);
    const limit = countOf(parameters['limit'], listing.length);
    if (offset === undefined) return invalid('offset', NO_COUNT);
    if (limit === undefined) return invalid('limit', NO_COUNT);
    const names = listing.map(({ entry }) => entry.name).sort();
    return { kind: 'RESULT', result: names.slice(offset, offset + limit) };
  },

  package_show(listing, { id }, base) {
    if (typeof id !== 'string' || id === '') return invalid('id', 'Missing value');
    const found = listing.find(({ entry }) => entry.name === id);
    return found ? { kind: 'RESULT', result: packageOf(found, base) } : { kind: 'NOT_FOUND' };
  },

  package_search(listing, parameters, base) {
    const { q, fq } = parameters;
    const rows = countOf(parameters['rows'], DEFAULT_ROWS);
    const start = countOf(parameters['start'], 0);
    if (rows === undefined || rows > MOST_ROWS) return invalid('rows', `${NO_COUNT}, at most ${MOST_ROWS}`);
    if (start === undefined) return invalid('start', NO_COUNT);
    // Left unread it would give more than was asked for.
    if (fq !== undefined && fq !== '') return invalid('fq', 'Not supported; use q');
    if (q !== undefined && typeof q !== 'string') return invalid('q', 'Given twice');
    const words = (q ?? '')
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '' && word !== '*:*');
    const found = listing
      .filter((one) => words.every((word) => textOf(one).includes(word)))
      .sort((one, other) => (one.entry.name < other.entry.name ? -1 : 1));
    const results = found.slice(start, start + rows).map((one) => packageOf(one, base));
    const result = { count: found.length, sort: 'name asc', facets: {}, search_facets: {}, results };
    return { kind: 'RESULT', result };
  },
};

/** CKAN's envelope of an outcome, with its HTTP status. */
export function enveloped(action: string, outcome: Outcome, base: string) {
  const help = `${base}/api/3/action/help_show?name=${action}`;
  const status = STATUS[outcome.kind];
  switch (outcome.kind) {
    case 'RESULT':
      return { status, body: { help, success: true, result: outcome.result } };
    case 'NOT_FOUND':
      return {
        status,
        body: { help, success: false, error: { __type: 'Not Found Error', message: 'Not found' } },
      };
    case 'INVALID': {
      const error = { __type: 'Validation Error', [outcome.parameter]: [outcome.message] };
      return { status, body: { help, success: false, error } };
    }
  }
}

const NO_COUNT = 'Must be a natural number';
const invalid = (parameter: string, message: string): Outcome => ({ kind: 'INVALID', parameter, message });

/** A number of things as a parameter gives it; undefined where it is none. */
const countOf = (given: unknown, usual: number): number | undefined =>
  given === undefined ? usual : /^\d{1,6}$/.test(String(given)) ? Number(given) : undefined;

const textOf = ({ entry, publisher, columns }: Listed): string =>
  [
    entry.name,
    entry.title,
    entry.description,
    publisher,
    ...columns.flatMap(({ name, title }) => [name, title]),
  ]
    .join(' ')
    .toLowerCase();

function packageOf(listed: Listed, base: string): Record<string, unknown> {
  const { entry, publisher, issued, isPublic, columns } = listed;
  const { cadence, coverage, contact, licence } = entry;
  const resources = waysTo(listed, base);
  const known = licence === null ? undefined : knownLicence(licence);
  const extras: readonly (readonly [key: string, value: string | null])[] = [
    ['jadwal_pemutakhiran', cadence && CADENCE_WORDS[cadence].id],
    ['cakupan', coverage],
    ['sdi_permohonan', listed.case?.number ?? null],
    ['sdi_langkah', listed.case?.step ?? null],
    ['sdi_kolom', JSON.stringify(columns.map(columnOf))],
  ];
  return {
    id: entry.name,
    name: entry.name,
    title: entry.title,
    notes: entry.description,
    type: 'dataset',
    state: 'active',
    private: !isPublic,
    url: `${base}/catalog.jsonld#${entry.name}`,
    owner_org: entry.agency.slug,
    organization: {
      id: entry.agency.slug,
      name: entry.agency.slug,
      title: publisher,
      type: 'organization',
      state: 'active',
    },
    author: publisher,
    maintainer: contact,
    license_id: known?.ckan ?? (licence === null ? 'notspecified' : 'other'),
    license_title: licence,
    ...(known ? { license_url: known.uri } : {}),
    metadata_created: issued.toISOString(),
    metadata_modified: entry.updatedAt ?? issued.toISOString(),
    tags: [],
    num_tags: 0,
    groups: [],
    extras: extras.flatMap(([key, value]) => (value === null ? [] : { key, value })),
    num_resources: resources.length,
    resources: resources.map(({ id, format, mediaType, title, url, isFile }, position) => ({
      id: `${entry.name}.${id}`,
      package_id: entry.name,
      name: title.id,
      format,
      mimetype: mediaType,
      url,
      url_type: isFile ? 'download' : 'api',
      last_modified: entry.updatedAt,
      position,
      state: 'active',
    })),
  };
}

/** A column in the words of Standar Data. */
const columnOf = ({ access, ...column }: Listed['columns'][number]) => ({
  nama: column.name,
  judul: column.title,
  jenis: column.type,
  konsep: column.concept,
  definisi: column.definition,
  klasifikasi: column.classification,
  ukuran: column.measure,
  satuan: column.unit,
  ...(access ? { kelas_akses: access.class, status: access.status, permohonan: access.case } : {}),
});
