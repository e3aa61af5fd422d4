import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { RoleEnum } from '../enums.js';
import { Public } from '../local.js';
import type { Role } from '../viewer.js';

export enum ViewerKind {
  ANONYMOUS = 'ANONYMOUS',
  SERVICE_KEY = 'SERVICE_KEY',
  OFFICIAL = 'OFFICIAL',
}
registerEnumType(ViewerKind, {
  name: 'ViewerKind',
  description: 'Anonim, kunci layanan, atau sesi pejabat.',
});

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

  @Field(() => [RoleEnum])
  roles!: readonly Role[];

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

@ObjectType({ description: 'Akun layanan aplikasi; rahasianya hanya terlihat saat dibuat.' })
export class ServiceKey {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => ID, { nullable: true })
  agency!: string | null;

  @Field(() => [String])
  scopes!: string[];

  @Field(() => Boolean)
  active!: boolean;
}
