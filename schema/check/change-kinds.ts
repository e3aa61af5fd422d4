import type { Words } from '../errors.js';

type Meta = Readonly<Record<string, unknown>>;

/** What a kind of difference is called, and how it is said. */
export interface KindOfChange {
  /** The finding's rule. */
  readonly rule: string;
  readonly words: (coordinate: string, meta: Meta) => Words;
  /** Whether something is taken away, which should have been deprecated first. */
  readonly removes?: true;
  /** Whether what is said of it says all of what is in it. */
  readonly covers?: true;
}

const said =
  (
    id: (coordinate: string, meta: Meta) => string,
    en: (coordinate: string, meta: Meta) => string,
  ): KindOfChange['words'] =>
  (coordinate, meta) => ({ id: id(coordinate, meta), en: en(coordinate, meta) });

const removed = said(
  (name) => `${name} dihapus`,
  (name) => `${name} is removed`,
);
const added = said(
  (name) => `${name} ditambahkan`,
  (name) => `${name} is added`,
);
const retyped = (old: string, next: string) =>
  said(
    (name, meta) => `Jenis ${name} berubah dari ${meta[old]} menjadi ${meta[next]}`,
    (name, meta) => `The type of ${name} changes from ${meta[old]} to ${meta[next]}`,
  );
const defaulted = said(
  (name) => `Nilai bawaan ${name} berubah`,
  (name) => `The default value of ${name} changes`,
);
const deprecated = said(
  (name) => `${name} ditandai usang`,
  (name) => `${name} is deprecated`,
);

/** The differences that concern clients, by the library's names; descriptions and directives do not. */
export const KINDS: Readonly<Record<string, KindOfChange>> = {
  TYPE_REMOVED: { rule: 'type-removed', removes: true, words: removed },
  TYPE_ADDED: { rule: 'type-added', covers: true, words: added },
  TYPE_KIND_CHANGED: {
    rule: 'type-kind-changed',
    words: said(
      (name) => `${name} menjadi jenis yang lain`,
      (name) => `${name} becomes a type of another kind`,
    ),
  },
  FIELD_REMOVED: { rule: 'field-removed', removes: true, words: removed },
  FIELD_ADDED: { rule: 'field-added', covers: true, words: added },
  FIELD_TYPE_CHANGED: { rule: 'field-type-changed', words: retyped('oldFieldType', 'newFieldType') },
  FIELD_DEPRECATION_ADDED: { rule: 'field-deprecated', words: deprecated },
  FIELD_ARGUMENT_ADDED: { rule: 'argument-added', words: added },
  FIELD_ARGUMENT_REMOVED: { rule: 'argument-removed', removes: true, words: removed },
  FIELD_ARGUMENT_TYPE_CHANGED: {
    rule: 'argument-type-changed',
    words: retyped('oldArgumentType', 'newArgumentType'),
  },
  FIELD_ARGUMENT_DEFAULT_CHANGED: { rule: 'argument-default-changed', words: defaulted },
  ENUM_VALUE_REMOVED: { rule: 'enum-value-removed', removes: true, words: removed },
  ENUM_VALUE_ADDED: { rule: 'enum-value-added', words: added },
  ENUM_VALUE_DEPRECATION_REASON_ADDED: { rule: 'enum-value-deprecated', words: deprecated },
  INPUT_FIELD_REMOVED: { rule: 'input-field-removed', removes: true, words: removed },
  INPUT_FIELD_ADDED: { rule: 'input-field-added', words: added },
  INPUT_FIELD_TYPE_CHANGED: {
    rule: 'input-field-type-changed',
    words: retyped('oldInputFieldType', 'newInputFieldType'),
  },
  INPUT_FIELD_DEFAULT_VALUE_CHANGED: { rule: 'input-field-default-changed', words: defaulted },
  UNION_MEMBER_REMOVED: {
    rule: 'union-member-removed',
    words: said(
      (name, meta) => `${meta['removedUnionMemberTypeName']} keluar dari ${name}`,
      (name, meta) => `${meta['removedUnionMemberTypeName']} leaves ${name}`,
    ),
  },
  UNION_MEMBER_ADDED: {
    rule: 'union-member-added',
    words: said(
      (name, meta) => `${meta['addedUnionMemberTypeName']} masuk ke ${name}`,
      (name, meta) => `${meta['addedUnionMemberTypeName']} joins ${name}`,
    ),
  },
  OBJECT_TYPE_INTERFACE_REMOVED: {
    rule: 'interface-removed',
    words: said(
      (name, meta) => `${name} bukan lagi ${meta['removedInterfaceName']}`,
      (name, meta) => `${name} is no ${meta['removedInterfaceName']} any more`,
    ),
  },
  OBJECT_TYPE_INTERFACE_ADDED: {
    rule: 'interface-added',
    words: said(
      (name, meta) => `${name} menjadi ${meta['addedInterfaceName']}`,
      (name, meta) => `${name} becomes a ${meta['addedInterfaceName']}`,
    ),
  },
};
