import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Public } from '../local.js';
import { PageInfo } from '../paging.js';

export enum RegionLevel {
  PROVINCE = 'PROVINCE',
  REGENCY = 'REGENCY',
  DISTRICT = 'DISTRICT',
  VILLAGE = 'VILLAGE',
}
registerEnumType(RegionLevel, {
  name: 'RegionLevel',
  description: 'Provinsi, kabupaten/kota, kecamatan, desa/kelurahan.',
});

@ObjectType({ description: 'Wilayah administrasi menurut Kemendagri (Kepmendagri 300.2.2-2430 Tahun 2025).' })
@Directive('@key(fields: "code")')
export class Region {
  @Public()
  @Field(() => ID, { description: 'Kode Kemendagri dengan titik, mis. 35.14.01. Teks, bukan angka.' })
  code!: string;

  @Public()
  @Field(() => String)
  name!: string;

  @Public()
  @Field(() => RegionLevel)
  level!: RegionLevel;

  parentCode!: string | null;
}

@ObjectType()
export class RegionConnection {
  @Public()
  @Field(() => [Region])
  nodes!: Region[];

  @Public()
  @Field(() => PageInfo)
  pageInfo!: PageInfo;

  @Public()
  @Field(() => Int)
  totalCount!: number;
}

@ObjectType({ description: 'Perangkat daerah (OPD).' })
@Directive('@key(fields: "slug")')
export class Agency {
  @Public()
  @Field(() => ID, { description: 'Singkatan tetap, dipakai dalam nama dataset: dinkes.' })
  slug!: string;

  @Public()
  @Field(() => String)
  name!: string;
}
