import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { METADATA_ATTRIBUTES, type MetadataAttribute } from '../../schema/completeness.js';
import { type AccessClass, FIELD_STATUSES, type FieldStatus } from '../../schema/exposure.js';
import { CADENCES, type Cadence } from '../../schema/facts.js';
import { FRESHNESS_STATES, type FreshnessState } from '../../schema/freshness.js';
import { AgencyReference } from '../agency-reference.js';
import { AccessClassEnum, enumOf } from '../enums.js';
import { Public } from '../local.js';

export const FieldStatusEnum = enumOf(FIELD_STATUSES);
registerEnumType(FieldStatusEnum, { name: 'FieldStatus', description: 'Status kolom menurut SOP.' });

export const CadenceEnum = enumOf(CADENCES);
registerEnumType(CadenceEnum, {
  name: 'Cadence',
  description:
    'Jadwal pemutakhiran: harian, mingguan, bulanan, triwulanan, empat bulanan, semesteran, tahunan, dua tahunan atau ' +
    'lebih jarang, hanya sekali, insidental.',
});

export const FreshnessStateEnum = enumOf(FRESHNESS_STATES);
registerEnumType(FreshnessStateEnum, {
  name: 'FreshnessState',
  description:
    'FRESH: this period has its release. DUE: it has none yet, and there is time. LATE: the time is over. UNKNOWN: no ' +
    'date is promised.',
});

export const MetadataAttributeEnum = enumOf(METADATA_ATTRIBUTES);
registerEnumType(MetadataAttributeEnum, {
  name: 'MetadataAttribute',
  description: 'Standar data of a column, facts of a dataset.',
});

@ObjectType({ description: 'A shared entity whose key the column holds.' })
export class ColumnReference {
  @Public()
  @Field(() => String, { description: 'Region, BusinessClass, Agency or Period.' })
  entity!: string;

  @Public()
  @Field(() => String, { nullable: true, description: 'Of BusinessClass: the year of the edition of KBLI.' })
  edition!: string | null;

  @Public()
  @Field(() => String, { description: 'Field under which a row reaches it.' })
  field!: string;
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
  @Field(() => String, { nullable: true, description: 'Konsep.' })
  concept!: string | null;

  @Public()
  @Field(() => String, { nullable: true, description: 'Klasifikasi.' })
  classification!: string | null;

  @Public()
  @Field(() => String, { nullable: true, description: 'Ukuran.' })
  measure!: string | null;

  @Public()
  @Field(() => String, { nullable: true, description: 'Satuan.' })
  unit!: string | null;

  @Public()
  @Field(() => String, { nullable: true, description: 'Referensi waktu.' })
  referenceTime!: string | null;

  @Public()
  @Field(() => String, { nullable: true, description: 'Aturan validasi.' })
  validationRule!: string | null;

  @Public()
  @Field(() => [String], { nullable: true, description: 'Klasifikasi isian, where it is a short list.' })
  values!: string[] | null;

  @Public()
  @Field(() => Boolean, { description: 'Part of the key of a row.' })
  key!: boolean;

  @Public()
  @Field(() => ColumnReference, { nullable: true })
  reference!: ColumnReference | null;

  @Field(() => FieldStatusEnum)
  status!: FieldStatus;

  @Field(() => AccessClassEnum)
  accessClass!: AccessClass;

  @Field(() => String, { description: 'Number of the case that gave the column its status.' })
  case!: string;
}

@ObjectType({ description: 'Something that the metadata lack, as a sentence in both languages.' })
export class MissingMetadata {
  @Field(() => String, { nullable: true, description: 'Null for what the dataset as a whole lacks.' })
  column!: string | null;

  @Field(() => MetadataAttributeEnum)
  attribute!: MetadataAttribute;

  @Field(() => String)
  id!: string;

  @Field(() => String)
  en!: string;
}

@ObjectType({ description: 'How much of the standar data and the facts is there.' })
export class Completeness {
  @Field(() => Int, {
    description:
      'Of 100 points the dataset has 40 (definition 10, cadence 10, coverage 8, contact 7, licence 5), its columns share 60.',
  })
  score!: number;

  @Field(() => [MissingMetadata], {
    nullable: true,
    description: 'For the own producer, the technical team and the heads.',
  })
  missing!: MissingMetadata[] | null;
}

@ObjectType({ description: 'How the dataset stands to its promised cadence, by days in Asia/Jakarta.' })
export class DatasetFreshness {
  @Public()
  @Field(() => CadenceEnum, { nullable: true })
  promised!: Cadence | null;

  @Public()
  @Field(() => String, {
    nullable: true,
    description: 'The last day, YYYY-MM-DD, of the period in which the next release is due.',
  })
  dueOn!: string | null;

  @Public()
  @Field(() => Int, {
    description:
      'Days since `dueOn`, once the grace is over: 3 days for DAILY and WEEKLY, 7 for MONTHLY, 14 for QUARTERLY and ' +
      'FOUR_MONTHLY, 30 for SEMESTERLY and YEARLY.',
  })
  lateDays!: number;

  @Public()
  @Field(() => FreshnessStateEnum)
  state!: FreshnessState;
}

@InputType({ description: 'What is left out stays; null takes a fact away.' })
export class DatasetFactsInput {
  @Field(() => CadenceEnum, { nullable: true, description: 'Jadwal pemutakhiran.' })
  cadence?: Cadence | null;

  @Field(() => String, { nullable: true, description: 'Cakupan: region, period, population.' })
  coverage?: string | null;

  @Field(() => String, { nullable: true, description: 'Narahubung: who answers, and how to reach them.' })
  contact?: string | null;

  @Field(() => String, { nullable: true, description: 'Lisensi: CC BY 4.0.' })
  licence?: string | null;
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
  @Field(() => CadenceEnum, { nullable: true, description: 'Jadwal pemutakhiran.' })
  cadence!: Cadence | null;

  @Public()
  @Field(() => String, { nullable: true, description: 'Cakupan.' })
  coverage!: string | null;

  @Public()
  @Field(() => String, { nullable: true, description: 'Narahubung.' })
  contact!: string | null;

  @Public()
  @Field(() => String, { nullable: true, description: 'Lisensi.' })
  licence!: string | null;

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

  @Public()
  @Field(() => DatasetFreshness)
  freshness!: DatasetFreshness;

  @Field(() => Completeness)
  completeness!: Completeness;

  @Field(() => String, {
    nullable: true,
    description:
      'Where the XLSX template is downloaded, by the own producer, the technical team and the heads.',
  })
  templatePath!: string | null;

  @Field(() => Boolean, { description: 'Whether the dataset is released to the public.' })
  released!: boolean;
}
