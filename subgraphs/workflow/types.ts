import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type { AccessClass } from '../../schema/exposure.js';
import { AccessClassEnum, RoleEnum } from '../enums.js';
import type { Role } from '../viewer.js';
import {
  ActionEnum,
  CaseKindEnum,
  CaseStatusEnum,
  DirectionEnum,
  DocumentEnum,
  StepEnum,
  VerdictEnum,
} from './enums.js';
import type { DocumentKind, StepId } from './procedure.js';
import type { ActionType } from './rules.js';
import { FieldSight } from './sight.js';
import type { CaseKind, CaseStatus, Direction, FieldVerdict } from './state.js';

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

  @Field(() => RoleEnum, { description: 'Whom a passed deadline is charged to.' })
  chargedTo!: Role;

  @Field(() => DocumentEnum, { nullable: true, description: 'Kelengkapan.' })
  requirement!: DocumentKind | null;

  @Field(() => String, { nullable: true, description: 'Waktu: "1 WORKING_DAY", "1 MONTH".' })
  duration!: string | null;

  @Field(() => String, { description: 'Output.' })
  output!: string;
}

@ObjectType({ description: 'Narahubung.' })
export class Contact {
  @Field(() => String)
  name!: string;

  @Field(() => String, { description: 'Jabatan.' })
  position!: string;

  @Field(() => String)
  reach!: string;
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

  @Field(() => String, { description: 'The text; the remarks of an issued document; empty for a file.' })
  body!: string;

  @Field(() => String, { nullable: true, description: 'Number of a document that the hub has issued.' })
  number!: string | null;

  @Field(() => StepEnum, { description: 'Step in which it was made.' })
  step!: StepId;

  @Field(() => String)
  mediaType!: string;

  @Field(() => Int)
  bytes!: number;

  @Field(() => String, { description: 'SHA-256 (hex) of what `path` answers.' })
  sha256!: string;

  @Field(() => String, { description: 'Where it is downloaded from, with the same credentials.' })
  path!: string;

  @Field(() => String, { nullable: true, description: 'Why it was found unfit; null while it is valid.' })
  invalidReason!: string | null;

  @Field(() => String)
  createdAt!: string;
}

@ObjectType({ description: 'A document that was sent to a role.' })
export class CaseReport {
  @Field(() => ID)
  id!: string;

  @Field(() => DocumentEnum)
  kind!: DocumentKind;

  @Field(() => Int)
  version!: number;

  @Field(() => RoleEnum)
  role!: Role;

  @Field(() => String)
  sentAt!: string;

  @Field(() => String, { nullable: true })
  acknowledgedAt!: string | null;
}

@ObjectType({ description: 'One attempt at one step, with its clock.' })
export class StepAttempt {
  @Field(() => StepEnum)
  step!: StepId;

  @Field(() => Int)
  attempt!: number;

  @Field(() => RoleEnum, { description: 'Whom a lateness is charged to.' })
  chargedTo!: Role;

  @Field(() => String)
  openedAt!: string;

  @Field(() => String, { nullable: true, description: 'Due at 24:00 WIB of this date.' })
  dueOn!: string | null;

  @Field(() => String, { nullable: true })
  completedAt!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Working days late: final once completed, as of now while the step is open.',
  })
  lateDays!: number | null;
}

@ObjectType({ description: 'All attempts at one step together: a loop hides no lateness.' })
export class StepTotal {
  @Field(() => StepEnum)
  step!: StepId;

  @Field(() => Int)
  attempts!: number;

  @Field(() => Int, { description: 'Working days from opening to completion, or to now.' })
  workingDays!: number;

  @Field(() => Int)
  lateDays!: number;
}

@ObjectType({ description: 'Access that a case which uses data has asked for.' })
export class GrantRequest {
  @Field(() => String)
  column!: string;

  @Field(() => ID, { description: 'Service key.' })
  key!: string;

  @Field(() => String)
  purpose!: string;

  @Field(() => String)
  requestedAt!: string;
}

@ObjectType({ description: 'The bundle of one delivery (arsip data).' })
export class CaseArchive {
  @Field(() => Int, { description: 'Attempt at step 6.' })
  attempt!: number;

  @Field(() => String, { description: 'A whole number of bytes.' })
  bytes!: string;

  @Field(() => String)
  sha256!: string;

