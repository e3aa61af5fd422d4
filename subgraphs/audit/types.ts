import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../enums.js';
import { PageInfo } from '../paging.js';
import { AUDIT_KINDS, type AuditKind } from './entry.js';

export const AuditKindEnum = enumOf(AUDIT_KINDS);
registerEnumType(AuditKindEnum, {
  name: 'AuditKind',
  description:
    'CHANGE: a mutation or an upload. READ: answers and files that RESTRICTED columns went into. SESSION: signing in and out.',
});

@ObjectType({
  description:
    'What somebody did, as the audit has recorded it; never a value of data, a reason or a secret.',
})
export class AuditEntry {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'When it was recorded, ISO 8601.' })
  at!: string;

  @Field(() => AuditKindEnum)
  kind!: AuditKind;

  @Field(() => String, { description: '`account:<id>`, `key:<id>`, `anonymous`, or `hub`.' })
  actor!: string;

  @Field(() => String)
  actorName!: string;

  @Field(() => ID, { nullable: true, description: "Slug of the actor's agency." })
  agency!: string | null;

  @Field(() => String, { description: '`Mutation.suspendFields`, `POST /uploads`, `Query`, `GET /exports`.' })
  action!: string;

  @Field(() => String, {
    nullable: true,
    description: "What it was about: a case's number, a dataset, an id.",
  })
  subject!: string | null;

  @Field(() => String, { description: 'JSON: what else was recorded, columns that were read among it.' })
  facts!: string;

  @Field(() => String, {
    description: '`OK`, the code of the refusal, or UNKNOWN of what was cut off before its end was recorded.',
  })
  outcome!: string;

  @Field(() => String)
  requestId!: string;

  @Field(() => String, { description: 'Hash of the entry before it.' })
  previousHash!: string;

  @Field(() => String, {
    description: 'SHA-256 of the entry before it and of all that is recorded here.',
  })
  hash!: string;
}

@ObjectType()
export class AuditEntryConnection {
  @Field(() => [AuditEntry])
  nodes!: AuditEntry[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType({ description: "What following a month's stretch of the audit's chain has found." })
export class AuditMonth {
  @Field(() => Boolean, {
    description: 'Whether every entry is as it was recorded, and follows the one before it.',
  })
  intact!: boolean;

  @Field(() => Int, { description: 'Entries up to the end, or up to the broken one.' })
  entries!: number;

  @Field(() => String, { nullable: true, description: 'Hash of the last entry; null where it is broken.' })
  head!: string | null;

  @Field(() => ID, { nullable: true, description: 'The first entry that does not fit.' })
  brokenAt!: string | null;
}
