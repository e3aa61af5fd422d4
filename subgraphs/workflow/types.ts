import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { COLUMN_TYPES, type ColumnType } from '../../schema/definition.js';
import type { AccessClass } from '../../schema/exposure.js';
import { AccessClassEnum, enumOf, RoleEnum } from '../enums.js';
import type { Role } from '../viewer.js';
import { DOCUMENTS, type DocumentKind, STEPS, type StepId } from './procedure.js';
import { FIELD_VERDICTS, type FieldVerdict } from './state.js';

export const StepEnum = enumOf(STEPS);
registerEnumType(StepEnum, { name: 'StepId', description: 'Sembilan uraian prosedur SOP.' });
export const DocumentEnum = enumOf(DOCUMENTS);
registerEnumType(DocumentEnum, { name: 'DocumentKind' });
export const VerdictEnum = enumOf(FIELD_VERDICTS);
registerEnumType(VerdictEnum, { name: 'FieldVerdict', description: 'Keputusan langkah 3 untuk satu kolom.' });
export const ColumnTypeEnum = enumOf(Object.keys(COLUMN_TYPES) as ColumnType[]);
registerEnumType(ColumnTypeEnum, { name: 'ColumnType' });
export const CaseStatusEnum = enumOf(['DRAFT', 'OPEN', 'CLOSED', 'CANCELLED', 'REFUSED']);
registerEnumType(CaseStatusEnum, { name: 'CaseStatus' });

@ObjectType({ description: 'Satu langkah SOP dengan mutu bakunya.' })
export class ProcedureStep {
  @Field(() => Int)
  no!: number;

  @Field(() => StepEnum)
  id!: StepId;

  @Field(() => String)
  title!: string;

  @Field(() => RoleEnum)
  performer!: Role;

  @Field(() => DocumentEnum, { nullable: true, description: 'Kelengkapan.' })
  requirement!: DocumentKind | null;

  @Field(() => String, { nullable: true, description: 'Waktu: "1 WORKING_DAY", "1 MONTH".' })
  duration!: string | null;

  @Field(() => String, { description: 'Output.' })
  output!: string;
}

@ObjectType({ description: 'When a case was opened and last changed, ISO 8601.' })
export class CaseDates {
  @Field(() => String)
  createdAt!: string;

  @Field(() => String)
  updatedAt!: string;
}

@ObjectType({ description: 'A document of the case; the newest version counts.' })
export class CaseDocument {
  @Field(() => DocumentEnum)
  kind!: DocumentKind;

  @Field(() => Int)
  version!: number;

  @Field(() => String)
  body!: string;

  @Field(() => String)
  createdAt!: string;
}

@ObjectType({ description: 'One transition of the case.' })
export class CaseEvent {
  @Field(() => Int, { description: 'Version that the case had after it.' })
  version!: number;

  @Field(() => String)
  action!: string;

  @Field(() => StepEnum)
  fromStep!: StepId;

  @Field(() => StepEnum)
  toStep!: StepId;

  @Field(() => Boolean, { description: "Not in the SOP's text: return, refusal, cancellation." })
  outsideSop!: boolean;

  @Field(() => String)
  actor!: string;

  @Field(() => RoleEnum)
  role!: Role;

  @Field(() => String, { nullable: true })
  reason!: string | null;

  @Field(() => String)
  at!: string;
}

@ObjectType({ description: 'A column under evaluation.' })
export class CaseField {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  title!: string;

  @Field(() => AccessClassEnum)
  accessClass!: AccessClass;

  @Field(() => String, { description: 'A FieldStatus.' })
  status!: string;

  @Field(() => VerdictEnum, { nullable: true })
  verdict!: FieldVerdict | null;

  @Field(() => String, { nullable: true })
  reason!: string | null;
}

@ObjectType({ description: 'The case whole: for its producer, the technical team and the heads.' })
export class CaseDossier {
  @Field(() => String)
  title!: string;

  @Field(() => String)
  purpose!: string;

  @Field(() => ID)
  agency!: string;

  @Field(() => ID, { nullable: true, description: 'Root field of the dataset, from hand-over on.' })
  dataset!: string | null;

  @Field(() => String, { nullable: true, description: 'What both sides of step 3 sign: SHA-256, hex.' })
  contentHash!: string | null;

  @Field(() => [RoleEnum], { description: 'Sides that have signed step 3.' })
  signedBy!: Role[];

  @Field(() => [CaseField])
  fields!: CaseField[];

  @Field(() => [CaseDocument])
  documents!: CaseDocument[];

  @Field(() => [CaseEvent])
  events!: CaseEvent[];
}

@ObjectType({ description: 'Permohonan integrasi data.' })
export class IntegrationCase {
  @Field(() => ID)
  number!: string;

  @Field(() => StepEnum)
  step!: StepId;

  @Field(() => RoleEnum, { nullable: true, description: 'Who acts next; null once the case has ended.' })
  nextActor!: Role | null;

  @Field(() => CaseStatusEnum, {
    nullable: true,
    description: 'Only where the dossier is open to the caller.',
  })
  status!: string | null;

  @Field(() => Int, { nullable: true, description: 'Send it with every action. Only with the dossier.' })
  version!: number | null;

  id!: string;
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

  @Field(() => String, { nullable: true, description: 'Satuan.' })
  unit?: string | null;

  @Field(() => AccessClassEnum)
  accessClass!: AccessClass;

  @Field(() => Boolean, { defaultValue: false, description: 'Part of the key of a row.' })
  key!: boolean;

  @Field(() => CodeReferenceInput, { nullable: true })
  reference?: CodeReferenceInput | null;
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
