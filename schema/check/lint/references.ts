import { type EntityName, isEntity } from '../../entities.js';
import type { Problem } from '../finding.js';
import type { Shapes } from '../shapes.js';
import { typeName } from '../subject.js';

/** Types that a producer would make for what the hub has already, by the part of the name after the agency. */
const COPIES: readonly (readonly [EntityName, RegExp])[] = [
  [
    'Region',
    /(^(Kode)?|Master|Ref)(Provinsi|Kabupaten|Kota|KabupatenKota|Kecamatan|Kelurahan|Desa|DesaKelurahan)$|Wilayah$/,
  ],
  ['BusinessClass', /Kbli|KBLI|LapanganUsaha$/],
  ['Period', /^(Periode|Tahun|Bulan|Triwulan)$/],
  ['Agency', /^(Opd|OPD|Instansi|PerangkatDaerah)$/],
];

/** Columns of codes that want their entity beside them. */
const CODES: readonly (readonly [EntityName, RegExp])[] = [
  ['Region', /^(kode|kd|id)(Wilayah|Provinsi|Kabupaten|Kota|Kecamatan|Kelurahan|Desa|Kemendagri)\w*$/],
  ['BusinessClass', /^(kode|kd)?(kbli|Kbli|KBLI|LapanganUsaha)\w*$/],
  ['Period', /^(kodeP|p)eriode$/],
  ['Agency', /^(kode|id)(Opd|Instansi|PerangkatDaerah)$/],
];

/** Copies of what the hub has for everybody: a dataset that refers to the entity can be joined with all others. */
export function copyProblems(shapes: Shapes): Problem[] {
  const problems: Problem[] = [];
  const warn = (coordinate: string, node: Problem['node'], entity: EntityName) =>
    problems.push({
      rule: 'shared-entity',
      severity: 'WARNING',
      coordinate,
      node,
      words: {
        id: `${coordinate} menyalin ${entity} milik bersama; tambahkan field yang merujuk ${entity} agar datanya dapat digabung.`,
        en: `${coordinate} copies the shared ${entity}; add a field that refers to ${entity} so that the data can be joined.`,
      },
    });
  for (const node of shapes.own) {
    const dataset = node.name.value.slice(node.name.value.indexOf('_') + 1);
    const copied = COPIES.find(([, pattern]) => pattern.test(dataset));
    if (copied) warn(node.name.value, node, copied[0]);
  }
  for (const type of shapes.names) {
    const fields = shapes.datasets.flatMap(({ name, fields }) => (name.value === type ? (fields ?? []) : []));
    const referred = new Set(fields.map((field) => typeName(field.type)).filter(isEntity));
    for (const field of fields) {
      if (isEntity(typeName(field.type))) continue;
      const code = CODES.find(([, pattern]) => pattern.test(field.name.value));
      if (code && !referred.has(code[0])) warn(`${type}.${field.name.value}`, field, code[0]);
    }
  }
  return problems;
}