  @Field(() => String, { description: 'Where it is downloaded from, with the same credentials.' })
  path!: string;

  @Field(() => String)
  createdAt!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The erasure that took its bytes; null where they are there.',
  })
  erasure!: string | null;
}

@ObjectType({ description: 'A sentence in both languages, with its code.' })
export class ActionReason {
  @Field(() => String)
  code!: string;

  @Field(() => String)
  id!: string;

  @Field(() => String)
  en!: string;
}

@ObjectType({ description: 'What the viewer may do on the case now, or why not.' })
export class AvailableAction {
  @Field(() => ActionEnum)
  action!: ActionType;

  @Field(() => Boolean)
  allowed!: boolean;

  @Field(() => RoleEnum, { nullable: true, description: 'The role in which the viewer would act.' })
  role!: Role | null;

  @Field(() => ActionReason, { nullable: true, description: 'Null where it is allowed.' })
  reason!: ActionReason | null;
}

@ObjectType({ description: 'A record in the history of the case.' })
export class CaseEvent {
  @Field(() => Int, { description: 'Version that the case had after it.' })
  version!: number;

  @Field(() => Boolean, { description: 'False for records of deviations and of the hub itself.' })
  transition!: boolean;

  @Field(() => String, { description: 'A CaseAction, DEADLINE_PASSED, FIELDS_LEFT or DEVIATION_….' })
  action!: string;

  @Field(() => StepEnum)
  fromStep!: StepId;

  @Field(() => StepEnum)
  toStep!: StepId;

  @Field(() => Boolean, { description: "Not in the SOP's text: return, refusal, cancellation." })
  outsideSop!: boolean;

  @Field(() => String, { description: 'Name of the official; SatuGraf where the hub itself has recorded.' })
  actor!: string;

  @Field(() => RoleEnum, { nullable: true, description: 'Null where the hub itself has recorded.' })
  role!: Role | null;

  @Field(() => String, { nullable: true, description: 'PLT or PLH: the actor acted for `onBehalfOf`.' })
  actingKind!: string | null;

  @Field(() => String, { nullable: true, description: 'Name of the official who was replaced.' })
  onBehalfOf!: string | null;

  @Field(() => String, { nullable: true })
  reason!: string | null;

  @Field(() => String)
  at!: string;

  @Field(() => String, {
    nullable: true,
    description: 'SHA-256 (hex) over the event and the hash before it.',
  })
  hash!: string | null;
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

  @Field(() => [FieldSight])
  sights!: readonly FieldSight[];
}

@ObjectType({ description: 'The case whole: for its producer, the technical team and the heads.' })
export class CaseDossier {
  @Field(() => String)
  title!: string;

  @Field(() => String)
  purpose!: string;

  @Field(() => CaseKindEnum)
  kind!: CaseKind;

  @Field(() => ID, { nullable: true, description: 'Of a CHANGE: the finished case that it changes.' })
  previous!: string | null;

  @Field(() => String, { description: 'Number of the SOP under which the case runs.' })
  procedure!: string;

  @Field(() => DirectionEnum)
  direction!: Direction;

  @Field(() => [Contact])
  contacts!: Contact[];

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

  @Field(() => [String], { description: 'Columns that a CHANGE drops.' })
  drops!: string[];

  @Field(() => [String], { description: 'Columns that are suspended.' })
  suspended!: string[];

  @Field(() => [DocumentEnum], { description: 'Documents that DIVISION_HEAD has waived.' })
  waived!: DocumentKind[];

  @Field(() => [StepAttempt])
  steps!: StepAttempt[];

  @Field(() => [StepTotal])
  stepTotals!: StepTotal[];

  @Field(() => [CaseReport])
  reports!: CaseReport[];

  @Field(() => [GrantRequest])
  grantRequests!: GrantRequest[];

  @Field(() => [CaseArchive])
  archives!: CaseArchive[];

  @Field(() => [CaseDocument])
  documents!: CaseDocument[];

  @Field(() => [CaseEvent])
  events!: CaseEvent[];

  id!: string;
}

@ObjectType({ description: 'Permohonan integrasi data.' })
@Directive('@key(fields: "number")')
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
  status!: CaseStatus | null;

  @Field(() => Int, { nullable: true, description: 'Send it with every action. Only with the dossier.' })
  version!: number | null;

  id!: string;
}
