import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { ColumnType } from '../../../schema/definition.js';
import { ColumnTypeEnum } from '../../enums.js';

import { Sentence } from '../sentence.js';
import { ProposedDefinition, ProposedGraph } from '../structure/types.js';

@ObjectType({ description: 'A cell of the file, as it stands there.' })
export class ImportExample {
  @Field(() => Int, { description: "The sheet's row, from 1." })
  row!: number;

  @Field(() => String)
  text!: string;
}

@ObjectType({ description: 'A table of the file.' })
export class ImportTable {
  @Field(() => String, { description: 'The file; one of several in a ZIP.' })
  file!: string;

  @Field(() => String)
  sheet!: string;

  @Field(() => Boolean, { description: 'Whether the workbook hides the sheet.' })
  hidden!: boolean;

  @Field(() => [String], { description: 'What stands above the table.' })
  title!: readonly string[];

  @Field(() => [String])
  labels!: readonly string[];

  @Field(() => Int, { description: "The sheet's row, from 1, where the data begin." })
  firstRow!: number;
}

@ObjectType({ description: 'Rows that are not taken for data.' })
export class ImportAside {
  @Field(() => String, {
    description: 'TOTAL, NOTE, UNIT, NUMBERING, BLANK, REPEATED_HEADER or SECTION.',
  })
  why!: string;

  @Field(() => Int)
  count!: number;

  @Field(() => [ImportExample])
  examples!: readonly ImportExample[];
}

@ObjectType({ description: 'A text that may stand for "no value".' })
export class ImportMissing {
  @Field(() => String)
  marker!: string;

  @Field(() => Int)
  count!: number;
}

@ObjectType({ description: 'A column of the file as it was understood over all of its rows.' })
export class ImportColumn {
  @Field(() => String, { description: 'The header, or what is measured where columns become rows.' })
  key!: string;

  @Field(() => String, { nullable: true, description: 'Satuan.' })
  unit!: string | null;

  @Field(() => ColumnTypeEnum, { nullable: true, description: 'Null while a question about it is open.' })
  type!: ColumnType | null;

  @Field(() => String, {
    nullable: true,
    description:
      'How its texts are read, as JSON: decimal mark, thousands, order of a date, words for true and false.',
  })
  format!: string | null;

  @Field(() => [Sentence], { description: 'Why it is read so.' })
  evidence!: readonly Sentence[];

  @Field(() => Int)
  blanks!: number;

  @Field(() => [ImportMissing])
  missing!: readonly ImportMissing[];

  @Field(() => [ImportExample], { description: 'Values that do not fit, the first of each kind.' })
  exceptions!: readonly ImportExample[];

  @Field(() => Int)
  exceptionCount!: number;

  @Field(() => String, { nullable: true, description: 'Name of the column of the dataset that it fills.' })
  fills!: string | null;
}

@ObjectType()
export class ImportOption {
  @Field(() => String)
  value!: string;

  @Field(() => Sentence)
  words!: Sentence;
}

@ObjectType({ description: 'What neither the file nor its columns decide.' })
export class ImportQuestion {
  @Field(() => ID, { description: 'Stable: the next file of the dataset asks under the same id.' })
  id!: string;

  @Field(() => String, { description: 'Empty where it is about the whole file.' })
  column!: string;

  @Field(() => String)
  kind!: string;

  @Field(() => Sentence)
  words!: Sentence;

  @Field(() => [ImportOption])
  options!: readonly ImportOption[];

  @Field(() => String, {
    nullable: true,
    description: 'The likely option; never taken without a person who says so.',
  })
  proposed!: string | null;

  @Field(() => [ImportExample])
  evidence!: readonly ImportExample[];

  @Field(() => String, { nullable: true })
  answer?: string | null;
}

@ObjectType({ description: 'How the file differs from the dataset and its last file.' })
export class ImportDifference {
  @Field(() => String, { description: 'MISSING, NEW, RENAMED or FORMAT.' })
  kind!: string;

  @Field(() => String)
  column!: string;

  @Field(() => Sentence)
  words!: Sentence;
}

@ObjectType({ description: 'The code that was found for what the file says.' })
export class ImportMatch {
  @Field(() => String)
  column!: string;

  @Field(() => String)
  text!: string;

  @Field(() => String, { nullable: true })
  code!: string | null;

  @Field(() => String, { nullable: true, description: "The code's official name." })
  label!: string | null;

  @Field(() => Float, { description: '0 to 1; 1 needs nobody to look.' })
  confidence!: number;

  @Field(() => Int)
  rows!: number;
}

@ObjectType()
export class ImportPreview {
  @Field(() => [String])
  columns!: readonly string[];

  @Field(() => [[String]], {
    nullable: 'itemsAndList',
    description: 'The first rows, in the columns’ order.',
  })
  rows!: readonly (readonly (string | null)[])[];
}

@ObjectType({ description: 'A value that cannot be read.' })
export class ImportProblem {
  @Field(() => Int)
  row!: number;

  @Field(() => String, { nullable: true })
  column!: string | null;

  @Field(() => Sentence)
  words!: Sentence;
}

@ObjectType({ description: 'A file in the ZIP that could not be read.' })
export class ImportSkipped {
  @Field(() => String)
  filename!: string;

  @Field(() => Sentence)
  reason!: Sentence;
}

@ObjectType({
  description: 'A file on its way to a dataset: what it was understood as, and what is still open.',
})
export class FileImport {
  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  upload!: string;

  @Field(() => String)
  filename!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Root field of the dataset; null while the file is to become a new one.',
  })
  dataset!: string | null;

  @Field(() => String, { description: 'CSV, XLSX, HTML, JSON or NDJSON, by content.' })
  format!: string;

  @Field(() => String, { nullable: true })
  encoding!: string | null;

  @Field(() => String, { nullable: true })
  delimiter!: string | null;

  @Field(() => [ImportSkipped])
  skipped!: readonly ImportSkipped[];

  @Field(() => [ImportTable])
  tables!: readonly ImportTable[];

  @Field(() => Int, { description: 'Data rows of the chosen tables, before columns become rows.' })
  rows!: number;

  @Field(() => [ImportAside])
  aside!: readonly ImportAside[];

  @Field(() => [ImportColumn])
  columns!: readonly ImportColumn[];

  @Field(() => [ImportMatch], { description: 'The least certain first, at most 500.' })
  matches!: readonly ImportMatch[];

  @Field(() => [ImportQuestion], { description: 'Nothing is loaded before they are answered.' })
  questions!: readonly ImportQuestion[];

  @Field(() => [ImportQuestion])
  answered!: readonly ImportQuestion[];

  @Field(() => [ImportDifference])
  differences!: readonly ImportDifference[];

  @Field(() => ImportPreview)
  preview!: ImportPreview;

  @Field(() => Int, { description: 'Values that cannot be read; known when no question is open.' })
  problemCount!: number;

  @Field(() => [ImportProblem], { description: 'The first hundred of them.' })
  problems!: readonly ImportProblem[];

  @Field(() => Boolean, { description: 'Whether nothing is left to ask.' })
  ready!: boolean;

  @Field(() => ProposedDefinition, {
    nullable: true,
    description:
      'Of a new dataset: the definition to complete and to hand over; of one that is there: the columns that a CHANGE ' +
      'would add.',
  })
  proposal!: ProposedDefinition | null;

  @Field(() => ProposedGraph, { nullable: true })
  graph!: ProposedGraph | null;

  @Field(() => String, { description: 'ISO 8601.' })
  updatedAt!: string;
}
