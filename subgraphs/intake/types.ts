import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { type LoadMode, LoadModeEnum } from './load-modes.js';

export const RejectsEnum = { REFUSE: 'REFUSE', SET_ASIDE: 'SET_ASIDE' } as const;
registerEnumType(RejectsEnum, {
  name: 'LoadRejects',
  description: 'What becomes of a file with rows that do not fit.',
  valuesConfig: {
    REFUSE: { description: 'Nothing is loaded; the report names the rows.' },
    SET_ASIDE: { description: 'The other rows are loaded; the report has a file of these.' },
  },
});

export const LoadOutcomeEnum = { LOADED: 'LOADED', REFUSED: 'REFUSED' } as const;
registerEnumType(LoadOutcomeEnum, { name: 'LoadOutcome', description: 'Whether a load made a release.' });

@ObjectType({ description: 'What is wrong with a row of a file.' })
export class LoadProblem {
  @Field(() => Int, {
    nullable: true,
    description: 'Row of the sheet, from 1; null where no single row is meant.',
  })
  row!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Header of the column; null where no single one is meant.',
  })
  column!: string | null;

  @Field(() => String, { description: 'In Indonesian.' })
  id!: string;

  @Field(() => String, { description: 'In English.' })
  en!: string;
}

@ObjectType({ description: 'What looks unlikely beside the release before; it stops nothing.' })
export class LoadNote {
  @Field(() => String, {
    nullable: true,
    description: 'Header of the column; null for the release as a whole.',
  })
  column!: string | null;

  @Field(() => String, { description: 'In Indonesian.' })
  id!: string;

  @Field(() => String, { description: 'In English.' })
  en!: string;
}

@ObjectType({ description: 'What became of a load, also of one that was refused.' })
export class LoadReport {
  @Field(() => ID)
  id!: string;

  @Field(() => LoadModeEnum)
  mode!: LoadMode;

  @Field(() => LoadOutcomeEnum)
  outcome!: keyof typeof LoadOutcomeEnum;

  @Field(() => Int, { description: 'Rows of data in the file.' })
  rowsRead!: number;

  @Field(() => Int, { description: 'Rows of the dataset that were made of them.' })
  rowsLoaded!: number;

  @Field(() => Int, { description: 'Rows of the file that were not loaded.' })
  rowsRejected!: number;

  @Field(() => [LoadProblem], { description: 'The first hundred.' })
  problems!: LoadProblem[];

  @Field(() => [LoadNote])
  notes!: LoadNote[];

  @Field(() => String, {
    nullable: true,
    description: 'Path of the CSV file of rejected rows with their reasons; null where there are none.',
  })
  rejectsPath!: string | null;

  @Field(() => String, { description: 'When, ISO 8601.' })
  at!: string;
}

@ObjectType({ description: 'A load of a dataset; its source file is kept.' })
export class Release {
  @Field(() => ID, { description: 'Root field of the dataset.' })
  dataset!: string;

  @Field(() => Int)
  number!: number;

  @Field(() => Int)
  rows!: number;

  @Field(() => String, { description: 'SHA-256 of the source file, hex.' })
  sha256!: string;

  @Field(() => Boolean, { description: 'Whether it is the one that is served.' })
  live!: boolean;

  @Field(() => ID, {
    nullable: true,
    description: 'The erasure that took its rows and its source file; null where they are there.',
  })
  erasure!: string | null;

  @Field(() => LoadReport, {
    nullable: true,
    description: 'How it was loaded; null for one of an older hub.',
  })
  report!: LoadReport | null;
}
