/** Who has to act after a refusal; `null` where simply sending a corrected request is enough. */
export type NextActor =
  | 'CALLER'
  | 'PRODUCER'
  | 'TECHNICAL_TEAM'
  | 'DIVISION_HEAD'
  | 'DEPARTMENT_HEAD'
  | 'ADMIN'
  | 'OPERATOR';

export interface Words {
  /** One sentence in Indonesian. */
  id: string;
  /** The same sentence in English. */
  en: string;
}

export interface Entry<P> {
  status: number;
  next: NextActor;
  words: (params: P) => Words;
}

export const entry = <P = void>(status: number, next: NextActor, words: (params: P) => Words): Entry<P> => ({
  status,
  next,
  words,
});
