/** Entities that every dataset can refer to, owned by `reference`, each with the field that is its key. */
export const ENTITY_KEYS = {
  Region: 'code',
  BusinessClass: 'id',
  Period: 'id',
  Agency: 'slug',
} as const;
export type EntityName = keyof typeof ENTITY_KEYS;

export const ENTITIES = Object.keys(ENTITY_KEYS) as readonly EntityName[];

export const isEntity = (name: string): name is EntityName => Object.hasOwn(ENTITY_KEYS, name);

/** The list that the codes of a column come from. KBLI has one for each edition (its year), the others have one. */
export interface CodeList {
  readonly entity: EntityName;
  readonly edition?: string | undefined;
}

/** Year of a KBLI edition: `2020`. */
export const isEdition = (text: string): boolean => /^\d{4}$/.test(text);

export const sameList = (one: CodeList, other: CodeList): boolean =>
  one.entity === other.entity && one.edition === other.edition;

/** Key of the entity that a code of this list stands for: `2020:47111` for KBLI, the code itself otherwise. */
export const keyOfCode = ({ entity, edition }: CodeList, code: string): string =>
  entity === 'BusinessClass' ? `${edition}:${code}` : code;

/** The code in this list of the entity with that key; null where the key belongs to another edition. */
export function codeOfKey({ entity, edition }: CodeList, key: string): string | null {
  if (entity !== 'BusinessClass') return key;
  return key.startsWith(`${edition}:`) ? key.slice(`${edition}:`.length) : null;
}
