import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../enums.js';
import { type LoadMode, LoadModeEnum } from '../load-modes.js';
import { type ConnectionKind, KINDS } from './source.js';

export const ConnectionKindEnum = enumOf(KINDS);
registerEnumType(ConnectionKindEnum, {
  name: 'ConnectionKind',
  description: 'PostgreSQL; MySQL and MariaDB.',
});

@ObjectType({ description: 'An address outside that connections may use, on one port.' })
export class AllowedAddress {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'A host, an IP address or a network (CIDR).' })
  address!: string;

  @Field(() => Int)
  port!: number;

  @Field(() => String)
  reason!: string;

  @Field(() => String, { description: 'Who allowed it.' })
  allowedBy!: string;

  @Field(() => String)
  allowedAt!: string;
}

@ObjectType({ description: "A producer's database. Its password is shown to nobody." })
export class DatabaseConnection {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'Slug of the agency.' })
  agency!: string;

  @Field(() => String)
  name!: string;

  @Field(() => ConnectionKindEnum)
  kind!: ConnectionKind;

  @Field(() => String)
  host!: string;

  @Field(() => Int)
  port!: number;

  @Field(() => String)
  database!: string;

  @Field(() => String)
  username!: string;

  @Field(() => Boolean)
  tls!: boolean;

  @Field(() => String)
  createdAt!: string;

  @Field(() => String, { nullable: true, description: 'When it last answered.' })
  reachedAt!: string | null;
}

@InputType({ description: 'Where a database is, and an account that may read what is to be served.' })
export class DatabaseConnectionInput {
  @Field(() => String, { description: 'Under which the agency knows it.' })
  name!: string;

  @Field(() => ConnectionKindEnum)
  kind!: ConnectionKind;

  @Field(() => String, {
    description: 'A name, IPv4 in four decimal numbers, or IPv6; ADMIN has to allow it.',
  })
  host!: string;

  @Field(() => Int)
  port!: number;

  @Field(() => String)
  database!: string;

  @Field(() => String)
  username!: string;

  @Field(() => String)
  password!: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Encrypted, and the server's certificate checked against its name.",
  })
  tls!: boolean;
}

@ObjectType({ description: 'Dates of zeros (`0000-00-00`) that were taken as empty.' })
export class ZeroDates {
  @Field(() => String)
  column!: string;

  @Field(() => Int)
  count!: number;
}

@ObjectType({ description: 'What became of a pull.' })
export class PullOutcome {
  @Field(() => Boolean)
  ok!: boolean;

  @Field(() => Boolean, { description: 'False while the pull is being loaded; then it is not ok either.' })
  finished!: boolean;

  @Field(() => Int, { nullable: true, description: 'Rows that were pulled and loaded.' })
  rows!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of the release; null where there was nothing new.',
  })
  release!: number | null;

  @Field(() => [ZeroDates])
  zeroDates!: ZeroDates[];

  @Field(() => String, { nullable: true, description: 'Code of the refusal.' })
  code!: string | null;

  @Field(() => String, { nullable: true })
  id!: string | null;

  @Field(() => String, { nullable: true })
  en!: string | null;
}

@ObjectType({ description: 'A table or view that fills a dataset.' })
export class Pull {
  @Field(() => ID, { description: 'Root field of the dataset.' })
  dataset!: string;

  @Field(() => ID)
  connection!: string;

  @Field(() => String)
  connectionName!: string;

  @Field(() => String)
  schema!: string;

  @Field(() => String)
  table!: string;

  @Field(() => LoadModeEnum)
  mode!: LoadMode;

  @Field(() => String, { nullable: true })
  incrementalBy!: string | null;

  @Field(() => Int, { nullable: true, description: 'Null where it is started by hand alone.' })
  everyMinutes!: number | null;

  @Field(() => String, { nullable: true })
  nextAt!: string | null;

  @Field(() => String, { nullable: true })
  lastAt!: string | null;

  @Field(() => PullOutcome, { nullable: true })
  lastOutcome!: PullOutcome | null;
}
