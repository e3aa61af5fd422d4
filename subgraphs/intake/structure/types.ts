import { Field, Int, ObjectType } from 'type-graphql';
import type { ColumnType } from '../../../schema/definition.js';
import type { AccessClass } from '../../../schema/exposure.js';
import { AccessClassEnum, ColumnTypeEnum } from '../../enums.js';
import { Sentence } from '../sentence.js';

@ObjectType()
export class SourceColumn {
  @Field(() => String)
  name!: string;

  @Field(() => String, { description: 'As the database writes it: `int(10) unsigned`.' })
  sqlType!: string;

  @Field(() => ColumnTypeEnum, { nullable: true, description: 'Null where it cannot be served.' })
  type!: ColumnType | null;

  @Field(() => Boolean)
  nullable!: boolean;

  @Field(() => String, { nullable: true })
  comment!: string | null;

  @Field(() => [String], { nullable: true, description: 'The list of an ENUM or SET.' })
  values!: readonly string[] | null;

  @Field(() => String, { nullable: true })
  default!: string | null;

  @Field(() => String, { nullable: true, description: 'COUNTER or COMPUTED: who fills it.' })
  generated!: string | null;
}

@ObjectType()
export class SourceForeignKey {
  @Field(() => [String])
  columns!: readonly string[];

  @Field(() => String)
  table!: string;

  @Field(() => [String], { description: "Empty where it is the other table's primary key." })
  references!: readonly string[];
}

@ObjectType({ description: 'A table or view of a database, or of its dump.' })
export class SourceTable {
  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true, description: 'Schema (PostgreSQL) or database (MySQL).' })
  schema!: string | null;

  @Field(() => String, { nullable: true })
  comment!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Of a dump counted, of a live database estimated by its statistics.',
  })
  rows!: number | null;

  @Field(() => [SourceColumn])
  columns!: readonly SourceColumn[];

  @Field(() => [String])
  primaryKey!: readonly string[];

  @Field(() => [[String]])
  uniques!: readonly (readonly string[])[];

  @Field(() => [SourceForeignKey])
  foreignKeys!: readonly SourceForeignKey[];
}

@ObjectType({
  description: 'What a database says about its tables; never a value of a row. Nothing of it is exposed.',
})
export class SourceStructure {
  @Field(() => String, { description: 'MYSQL (also MariaDB), POSTGRESQL or LARAVEL.' })
  dialect!: string;

  @Field(() => String)
  encoding!: string;

  @Field(() => [SourceTable])
  tables!: readonly SourceTable[];

  @Field(() => [String], {
    description: 'Names of the views; those of a live database are among the tables too, with their columns.',
  })
  views!: readonly string[];

  @Field(() => [Sentence], { description: 'What was left out, and why.' })
  notes!: readonly Sentence[];
}

@ObjectType()
export class OmittedColumn {
  @Field(() => String)
  column!: string;

  @Field(() => Sentence)
  reason!: Sentence;
}

@ObjectType({ description: 'Why a column is proposed as CLOSED. People decide.' })
export class PersonalSuggestion {
  @Field(() => String)
  column!: string;

  @Field(() => String, { description: 'IDENTITY_NUMBER, NAME, CONTACT, ADDRESS, HEALTH, …' })
  kind!: string;

  @Field(() => String, { description: 'HIGH, MEDIUM or LOW.' })
  confidence!: string;

  @Field(() => Sentence)
  reason!: Sentence;
}

@ObjectType()
export class ProposedReference {
  @Field(() => String)
  entity!: string;

  @Field(() => String)
  field!: string;

  @Field(() => String, { nullable: true, description: 'Of a BusinessClass: the edition of KBLI.' })
  edition?: string | undefined;
}

@ObjectType({ description: 'A column as `handOver` takes it.' })
export class ProposedColumn {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  label!: string;

  @Field(() => String)
  title!: string;

  @Field(() => String)
  description!: string;

  @Field(() => ColumnTypeEnum)
  type!: ColumnType;

  @Field(() => [String], { nullable: true, description: 'Klasifikasi isian: the values that it can have.' })
  values?: readonly string[] | undefined;

  @Field(() => String, { nullable: true })
  concept?: string;

  @Field(() => String, { nullable: true })
  classification?: string;

  @Field(() => String, { nullable: true })
  measure?: string;

  @Field(() => String, { nullable: true })
  unit!: string | null;

  @Field(() => AccessClassEnum)
  accessClass!: AccessClass;

  @Field(() => Boolean)
  key!: boolean;

  @Field(() => ProposedReference, { nullable: true })
  reference!: ProposedReference | null;
}

@ObjectType()
export class ProposedDefinition {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  title!: string;

  @Field(() => String)
  description!: string;

  @Field(() => [ProposedColumn])
  columns!: readonly ProposedColumn[];
}

@ObjectType({ description: 'What the dataset will be in the graph.' })
export class ProposedGraph {
  @Field(() => String, { description: 'SDL of the type of a row.' })
  type!: string;

  @Field(() => String, { description: 'The query that a dashboard would write.' })
  query!: string;
}

@ObjectType({
  description: 'A definition that its producer completes and hands over; nothing in it is OPEN.',
})
export class DefinitionProposal {
  @Field(() => ProposedDefinition, { nullable: true, description: 'Null where no column can be offered.' })
  definition!: ProposedDefinition | null;

  @Field(() => ProposedGraph, { nullable: true, description: 'Null where every column is closed.' })
  graph!: ProposedGraph | null;

  @Field(() => [OmittedColumn])
  omitted!: readonly OmittedColumn[];

  @Field(() => [PersonalSuggestion])
  personal!: readonly PersonalSuggestion[];

  @Field(() => [Sentence], { description: 'What its producer has to look at.' })
  notes!: readonly Sentence[];
}
