import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { AgencyReference } from '../agency-reference.js';
import { enumOf, RoleEnum } from '../enums.js';
import { PageInfo } from '../paging.js';
import type { Role } from '../viewer.js';
import { ACCESS_STATUSES, type AccessStatus } from './rules.js';

export const AccessStatusEnum = enumOf(ACCESS_STATUSES);
registerEnumType(AccessStatusEnum, {
  name: 'AccessStatus',
  description:
    'Diminta, diberikan, ditolak, dibatalkan peminta, dicabut. EXPIRED: its last day has passed, decided about or not.',
});

export const CONSUMER_KINDS = ['KEY', 'OFFICIAL', 'ANONYMOUS'] as const;
export type ConsumerKind = (typeof CONSUMER_KINDS)[number];
export const ConsumerKindEnum = enumOf(CONSUMER_KINDS);
registerEnumType(ConsumerKindEnum, {
  name: 'ConsumerKind',
  description: 'Kunci layanan, pejabat, atau publik.',
});

@ObjectType({ description: 'Who reads a dataset.' })
export class DataConsumer {
  @Field(() => ConsumerKindEnum)
  kind!: ConsumerKind;

  @Field(() => String, { nullable: true, description: 'Name of the key or the official.' })
  name!: string | null;

  @Field(() => ID, { nullable: true, description: 'Of a service key.' })
  key!: string | null;

  @Field(() => AgencyReference, { nullable: true })
  agency!: AgencyReference | null;
}

@ObjectType({
  description:
    'Permintaan membaca data terbatas, dan keputusannya. Purpose and reasons are for whoever asked or reads, the own ' +
    'producer, the technical team and the heads.',
})
export class AccessRequest {
  @Field(() => ID)
  id!: string;

  @Field(() => ID, { description: 'Root field of the dataset.' })
  dataset!: string;

  @Field(() => AgencyReference, { description: 'Who produces the dataset.' })
  producer!: AgencyReference;

  @Field(() => [String], {
    nullable: true,
    description: 'Names of columns; null: all that are RESTRICTED, those to come included.',
  })
  columns!: readonly string[] | null;

  @Field(() => DataConsumer)
  reader!: DataConsumer;

  @Field(() => String, { nullable: true })
  purpose!: string | null;

  @Field(() => String, { description: 'Last day, `YYYY-MM-DD` in Jakarta, itself included.' })
  until!: string;

  @Field(() => AccessStatusEnum)
  status!: AccessStatus;

  @Field(() => RoleEnum, { nullable: true, description: 'Whose decision it waits for.' })
  waitsOn!: Role | null;

  @Field(() => String, { description: 'Name of who asked.' })
  requestedBy!: string;

  @Field(() => String, { description: 'ISO 8601, UTC.' })
  requestedAt!: string;

  @Field(() => String, { nullable: true, description: 'Name of who decided.' })
  decidedBy!: string | null;

  @Field(() => RoleEnum, { nullable: true, description: 'In which role.' })
  decidedAs!: Role | null;

  @Field(() => String, { nullable: true })
  decidedAt!: string | null;

  @Field(() => String, { nullable: true, description: 'Of the decision.' })
  reason!: string | null;

  @Field(() => String, { nullable: true, description: 'Name of who cancelled, withdrew or gave back.' })
  endedBy!: string | null;

  @Field(() => String, { nullable: true })
  endedAt!: string | null;

  @Field(() => String, { nullable: true })
  endReason!: string | null;
}

@ObjectType()
export class AccessRequestEdge {
  @Field(() => String)
  cursor!: string;

  @Field(() => AccessRequest)
  node!: AccessRequest;
}

@ObjectType({ description: 'Newest first.' })
export class AccessRequestConnection {
  @Field(() => [AccessRequest])
  nodes!: AccessRequest[];

  @Field(() => [AccessRequestEdge])
  edges!: AccessRequestEdge[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType({ description: 'Who decides about requests for a dataset.' })
export class GrantDelegation {
  @Field(() => ID)
  dataset!: string;

  @Field(() => Boolean, { description: 'Whether the technical team decides, beside the producer.' })
  toTeam!: boolean;
}
