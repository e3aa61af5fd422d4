import { registerEnumType } from 'type-graphql';
import { enumOf } from '../enums.js';

export const LOAD_MODES = ['REPLACE', 'APPEND', 'UPSERT'] as const;
export type LoadMode = (typeof LOAD_MODES)[number];

export const LoadModeEnum = enumOf(LOAD_MODES);
registerEnumType(LoadModeEnum, {
  name: 'LoadMode',
  description:
    'REPLACE: the rows take the place of those before. APPEND: they stand behind them. UPSERT: they take the place of rows with their key.',
});
