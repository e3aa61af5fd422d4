import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { type AccessClass, FIELD_STATUSES, type FieldStatus } from '../../schema/exposure.js';
import { AccessClassEnum, enumOf } from '../enums.js';
import { Public } from '../local.js';

export const FieldStatusEnum = enumOf(FIELD_STATUSES);
registerEnumType(FieldStatusEnum, { name: 'FieldStatus', description: 'Status kolom menurut SOP.' });

@ObjectType('Agency')
@Directive('@key(fields: "slug", resolvable: false)')
export class AgencyReference {
  @Field(() => ID)
  slug!: string;
}

@ObjectType({ description: 'Satu kolom dataset.' })
export class DatasetColumn {
  @Public()
  @Field(() => String, { description: 'Name in the graph.' })
  name!: string;

  @Public()
  @Field(() => String)
  title!: string;

  @Public()
  @Field(() => String)
  description!: string;

  @Public()
  @Field(() => String, { description: 'TEXT, INTEGER, BIGINT, DECIMAL, BOOLEAN or DATE.' })
  type!: string;

  @Public()
  @Field(() => String, { nullable: true, description: 'Satuan.' })
  unit!: string | null;

  @Field(() => FieldStatusEnum)
  status!: FieldStatus;

  @Field(() => AccessClassEnum)
  accessClass!: AccessClass;

  @Field(() => String, { description: 'Number of the case that gave the column its status.' })
  case!: string;
}

@ObjectType({ description: 'Dataset produsen, satu subgraf dalam graf.' })
export class Dataset {
  @Public()
  @Field(() => ID, { description: 'Root field and subgraph: dinkes_puskesmas.' })
  name!: string;

  @Public()
  @Field(() => String)
  title!: string;

  @Public()
  @Field(() => String)
  description!: string;

  @Public()
  @Field(() => AgencyReference)
  agency!: AgencyReference;

  @Public()
  @Field(() => String, { description: 'Type of a row: Dinkes_Puskesmas.' })
  type!: string;

  @Public()
  @Field(() => [DatasetColumn])
  columns!: DatasetColumn[];

  @Public()
  @Field(() => Int, { nullable: true, description: 'Rows of the live release.' })
  rows!: number | null;

  @Public()
  @Field(() => String, { nullable: true, description: 'When the live release was loaded, ISO 8601.' })
  updatedAt!: string | null;

  @Field(() => Boolean, { description: 'Whether the dataset is released to the public.' })
  released!: boolean;
}
