import type { Listed } from './listing.js';

/** A way in which a dataset is to be had. */
export interface Way {
  /** `graphql`, or the ending of the file. */
  readonly id: string;
  readonly format: string;
  readonly mediaType: string;
  readonly title: { readonly id: string; readonly en: string };
  readonly url: string;
  readonly isFile: boolean;
}

const FILES = [
  { id: 'csv', format: 'CSV', mediaType: 'text/csv' },
  {
    id: 'xlsx',
    format: 'XLSX',
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
  { id: 'ndjson', format: 'JSON', mediaType: 'application/x-ndjson' },
] as const;

/** The graph, and files where this caller gets them. */
export const waysTo = ({ entry, hasFiles }: Listed, base: string): Way[] => [
  {
    id: 'graphql',
    format: 'GraphQL',
    mediaType: 'application/json',
    title: { id: `Graf: ${entry.name}`, en: `Graph: ${entry.name}` },
    url: `${base}/graphql`,
    isFile: false,
  },
  ...(hasFiles ? FILES : []).map(({ id, format, mediaType }) => ({
    id,
    format,
    mediaType,
    title: { id: `Berkas ${id.toUpperCase()}`, en: `${id.toUpperCase()} file` },
    url: `${base}/exports/${entry.name}.${id}`,
    isFile: true,
  })),
];

const LICENCES: readonly (readonly [pattern: RegExp, uri: string, ckan: string])[] = [
  [/^CC[ -]?BY[ -]?4\.0$/i, 'https://creativecommons.org/licenses/by/4.0/', 'cc-by'],
  [/^CC[ -]?BY[ -]?SA[ -]?4\.0$/i, 'https://creativecommons.org/licenses/by-sa/4.0/', 'cc-by-sa'],
  [/^CC0([ -]?1\.0)?$/i, 'https://creativecommons.org/publicdomain/zero/1.0/', 'cc-zero'],
];

/** The address and CKAN's name of a licence that is known; undefined of any other text. */
export function knownLicence(text: string): { readonly uri: string; readonly ckan: string } | undefined {
  const found = LICENCES.find(([pattern]) => pattern.test(text.trim()));
  return found && { uri: found[1], ckan: found[2] };
}
