import { readdirSync, readFileSync } from 'node:fs';
import {
  type CoveredColumn,
  type CoveredDataset,
  EMPTY,
  type Landscape,
  type Member,
  type Proposed,
} from '../../../schema/check/landscape.js';
import type { CheckVerdict, Finding } from '../../../schema/check/verdict.js';
import type { ColumnDefinition } from '../../../schema/definition.js';
import { hostedSdl } from '../../../schema/hosted.js';
import { datasetNames } from '../../../schema/names.js';

const FOLDER = new URL('../../../schema/subgraphs/', import.meta.url);

export const LOCALS: readonly Member[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.graphql'))
  .map((file) => ({
    name: file.replace('.graphql', ''),
    kind: 'LOCAL',
    agency: null,
    sdl: readFileSync(new URL(file, FOLDER), 'utf8'),
  }));

export const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@override", "@interfaceObject", "@inaccessible", "@tag"])';

const column = (name: string, more: Partial<ColumnDefinition> = {}): ColumnDefinition => ({
  name,
  label: name,
  title: name,
  description: `Tentang ${name}.`,
  type: 'TEXT',
  unit: null,
  accessClass: 'OPEN',
  key: false,
  reference: null,
  ...more,
});

/** A hosted dataset as the registry has it. */
export const hosted = (
  agency: string,
  name: string,
  columns: readonly string[] = ['nik', 'nama'],
): Member => ({
  name: `${agency}_${name}`,
  kind: 'HOSTED',
  agency,
  sdl: hostedSdl({
    agency,
    name,
    title: name,
    description: `Dataset ${name}.`,
    columns: [
      column('kodeWilayah', { reference: { entity: 'Region', field: 'wilayah' } }),
      ...columns.map((one) => column(one, { key: one === 'nik' })),
    ],
  }),
});

export const LIVE: CoveredColumn = { status: 'LIVE', accessClass: 'OPEN', provisioned: true };

export const covered = (
  agency: string,
  name: string,
  columns: Readonly<Record<string, CoveredColumn>> | readonly string[],
): CoveredDataset => ({
  agency,
  names: datasetNames(agency, name),
  columns: Array.isArray(columns)
    ? Object.fromEntries(columns.map((one) => [one, LIVE]))
    : (columns as Readonly<Record<string, CoveredColumn>>),
});

export const about = (title: string, indent = '  '): string =>
  [
    '"""',
    title,
    '',
    `Definisi dari ${title}.`,
    '',
    `Konsep: ${title}.`,
    '',
    'Klasifikasi: tidak ada.',
    '',
    'Ukuran: nilai.',
    '',
    'Satuan: -.',
    '"""',
  ]
    .map((line) => indent + line)
    .join('\n');

/** A remote subgraph of one dataset as its house rules want it. */
export const remoteSdl = (
  agency: string,
  name: string,
  fields: readonly string[] = ['jumlah: Int', 'keterangan: String'],
  more = '',
): string => {
  const { type, field, byKey } = datasetNames(agency, name);
  return `${LINK}
type Query {
  "Daftar ${name}."
  ${field}: [${type}!]
  "Satu ${name}."
  ${byKey}(kode: String!): ${type}
}
"Dataset ${name}: satu baris tiap hal."
type ${type} @key(fields: "id") {
  id: ID!
${about('Kode')}
  kode: String
${fields.map((one) => `${about(one.split(/[(:]/)[0] ?? one)}\n  ${one}`).join('\n')}
  "Wilayahnya."
  wilayah: Region
}
type Region @key(fields: "code") {
  code: ID!
  "Dataset ${name} di wilayah ini."
  ${field}: [${type}!]
}
${more}`;
};

export const proposal = (agency: string, name: string, sdl: string): Proposed => ({
  name: `${agency}_${name}`,
  agency,
  sdl,
  url: `https://${agency}.example/graphql`,
});

export const member = ({ name, agency, sdl, url }: Proposed): Member => ({
  name,
  agency,
  sdl,
  url,
  kind: 'REMOTE',
});

/** Dinkes has a hosted dataset of people; dinsos serves aid itself. */
export const LANDSCAPE: Landscape = {
  ...EMPTY,
  members: [
    ...LOCALS,
    hosted('dinkes', 'pasien'),
    member(proposal('dinsos', 'layanan', remoteSdl('dinsos', 'bantuan'))),
  ],
  datasets: [
    covered('dinkes', 'pasien', ['nik', 'nama', 'kodeWilayah', 'wilayah']),
    covered('dinsos', 'bantuan', ['kode', 'jumlah', 'keterangan', 'wilayah']),
  ],
  graceDays: 30,
  today: '2026-06-30',
};

export const lines = ({ findings }: CheckVerdict): string[] => findings.map(line);
export const line = ({ severity, rule, coordinate }: Finding): string =>
  `${severity} ${rule}${coordinate === null ? '' : ` ${coordinate}`}`;
