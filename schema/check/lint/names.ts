import { Kind } from 'graphql';
import { isAgencySlug, isColumnName } from '../../names.js';
import type { Problem } from '../finding.js';
import { endingOf, isOf, type Owners, withoutEnding } from '../owners.js';
import type { Shapes } from '../shapes.js';
import type { Subject } from '../subject.js';

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Names of the subgraph, its types, root fields and columns. */
export function nameProblems(subject: Subject, shapes: Shapes, owners: Owners): Problem[] {
  const { proposed } = subject;
  const { agency } = proposed;
  const problems: Problem[] = [];
  const wrong = (
    rule: string,
    coordinate: string | null,
    node: Problem['node'],
    id: string,
    en: string,
    severity: Problem['severity'] = 'ERROR',
  ) => problems.push({ rule, severity, coordinate, node, words: { id, en } });

  if (!isAgencySlug(agency) || !new RegExp(`^${agency}_[a-z][A-Za-z0-9]{0,60}$`).test(proposed.name))
    wrong(
      'subgraph-name',
      null,
      undefined,
      `Subgraf "${proposed.name}" harus bernama ${agency}_<nama>: huruf kecil di awal, huruf dan angka saja.`,
      `The subgraph "${proposed.name}" must be called ${agency}_<name>: a small letter first, letters and digits only.`,
    );

  for (const { name, kind } of subject.document.definitions.flatMap((one) =>
    'name' in one && one.name ? [{ name: one.name, kind: one.kind }] : [],
  ))
    if (name.value.startsWith('_') && !subject.federation.isMachinery(name.value))
      wrong(
        'reserved-name',
        kind === Kind.DIRECTIVE_DEFINITION ? `@${name.value}` : name.value,
        name,
        `Nama yang diawali garis bawah milik federation; hapus ${name.value}.`,
        `Names that begin with an underscore are federation's own; remove ${name.value}.`,
      );

  const prefix = `${capital(agency)}_`;
  for (const node of shapes.nobodys)
    if (!node.name.value.startsWith('_'))
      wrong(
        'type-name',
        node.name.value,
        node,
        `${node.name.value} harus bernama ${prefix}<Dataset>, mis. ${prefix}${capital(node.name.value)}.`,
        `${node.name.value} must be called ${prefix}<Dataset>, e.g. ${prefix}${capital(node.name.value)}.`,
      );
  for (const node of [...shapes.own, ...shapes.helpers]) {
    const name = node.name.value;
    if (!/^[A-Z][A-Za-z0-9]*_[A-Z][A-Za-z0-9]*$/.test(name) || prefixDiffers(name, agency))
      wrong(
        'type-name',
        name,
        node,
        `${name} harus bernama ${prefix}<Dataset>: tepat satu garis bawah, huruf besar sesudahnya.`,
        `${name} must be called ${prefix}<Dataset>: exactly one underscore, a capital after it.`,
      );
  }
  for (const node of shapes.own) {
    const ending = endingOf(node.name.value);
    if (ending !== undefined)
      wrong(
        'reserved-ending',
        node.name.value,
        node,
        `Akhiran ${ending} hanya untuk jenis pembantu; ${withoutEnding(node.name.value)} tidak ada di sini.`,
        `The ending ${ending} is for helper types alone; there is no ${withoutEnding(node.name.value)} here.`,
      );
  }
  for (const node of shapes.helpers) {
    const ending = endingOf(node.name.value) ?? '';
    const kinds = HELPERS[ending];
    if (!kinds?.includes(node.kind))
      wrong(
        'reserved-ending',
        node.name.value,
        node,
        `Akhiran ${ending} dipakai hub untuk dataset yang disimpannya; di sini hanya Connection, Edge, Where dan OrderBy.`,
        `The hub uses the ending ${ending} for datasets that it keeps; only Connection, Edge, Where and OrderBy here.`,
      );
  }

  for (const field of shapes.rootFields) {
    const name = field.name.value;
    const owner = owners.ofField(name);
    if (owner && !isOf(owner, agency)) continue;
    if (/^[a-z][a-z0-9]*_[a-z][A-Za-z0-9]*$/.test(name)) continue;
    wrong(
      'root-field-name',
      `Query.${name}`,
      field,
      `Field akar ${name} harus bernama ${agency}_<dataset> atau ${agency}_<dataset>ByKey.`,
      `The root field ${name} must be called ${agency}_<dataset> or ${agency}_<dataset>ByKey.`,
    );
  }
  for (const node of shapes.datasets)
    for (const { name } of node.fields ?? [])
      if (name.value !== 'id' && !isColumnName(name.value))
        wrong(
          'column-name',
          `${node.name.value}.${name.value}`,
          name,
          `Nama kolom ${name.value} ditulis lowerCamelCase tanpa garis bawah, mis. kodePuskesmas; tanpa itu tidak ada permohonan yang dapat mencakupnya.`,
          `The column ${name.value} is written in lowerCamelCase without underscores, e.g. kodePuskesmas; else no case can cover it.`,
          'WARNING',
        );
  return problems;
}

/** Capitals count: `DINKES_Puskesmas` is not how dinkes writes its names. A name from a merged agency is as it was. */
const prefixDiffers = (name: string, agency: string): boolean => {
  const prefix = name.slice(0, name.indexOf('_'));
  return prefix.toLowerCase() === agency && prefix !== capital(agency);
};

const OBJECTS = [Kind.OBJECT_TYPE_DEFINITION, Kind.OBJECT_TYPE_EXTENSION] as string[];
const INPUTS = [Kind.INPUT_OBJECT_TYPE_DEFINITION, Kind.INPUT_OBJECT_TYPE_EXTENSION] as string[];
const HELPERS: Readonly<Record<string, readonly string[]>> = {
  Connection: OBJECTS,
  Edge: OBJECTS,
  Where: INPUTS,
  OrderBy: INPUTS,
};
