import { registerEnumType } from 'type-graphql';
import { COLUMN_TYPES, type ColumnType } from '../schema/definition.js';
import { ACCESS_CLASSES } from '../schema/exposure.js';
import { ROLES } from './viewer.js';

/** The object that type-graphql wants for an enum, from a list of its values. */
export const enumOf = <T extends string>(values: readonly T[]) =>
  Object.fromEntries(values.map((value) => [value, value])) as { readonly [V in T]: V };

/** Enums that several subgraphs share; they must say the same in each. */
export const RoleEnum = enumOf(ROLES);
registerEnumType(RoleEnum, {
  name: 'Role',
  description: 'Pelaksana menurut SOP, pengguna data, dan pengelola.',
});

export const AccessClassEnum = enumOf(ACCESS_CLASSES);
registerEnumType(AccessClassEnum, {
  name: 'AccessClass',
  description: 'Klasifikasi akses: terbuka, terbatas, tertutup.',
});

export const ColumnTypeEnum = enumOf(Object.keys(COLUMN_TYPES) as ColumnType[]);
registerEnumType(ColumnTypeEnum, { name: 'ColumnType' });
