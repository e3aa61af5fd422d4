import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../enums.js';
import { ERASED_KINDS, type ErasedThing as Thing } from '../eraser.js';

export const ERASURE_STATUSES = ['PROPOSED', 'ERASED', 'CANCELLED'] as const;
export type ErasureStatus = (typeof ERASURE_STATUSES)[number];

export const ErasureStatusEnum = enumOf(ERASURE_STATUSES);
registerEnumType(ErasureStatusEnum, {
  name: 'ErasureStatus',
  description: 'PROPOSED by the own producer; ERASED once DIVISION_HEAD has signed; CANCELLED before that.',
});

export const ErasedKindEnum = enumOf(ERASED_KINDS);
registerEnumType(ErasedKindEnum, {
  name: 'ErasedKind',
  description:
    'RELEASE and COLUMN: tables. FILE: a source file. REPORT: rejected rows and quoted values of a load. IMPORT, MAPPING, ' +
    'PULL: what was kept to read files. ARCHIVE: the bundle of a delivery. DOCUMENT: one that is the source file.',
});

@ObjectType({ description: 'Something that was erased, and what is left of it.' })
export class ErasedThing {
  @Field(() => ErasedKindEnum)
  kind!: Thing['kind'];

  @Field(() => String, {
    description: "A release's number, a file's name, a case's number and the archive's attempt.",
  })
  name!: string;

  @Field(() => String, { nullable: true, description: 'A whole number of bytes; null of what is no file.' })
  bytes!: string | null;

  @Field(() => String, { nullable: true, description: 'SHA-256 of the file, hex.' })
  sha256!: string | null;
}

@ObjectType({
  description:
    'A release, or a column of all releases, that is erased everywhere: tables, source files, archives. Own PRODUCER and ' +
    'DIVISION_HEAD sign; hashes, reason and signers stay.',
})
export class Erasure {
  @Field(() => ID)
  id!: string;

  @Field(() => ID, { description: 'Root field of the dataset.' })
  dataset!: string;

  @Field(() => Int, { nullable: true, description: "The release's number; null of a column." })
  release!: number | null;

  @Field(() => String, { nullable: true, description: 'Name of the column; null of a release.' })
  column!: string | null;

  @Field(() => String)
  reason!: string;

  @Field(() => ErasureStatusEnum)
  status!: ErasureStatus;

  @Field(() => String, { description: 'Name of the producer.' })
  proposedBy!: string;

  @Field(() => String)
  proposedAt!: string;

  @Field(() => String, { nullable: true, description: 'Name of the official who signed as DIVISION_HEAD.' })
  signedBy!: string | null;

  @Field(() => String, { nullable: true })
  signedAt!: string | null;

  @Field(() => String, { nullable: true })
  cancelledBy!: string | null;

  @Field(() => String, { nullable: true })
  cancelledAt!: string | null;

  @Field(() => [ErasedThing], { description: 'What was erased; nothing before it is.' })
  erased!: ErasedThing[];
}
