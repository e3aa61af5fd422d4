import type { StringValueNode } from 'graphql';
import { isEntity } from '../../entities.js';
import type { Problem } from '../finding.js';
import { isFielded, type Shapes } from '../shapes.js';
import { coordinate, typeName } from '../subject.js';

/** The standard of data (Perpres 39/2019), each as the description of a hosted column words it. */
const ATTRIBUTES: readonly (readonly [name: string, label: RegExp])[] = [
  ['konsep', /^\s*Konsep\s*:\s*\S/im],
  ['klasifikasi', /^\s*Klasifikasi( isian)?\s*:\s*\S/im],
  ['ukuran', /^\s*Ukuran\s*:\s*\S/im],
  ['satuan', /^\s*Satuan\s*:\s*\S/im],
];
const LABELLED =
  /^\s*(Konsep|Klasifikasi|Klasifikasi isian|Ukuran|Satuan|Referensi waktu|Aturan validasi|Kelas akses)\s*:/i;

/** What types, root fields and columns say of themselves. */
export function descriptionProblems(shapes: Shapes): Problem[] {
  const problems: Problem[] = [];
  const isDescribed = (
    at: string,
    node: { readonly description?: StringValueNode | undefined },
    place: Problem['node'],
  ): boolean => {
    if (node.description && node.description.value.trim() !== '') return true;
    problems.push({
      rule: 'description',
      severity: 'ERROR',
      coordinate: at,
      node: place,
      words: {
        id: `${at} tanpa keterangan; tulis judul dan definisinya di antara tiga tanda kutip di atasnya.`,
        en: `${at} has no description; write its title and definition between triple quotes above it.`,
      },
    });
    return false;
  };
  const described = new Set<string>();
  for (const node of shapes.own) if (describes(node)) described.add(node.name.value);
  for (const node of shapes.own) {
    const type = node.name.value;
    if (!described.has(type)) {
      described.add(type);
      isDescribed(type, {}, node);
    }
    if (!isFielded(node)) continue;
    for (const field of node.fields ?? []) {
      if (field.name.value === 'id') continue;
      const at = coordinate(type, field);
      if (!isDescribed(at, field, field) || !shapes.names.has(type)) continue;
      const target = typeName(field.type);
      if (isEntity(target) || shapes.names.has(target)) continue;
      const missing = missingAttributes(field.description?.value ?? '');
      if (missing.length > 0)
        problems.push({
          rule: 'attributes',
          severity: 'WARNING',
          coordinate: at,
          node: field,
          words: {
            id: `${at} belum menyebut ${missing.join(', ')} (standar data, Perpres 39/2019).`,
            en: `${at} does not state ${missing.join(', ')} yet (data standard, Perpres 39/2019).`,
          },
        });
    }
  }
  for (const field of shapes.rootFields) isDescribed(coordinate('Query', field), field, field);
  for (const [entity, field] of shapes.backReferences) isDescribed(coordinate(entity, field), field, field);
  return problems;
}

const describes = (node: object): boolean =>
  'description' in node && ((node.description as StringValueNode | undefined)?.value.trim() ?? '') !== '';

/** The definition is the paragraph after the title, or one that says so. */
function missingAttributes(description: string): string[] {
  const paragraphs = description.split(/\n\s*\n/).filter((one) => one.trim() !== '');
  const defined =
    /^\s*Definisi\s*:\s*\S/im.test(description) || paragraphs.slice(1).some((one) => !LABELLED.test(one));
  const missing = ATTRIBUTES.filter(([, label]) => !label.test(description)).map(([name]) => name);
  return defined ? missing : ['definisi', ...missing];
}
