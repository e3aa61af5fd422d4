CREATE TYPE "public"."audit_kind" AS ENUM('CHANGE', 'READ', 'SESSION');--> statement-breakpoint
CREATE TYPE "public"."erasure_status" AS ENUM('PROPOSED', 'ERASED', 'CANCELLED');--> statement-breakpoint
CREATE TYPE "public"."grant_status" AS ENUM('REQUESTED', 'GRANTED', 'REFUSED', 'CANCELLED', 'WITHDRAWN');--> statement-breakpoint
CREATE TABLE "login_attempts" (
	"subject" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"window_start" timestamp with time zone NOT NULL
);--> statement-breakpoint
CREATE TABLE "password_links" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);--> statement-breakpoint
CREATE TABLE "trusted_operations" (
	"key_id" text NOT NULL,
	"hash" text NOT NULL,
	"text" text NOT NULL,
	"registered_by" uuid,
	"registered_at" timestamp with time zone NOT NULL,
	CONSTRAINT "trusted_operations_key_id_hash_pk" PRIMARY KEY("key_id","hash")
);--> statement-breakpoint
CREATE TABLE "audit_begun" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"begun_at" timestamp with time zone DEFAULT now() NOT NULL,
	"entry" jsonb NOT NULL
);--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"kind" "audit_kind" NOT NULL,
	"actor" text NOT NULL,
	"actor_name" text NOT NULL,
	"agency" text,
	"action" text NOT NULL,
	"subject" text,
	"facts" jsonb NOT NULL,
	"outcome" text NOT NULL,
	"request_id" text NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_entries_hash_unique" UNIQUE("hash")
);--> statement-breakpoint
CREATE TABLE "erasures" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"dataset_id" uuid NOT NULL,
	"release" integer,
	"column" text,
	"reason" text NOT NULL,
	"status" "erasure_status" NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	"signed_by" uuid,
	"signed_at" timestamp with time zone,
	"cancelled_by" uuid,
	"cancelled_at" timestamp with time zone,
	"erased" jsonb
);--> statement-breakpoint
CREATE TABLE "dataset_uses" (
	"dataset_id" uuid NOT NULL,
	"day" date NOT NULL,
	"consumer" text NOT NULL,
	"queries" integer NOT NULL,
	"exports" integer NOT NULL,
	"restricted" integer NOT NULL,
	CONSTRAINT "dataset_uses_dataset_id_day_consumer_pk" PRIMARY KEY("dataset_id","day","consumer")
);--> statement-breakpoint
CREATE TABLE "grant_delegations" (
	"dataset_id" uuid PRIMARY KEY NOT NULL,
	"delegated_by" uuid NOT NULL,
	"delegated_at" timestamp with time zone NOT NULL
);--> statement-breakpoint
CREATE TABLE "grants" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"dataset_id" uuid NOT NULL,
	"columns" text[],
	"key_id" text,
	"account_id" uuid,
	"purpose" text NOT NULL,
	"until_date" date NOT NULL,
	"requested_by" uuid NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"status" "grant_status" NOT NULL,
	"decided_by" uuid,
	"decided_as" "role",
	"decided_at" timestamp with time zone,
	"reason" text,
	"ended_by" uuid,
	"ended_at" timestamp with time zone,
	"end_reason" text
);--> statement-breakpoint
ALTER TABLE "account_roles" DROP CONSTRAINT "account_roles_account_id_role_pk";--> statement-breakpoint
ALTER TABLE "accounts" ALTER COLUMN "password_hash" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "account_roles" ADD COLUMN "id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "account_roles" ADD COLUMN "from_date" date;--> statement-breakpoint
ALTER TABLE "account_roles" ADD COLUMN "to_date" date;--> statement-breakpoint
ALTER TABLE "account_roles" ADD COLUMN "granted_by" uuid;--> statement-breakpoint
ALTER TABLE "account_roles" ADD COLUMN "granted_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "account_roles" ADD COLUMN "confirmed_by" uuid;--> statement-breakpoint
ALTER TABLE "account_roles" ADD COLUMN "confirmed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "account_roles" ADD COLUMN "ended_by" uuid;--> statement-breakpoint
ALTER TABLE "account_roles" ADD COLUMN "ended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "account_roles" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "created_by" uuid;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "disabled_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "disabled_by" uuid;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "disabled_reason" text;--> statement-breakpoint
ALTER TABLE "service_keys" ADD COLUMN "previous_hash" text;--> statement-breakpoint
ALTER TABLE "service_keys" ADD COLUMN "previous_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "service_keys" ADD COLUMN "trusted_only" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "service_keys" ADD COLUMN "owner_id" uuid;--> statement-breakpoint
ALTER TABLE "service_keys" ADD COLUMN "last_used_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "service_keys" ADD COLUMN "revoked_by" uuid;--> statement-breakpoint
ALTER TABLE "service_keys" ADD COLUMN "revoked_reason" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "last_seen_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "archives" ADD COLUMN "erasure_id" uuid;--> statement-breakpoint
ALTER TABLE "case_documents" ADD COLUMN "erasure_id" uuid;--> statement-breakpoint
ALTER TABLE "releases" ADD COLUMN "erasure_id" uuid;--> statement-breakpoint
ALTER TABLE "uploads" ADD COLUMN "erasure_id" uuid;--> statement-breakpoint
ALTER TABLE "password_links" ADD CONSTRAINT "password_links_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "password_links" ADD CONSTRAINT "password_links_created_by_accounts_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trusted_operations" ADD CONSTRAINT "trusted_operations_key_id_service_keys_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."service_keys"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trusted_operations" ADD CONSTRAINT "trusted_operations_registered_by_accounts_id_fk" FOREIGN KEY ("registered_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_proposed_by_accounts_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_signed_by_accounts_id_fk" FOREIGN KEY ("signed_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_cancelled_by_accounts_id_fk" FOREIGN KEY ("cancelled_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dataset_uses" ADD CONSTRAINT "dataset_uses_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grant_delegations" ADD CONSTRAINT "grant_delegations_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grant_delegations" ADD CONSTRAINT "grant_delegations_delegated_by_accounts_id_fk" FOREIGN KEY ("delegated_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_key_id_service_keys_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."service_keys"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_requested_by_accounts_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_decided_by_accounts_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_ended_by_accounts_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "password_links_account" ON "password_links" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "audit_entries_at" ON "audit_entries" USING btree ("at");--> statement-breakpoint
CREATE INDEX "grants_dataset" ON "grants" USING btree ("dataset_id");--> statement-breakpoint
CREATE INDEX "grants_key" ON "grants" USING btree ("key_id") WHERE "grants"."status" = 'GRANTED';--> statement-breakpoint
CREATE INDEX "grants_account" ON "grants" USING btree ("account_id") WHERE "grants"."status" = 'GRANTED';--> statement-breakpoint
ALTER TABLE "account_roles" ADD CONSTRAINT "account_roles_granted_by_accounts_id_fk" FOREIGN KEY ("granted_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_roles" ADD CONSTRAINT "account_roles_confirmed_by_accounts_id_fk" FOREIGN KEY ("confirmed_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_roles" ADD CONSTRAINT "account_roles_ended_by_accounts_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_created_by_accounts_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_disabled_by_accounts_id_fk" FOREIGN KEY ("disabled_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_keys" ADD CONSTRAINT "service_keys_owner_id_accounts_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_keys" ADD CONSTRAINT "service_keys_revoked_by_accounts_id_fk" FOREIGN KEY ("revoked_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "archives" ADD CONSTRAINT "archives_erasure_id_erasures_id_fk" FOREIGN KEY ("erasure_id") REFERENCES "public"."erasures"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_documents" ADD CONSTRAINT "case_documents_erasure_id_erasures_id_fk" FOREIGN KEY ("erasure_id") REFERENCES "public"."erasures"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "releases" ADD CONSTRAINT "releases_erasure_id_erasures_id_fk" FOREIGN KEY ("erasure_id") REFERENCES "public"."erasures"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_erasure_id_erasures_id_fk" FOREIGN KEY ("erasure_id") REFERENCES "public"."erasures"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "account_roles_held" ON "account_roles" USING btree ("account_id","role") WHERE "account_roles"."ended_at" is null;--> statement-breakpoint
ALTER TABLE "operation_uses" ADD COLUMN "version" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "operation_uses" ADD COLUMN "consumer" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "operation_uses" ALTER COLUMN "version" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "operation_uses" ALTER COLUMN "consumer" DROP DEFAULT;--> statement-breakpoint
UPDATE "operation_uses" SET "consumer" = 'anonymous' WHERE "owner" IS NULL;--> statement-breakpoint
ALTER TABLE "operation_uses" DROP CONSTRAINT "operation_uses_operation_client_day_pk";--> statement-breakpoint
ALTER TABLE "operation_uses" ADD CONSTRAINT "operation_uses_operation_client_version_consumer_day_pk" PRIMARY KEY("operation","client","version","consumer","day");--> statement-breakpoint
UPDATE "account_roles" SET "confirmed_at" = (SELECT "created_at" FROM "accounts" WHERE "accounts"."id" = "account_roles"."account_id");--> statement-breakpoint
UPDATE "service_keys" SET "scopes" = "scopes" || '{export}' WHERE 'read' = ANY("scopes");
