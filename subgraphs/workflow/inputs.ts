import { Field, InputType } from 'type-graphql';
import type { ColumnType } from '../../schema/definition.js';
import type { AccessClass } from '../../schema/exposure.js';
import { AccessClassEnum, ColumnTypeEnum } from '../enums.js';
import { VerdictEnum } from './enums.js';
import type { FieldVerdict } from './state.js';

@InputType({ description: 'Narahubung.' })
export class ContactInput {
  @Field(() => String)
  name!: string;

  @Field(() => String, { description: 'Jabatan.' })
  position!: string;

  @Field(() => String, { description: 'Telephone number or e-mail address.' })
  reach!: string;
}

@InputType({ description: 'A column that refers to a shared entity by its code.' })
export class CodeReferenceInput {
  @Field(() => String, { description: 'Region' })
  entity!: 'Region';

  @Field(() => String, { description: 'Field under which a row reaches the entity.' })
  field!: string;
}

@InputType()
export class ColumnDefinitionInput {
  @Field(() => String, { description: 'Name in the graph, lowerCamelCase.' })
  name!: string;

  @Field(() => String, { description: "Header in the producer's file." })
  label!: string;

  @Field(() => String)
  title!: string;

  @Field(() => String)
  description!: string;

  @Field(() => ColumnTypeEnum)
  type!: ColumnType;

  @Field(() => String, { nullable: true, description: 'Konsep.' })
  concept?: string | null;

  @Field(() => String, { nullable: true, description: 'Klasifikasi.' })
  classification?: string | null;

  @Field(() => String, { nullable: true, description: 'Ukuran.' })
  measure?: string | null;

  @Field(() => String, { nullable: true, description: 'Satuan.' })
  unit?: string | null;

  @Field(() => AccessClassEnum)
  accessClass!: AccessClass;

  @Field(() => Boolean, { defaultValue: false, description: 'Part of the key of a row.' })
  key!: boolean;

  @Field(() => CodeReferenceInput, { nullable: true })
  reference?: CodeReferenceInput | null;

  @Field(() => String, { nullable: true, description: 'In a CHANGE: the column whose place this one takes.' })
  replaces?: string | null;
}

@InputType({ description: 'Dokumen Integrasi dan Struktur DB, as a structure.' })
export class DatasetDefinitionInput {
  @Field(() => String, { description: 'Slug, lowerCamelCase: puskesmas.' })
  name!: string;

  @Field(() => String)
  title!: string;

  @Field(() => String)
  description!: string;

  @Field(() => [ColumnDefinitionInput])
  columns!: ColumnDefinitionInput[];
}

@InputType()
export class FieldVerdictInput {
  @Field(() => String)
  column!: string;

  @Field(() => VerdictEnum)
  verdict!: FieldVerdict;

  @Field(() => String, { nullable: true, description: 'Required unless agreed.' })
  reason?: string | null;
}
