import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.js';
import { Public } from '../../local.js';
import { PageInfo } from '../../paging.js';
import { BUSINESS_LEVELS, type BusinessLevel } from './edition.js';

export const BusinessLevelEnum = enumOf(BUSINESS_LEVELS);
registerEnumType(BusinessLevelEnum, {
  name: 'BusinessLevel',
  description: 'Kategori, golongan pokok, golongan, subgolongan, kelompok.',
});

@ObjectType({
  description:
    'Klasifikasi Baku Lapangan Usaha Indonesia (KBLI); kode yang sama dapat berbeda arti antaredisi.',
})
@Directive('@key(fields: "id")')
export class BusinessClass {
  @Public()
  @Field(() => ID, { description: 'Edisi dan kode: 2020:47111.' })
  id!: string;

  @Public()
  @Field(() => String, { description: 'Tahun edisi: 2020.' })
  edition!: string;

  @Public()
  @Field(() => ID, { description: 'Kode dalam edisinya: C, 47, 47111. Teks, bukan angka.' })
  code!: string;

  @Public()
  @Field(() => String, { description: 'Judul.' })
  title!: string;

  @Public()
  @Field(() => String, { nullable: true, description: 'Uraian.' })
  description!: string | null;

  @Public()
  @Field(() => BusinessLevelEnum)
  level!: BusinessLevel;

  parentCode!: string | null;
}

@ObjectType()
export class BusinessClassConnection {
  @Public()
  @Field(() => [BusinessClass])
  nodes!: BusinessClass[];

  @Public()
  @Field(() => PageInfo)
  pageInfo!: PageInfo;

  @Public()
  @Field(() => Int)
  totalCount!: number;
}
