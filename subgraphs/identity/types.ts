import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf, RoleEnum } from '../enums.js';
import { Public } from '../local.js';
import { ACTING_KINDS, type ActingKind, type Role } from '../viewer.js';

export enum ViewerKind {
  ANONYMOUS = 'ANONYMOUS',
  SERVICE_KEY = 'SERVICE_KEY',
  OFFICIAL = 'OFFICIAL',
}
registerEnumType(ViewerKind, {
  name: 'ViewerKind',
  description: 'Anonim, kunci layanan, atau sesi pejabat.',
});

export const ActingKindEnum = enumOf(ACTING_KINDS);
registerEnumType(ActingKindEnum, {
  name: 'ActingKind',
  description: 'Pelaksana tugas (Plt.) dan pelaksana harian (Plh.).',
});

@ObjectType({ description: 'Peran yang sedang dijalankan atas nama pejabat lain.' })
export class ViewerActing {
  @Field(() => RoleEnum)
  role!: Role;

  @Field(() => ActingKindEnum)
  kind!: ActingKind;

  @Field(() => String, { description: 'Name of the official who is replaced.' })
  replaced!: string;
}

@ObjectType({ description: 'Who is asking.' })
export class Viewer {
  @Public()
  @Field(() => ViewerKind)
  kind!: ViewerKind;

  @Public()
  @Field(() => String, { nullable: true })
  name!: string | null;

  @Field(() => ID, { nullable: true, description: "The agency's slug." })
  agency!: string | null;

  @Field(() => [RoleEnum], { description: 'Roles that count today, by appointment too.' })
  roles!: readonly Role[];

  @Field(() => [ViewerActing], { description: 'Roles held today in the place of another official.' })
  acting!: readonly ViewerActing[];

  @Field(() => [String], { description: 'Scopes of a service key.' })
  scopes!: readonly string[];
}

@ObjectType()
export class LoginPayload {
  @Public()
  @Field(() => String, { description: 'Send it as `Authorization: Bearer <token>`.' })
  token!: string;

  @Public()
  @Field(() => String, { description: 'ISO 8601, UTC.' })
  expiresAt!: string;
}

@ObjectType({ description: 'Penunjukan Plt./Plh.: siapa menggantikan siapa, dan sampai kapan.' })
export class ActingAppointment {
  @Field(() => ID)
  id!: string;

  @Field(() => ActingKindEnum)
  kind!: ActingKind;

  @Field(() => RoleEnum)
  role!: Role;

  @Field(() => String, { description: 'Name of the acting official.' })
  official!: string;

  @Field(() => String, { description: 'Name of the official who is replaced.' })
  replaced!: string;

  @Field(() => String, { description: 'First date, `YYYY-MM-DD` in Jakarta.' })
  from!: string;

  @Field(() => String, { description: 'Last date, itself included.' })
  to!: string;

  @Field(() => String)
  reason!: string;

  @Field(() => Boolean, { description: 'Whether it counts today.' })
  inForce!: boolean;

  @Field(() => String, { description: 'Name of who appointed.' })
  appointedBy!: string;

  @Field(() => String, { description: 'ISO 8601, UTC.' })
  appointedAt!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Name of who ended it before its last date; null where nobody did.',
  })
  endedBy!: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 8601, UTC.' })
  endedAt!: string | null;
}
