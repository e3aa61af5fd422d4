import { type FieldDefinitionNode, Kind } from 'graphql';
import type { Problem } from '../finding.js';
import type { Shapes } from '../shapes.js';
import { coordinate, directivesOf, type Subject } from '../subject.js';

/** A value that is withheld or missing must be able to be null; a dataset's rows must be able to be found again. */
export function nullableProblems({ federation }: Subject, shapes: Shapes): Problem[] {
  const problems: Problem[] = [];
  const mayBeNull = (type: string, field: FieldDefinitionNode) => {
    if (field.type.kind !== Kind.NON_NULL_TYPE) return;
    problems.push({
      rule: 'nullable',
      severity: 'ERROR',
      coordinate: coordinate(type, field),
      node: field.type,
      words: {
        id: `${field.name.value} tidak boleh wajib terisi (!): nilai yang ditahan akan mengosongkan jawaban lain. Hapus tanda serunya.`,
        en: `${field.name.value} may not be non-null (!): a withheld value would blank other answers. Remove the mark.`,
      },
    });
  };
  for (const field of shapes.rootFields) mayBeNull('Query', field);
  for (const [entity, field] of shapes.backReferences) mayBeNull(entity, field);
  for (const node of shapes.datasets) {
    const type = node.name.value;
    const keys = shapes.keyFields(type);
    for (const field of node.fields ?? [])
      if (field.name.value !== 'id' && !keys.has(field.name.value)) mayBeNull(type, field);
  }
  for (const type of shapes.names) {
    const nodes = shapes.datasets.filter(({ name }) => name.value === type);
    if (nodes.some((node) => directivesOf(federation, node, 'key').length > 0)) continue;
    problems.push({
      rule: 'key',
      severity: 'ERROR',
      coordinate: type,
      node: nodes[0],
      words: {
        id: `${type} memerlukan kunci agar barisnya dapat dirujuk, mis. @key(fields: "id").`,
        en: `${type} needs a key so that its rows can be referred to, e.g. @key(fields: "id").`,
      },
    });
  }
  return problems;
}
