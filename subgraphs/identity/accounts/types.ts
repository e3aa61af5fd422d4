import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf, RoleEnum } from '../../enums.js';
import type { Role } from '../../viewer.js';
import { ROLE_STATES, type RoleState } from './rules.js';

export const RoleStateEnum = enumOf(ROLE_STATES);
registerEnumType(RoleStateEnum, {
  name: 'RoleState',
  description: 'Hanya IN_FORCE yang berlaku; WAITING menunggu pengukuhan seorang kepala.',
});

@ObjectType({ description: 'Peran sebuah akun: siapa yang memberikan, mengukuhkan, dan mengakhirinya.' })
export class AccountRole {
  @Field(() => RoleEnum)
  role!: Role;

  @Field(() => RoleStateEnum, { description: 'As of today in Jakarta.' })
  state!: RoleState;

  @Field(() => String, { nullable: true, description: 'First date, `YYYY-MM-DD`; null: from the beginning.' })
  from!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Last date, itself included; null: until it is ended.',
  })
  to!: string | null;

  @Field(() => String, { nullable: true, description: 'Name of who granted it; null: the installation.' })
  grantedBy!: string | null;

  @Field(() => String, { description: 'ISO 8601, UTC.' })
  grantedAt!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the head who confirmed it; null where nobody did, or the installation.',
  })
  confirmedBy!: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 8601, UTC.' })
  confirmedAt!: string | null;

  @Field(() => String, { nullable: true, description: 'Name of who ended it.' })
  endedBy!: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 8601, UTC.' })
  endedAt!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was ended.' })
  reason!: string | null;
}

@ObjectType({ description: 'Akun seorang pejabat, pengguna data, atau pengelola.' })
export class Account {
  @Field(() => ID)
  username!: string;

  @Field(() => String)
  name!: string;

  @Field(() => ID, { nullable: true, description: "The agency's slug." })
  agency!: string | null;

  @Field(() => String, { nullable: true, description: 'Jabatan.' })
  position!: string | null;

  @Field(() => String, { nullable: true })
  nip!: string | null;

  @Field(() => String, { nullable: true })
  email!: string | null;

  @Field(() => [AccountRole], { description: 'The newest first, those that have ended included.' })
  roles!: AccountRole[];

  @Field(() => Boolean, { description: 'Whether its owner has set a password.' })
  passwordSet!: boolean;

  @Field(() => String, { description: 'ISO 8601, UTC.' })
  createdAt!: string;

  @Field(() => String, { nullable: true, description: 'Name of who made it; null: the installation.' })
  createdBy!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Since when nobody may sign in with it; ISO 8601, UTC.',
  })
  disabledAt!: string | null;

  @Field(() => String, { nullable: true, description: 'Name of who disabled it.' })
  disabledBy!: string | null;

  @Field(() => String, { nullable: true })
  disabledReason!: string | null;
}

@ObjectType({ description: 'Tautan sekali pakai untuk menetapkan kata sandi; hanya terlihat di sini.' })
export class PasswordLink {
  @Field(() => Account)
  account!: Account;

  @Field(() => String, { description: 'For `setPassword`; it is never shown again.' })
  token!: string;

  @Field(() => String, { description: "Behind the hub's address." })
  path!: string;

  @Field(() => String, { description: 'ISO 8601, UTC.' })
  expiresAt!: string;
}
