import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Akun layanan aplikasi; rahasianya hanya terlihat saat dibuat atau diganti.' })
export class ServiceKey {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => ID, { nullable: true, description: "The agency's slug." })
  agency!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name of who made it and answers for it; null where the installation itself did.',
  })
  owner!: string | null;

  @Field(() => [String], {
    description:
      '`read`, `export`, also of an agency or a dataset alone (`read:dinkes_puskesmas`), and `publish`.',
  })
  scopes!: string[];

  @Field(() => Boolean, { description: 'Whether it has neither been revoked nor expired.' })
  active!: boolean;

  @Field(() => Boolean, {
    description:
      'Whether it may send no operations but those trusted for it; files of whole datasets go by the scope `export`.',
  })
  trustedOnly!: boolean;

  @Field(() => String, { description: 'ISO 8601, UTC.' })
  createdAt!: string;

  @Field(() => String, { nullable: true, description: 'ISO 8601, UTC.' })
  expiresAt!: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 8601, UTC, to the minute or so.' })
  lastUsedAt!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Until when the secret before the last rotation is taken, ISO 8601; null where none is.',
  })
  previousUntil!: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 8601, UTC.' })
  revokedAt!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was revoked, where that was said.' })
  revokedReason!: string | null;
}

@ObjectType({ description: 'A service key with the secret that it has just been given.' })
export class IssuedKey {
  @Field(() => ServiceKey)
  serviceKey!: ServiceKey;

  @Field(() => String, {
    description: 'Send it as `Authorization: Bearer <key>`; it is never shown again.',
  })
  key!: string;
}

@ObjectType({ description: 'An operation that is trusted for a key.' })
export class TrustedOperation {
  @Field(() => ID, { description: 'SHA-256 of the text, 64 hex digits: a client can send it in its place.' })
  hash!: string;

  @Field(() => String)
  text!: string;

  @Field(() => String, { description: 'ISO 8601, UTC.' })
  registeredAt!: string;
}
