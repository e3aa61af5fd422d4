import { Field, ObjectType } from 'type-graphql';
import type { ColumnType } from '../../schema/definition.js';
import type { AccessClass } from '../../schema/exposure.js';
import { AccessClassEnum, ColumnTypeEnum } from '../enums.js';

@ObjectType()
export class ReferenceProposal {
  @Field(() => String)
  entity!: string;

  @Field(() => String)
  field!: string;

  @Field(() => String, { nullable: true, description: 'Edition of the KBLI.' })
  edition!: string | null;
}

@ObjectType({ description: 'A column as it is proposed; the shape of ColumnDefinitionInput.' })
export class ColumnProposal {
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

  @Field(() => String, { nullable: true, description: 'Satuan.' })
  unit!: string | null;

  @Field(() => AccessClassEnum, { description: 'Never OPEN: what is opened, its producer says.' })
  accessClass!: AccessClass;

  @Field(() => Boolean)
  key!: boolean;

  @Field(() => ReferenceProposal, { nullable: true })
  reference!: ReferenceProposal | null;
}

@ObjectType({ description: 'A dataset as it is proposed; the shape of DatasetDefinitionInput.' })
export class DefinitionProposal {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  title!: string;

  @Field(() => String)
  description!: string;

  @Field(() => [ColumnProposal])
  columns!: ColumnProposal[];
}
