import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { AccessClass, FieldStatus } from '../../../schema/exposure.js';
import { AgencyReference } from '../../agency-reference.js';
import { AccessClassEnum, RoleEnum } from '../../enums.js';
import type { Role } from '../../viewer.js';
import { FieldStatusEnum } from '../types.js';

@ObjectType('IntegrationCase')
@Directive('@key(fields: "number", resolvable: false)')
export class CaseReference {
  @Field(() => ID)
  number!: string;
}

@ObjectType({ description: 'The same sentence in both languages.' })
export class AccessWords {
  @Field(() => String)
  id!: string;

  @Field(() => String)
  en!: string;
}

@ObjectType({ description: 'One side of an agreement.' })
export class AgreementSigner {
  @Field(() => RoleEnum)
  role!: Role;

  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true, description: 'PLT or PLH, where the official acted for another.' })
  acting!: string | null;

  @Field(() => String, { nullable: true })
  onBehalfOf!: string | null;

  @Field(() => String, { description: 'ISO 8601.' })
  signedAt!: string;
}

@ObjectType({ description: 'What both sides of step 3 signed.' })
export class AccessAgreement {
  @Field(() => String, { description: 'When the second side signed, ISO 8601.' })
  signedAt!: string;

  @Field(() => String, { description: 'SHA-256 of what was signed.' })
  contentHash!: string;

  @Field(() => [AgreementSigner])
  signers!: AgreementSigner[];
}

@ObjectType({ description: 'Whom to ask.' })
export class AccessContact {
  @Field(() => RoleEnum, { description: 'Who can change it.' })
  role!: Role;

  @Field(() => AgencyReference, { description: 'The agency that produces the dataset.' })
  agency!: AgencyReference;

  @Field(() => String, {
    nullable: true,
    description: 'Narahubung of the dataset, as its producer states it.',
  })
  contact!: string | null;
}

@ObjectType({ description: 'Why the viewer may read a coordinate of a dataset, or may not.' })
export class AccessExplanation {
  @Field(() => String)
  coordinate!: string;

  @Field(() => ID, { description: 'Root field of the dataset.' })
  dataset!: string;

  @Field(() => Boolean)
  readable!: boolean;

  @Field(() => String, { description: 'VALUES, or the code with which a query is answered.' })
  code!: string;

  @Field(() => AccessWords)
  reason!: AccessWords;

  @Field(() => String, {
    nullable: true,
    description: 'The column that decides; null: the dataset as a whole.',
  })
  column!: string | null;

  @Field(() => FieldStatusEnum, { nullable: true })
  status!: FieldStatus | null;

  @Field(() => String, { nullable: true, description: 'Since when the column has this status, ISO 8601.' })
  since!: string | null;

  @Field(() => AccessClassEnum, { nullable: true })
  accessClass!: AccessClass | null;

  @Field(() => Boolean, {
    description: 'Whether the viewer needs a grant, now or once the column is delivered.',
  })
  needsGrant!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "Last day, `YYYY-MM-DD`, of the viewer's grant of it that is in force.",
  })
  grantedUntil!: string | null;

  @Field(() => String, { description: 'Number of the case that decides.' })
  caseNumber!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Where that case stands; to others than officials of the procedure where it withholds something.',
  })
  step!: string | null;

  @Field(() => CaseReference, {
    nullable: true,
    description:
      'The case, as far as the viewer may read it: step and next actor where it withholds something.',
  })
  case!: CaseReference;

  @Field(() => AccessAgreement, {
    nullable: true,
    description: 'For the own producer, the technical team and the heads, once both sides have signed.',
  })
  agreement!: AccessAgreement | null;

  @Field(() => AccessContact)
  ask!: AccessContact;
}
