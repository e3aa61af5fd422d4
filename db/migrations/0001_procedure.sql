CREATE TYPE "public"."acting_kind" AS ENUM('PLT', 'PLH');--> statement-breakpoint
CREATE TABLE "acting_appointments" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" "acting_kind" NOT NULL,
	"role" "role" NOT NULL,
	"replaced_id" uuid NOT NULL,
	"acting_id" uuid NOT NULL,
	"from_date" date NOT NULL,
	"to_date" date NOT NULL,
	"reason" text NOT NULL,
	"appointed_by" uuid NOT NULL,
	"appointed_at" timestamp with time zone NOT NULL,
	"ended_by" uuid,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "grant_requests" (
	"case_id" uuid NOT NULL,
	"dataset_id" uuid NOT NULL,
	"column" text NOT NULL,
	"key_id" text NOT NULL,
	"purpose" text NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	CONSTRAINT "grant_requests_case_id_dataset_id_column_key_id_pk" PRIMARY KEY("case_id","dataset_id","column","key_id")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"account_id" uuid NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"answer" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_account_id_key_pk" PRIMARY KEY("account_id","key")
);
--> statement-breakpoint
CREATE TABLE "case_steps" (
	"case_id" uuid NOT NULL,
	"step" text NOT NULL,
	"attempt" integer NOT NULL,
	"charged_to" text NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"due_on" date,
	"completed_at" timestamp with time zone,
	"late_days" integer,
	CONSTRAINT "case_steps_case_id_step_attempt_pk" PRIMARY KEY("case_id","step","attempt")
);
--> statement-breakpoint
CREATE TABLE "deadline_moves" (
	"change_id" integer NOT NULL,
	"case_id" uuid NOT NULL,
	"step" text NOT NULL,
	"attempt" integer NOT NULL,
	"old_due" date NOT NULL,
	"new_due" date NOT NULL,
	CONSTRAINT "deadline_moves_change_id_case_id_step_attempt_pk" PRIMARY KEY("change_id","case_id","step","attempt")
);
--> statement-breakpoint
CREATE TABLE "deviations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"case_id" uuid NOT NULL,
	"step" text NOT NULL,
	"attempt" integer NOT NULL,
	"kind" text NOT NULL,
	"charged_to" text NOT NULL,
	"status" text NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"late_days" integer,
	"facts" jsonb NOT NULL,
	"corrects" uuid,
	"cause" text,
	"correction" text,
	"evidence" text,
	"accounted_by" uuid,
	"accounted_at" timestamp with time zone,
	"judged_by" uuid,
	"judged_at" timestamp with time zone,
	"judgement" text
);
--> statement-breakpoint
CREATE TABLE "holiday_changes" (
	"id" serial PRIMARY KEY NOT NULL,
	"date" date NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"reason" text NOT NULL,
	"changed_by" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "holidays" (
	"date" date PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"source" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mails" (
	"kind" text NOT NULL,
	"case_id" uuid NOT NULL,
	"step" text NOT NULL,
	"attempt" integer NOT NULL,
	"account_id" uuid NOT NULL,
	"queued_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	"error" text,
	CONSTRAINT "mails_kind_case_id_step_attempt_account_id_pk" PRIMARY KEY("kind","case_id","step","attempt","account_id")
);
--> statement-breakpoint
CREATE TABLE "archive_chunks" (
	"case_id" uuid NOT NULL,
	"attempt" integer NOT NULL,
	"sequence" integer NOT NULL,
	"data" "bytea" NOT NULL,
	CONSTRAINT "archive_chunks_case_id_attempt_sequence_pk" PRIMARY KEY("case_id","attempt","sequence")
);
--> statement-breakpoint
CREATE TABLE "archives" (
	"case_id" uuid NOT NULL,
	"attempt" integer NOT NULL,
	"bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "archives_case_id_attempt_pk" PRIMARY KEY("case_id","attempt")
);
--> statement-breakpoint
CREATE TABLE "case_reports" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"case_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"version" integer NOT NULL,
	"role" text NOT NULL,
	"agency" text,
	"sent_at" timestamp with time zone NOT NULL,
	"acknowledged_by" uuid,
	"acknowledged_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "document_chunks" (
	"case_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"version" integer NOT NULL,
	"sequence" integer NOT NULL,
	"data" "bytea" NOT NULL,
	CONSTRAINT "document_chunks_case_id_kind_version_sequence_pk" PRIMARY KEY("case_id","kind","version","sequence")
);
--> statement-breakpoint
ALTER TABLE "case_events" DROP CONSTRAINT "case_events_version";--> statement-breakpoint
ALTER TABLE "case_documents" ALTER COLUMN "created_by" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "case_events" ALTER COLUMN "actor_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "uploads" ALTER COLUMN "agency" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "position" text;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "nip" text;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "email" text;--> statement-breakpoint
ALTER TABLE "case_documents" ADD COLUMN "step" text DEFAULT 'SUBMIT' NOT NULL;--> statement-breakpoint
ALTER TABLE "case_documents" ADD COLUMN "attempt" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "case_documents" ADD COLUMN "number" text;--> statement-breakpoint
ALTER TABLE "case_documents" ADD COLUMN "filename" text;--> statement-breakpoint
ALTER TABLE "case_documents" ADD COLUMN "media_type" text DEFAULT 'text/plain' NOT NULL;--> statement-breakpoint
ALTER TABLE "case_documents" ADD COLUMN "bytes" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "case_documents" ADD COLUMN "sha256" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "case_documents" ADD COLUMN "facts" jsonb;--> statement-breakpoint
ALTER TABLE "case_documents" ADD COLUMN "invalidated_by" uuid;--> statement-breakpoint
ALTER TABLE "case_documents" ADD COLUMN "invalidated_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "case_documents" ADD COLUMN "invalid_reason" text;--> statement-breakpoint
ALTER TABLE "case_events" ADD COLUMN "transition" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "case_events" ADD COLUMN "acting_kind" "acting_kind";--> statement-breakpoint
ALTER TABLE "case_events" ADD COLUMN "on_behalf_of" uuid;--> statement-breakpoint
ALTER TABLE "case_events" ADD COLUMN "previous_hash" text;--> statement-breakpoint
ALTER TABLE "case_events" ADD COLUMN "hash" text;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "kind" text DEFAULT 'NEW' NOT NULL;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "previous_case_id" uuid;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "procedure" text DEFAULT '00.8.3.3/114.3/424.084/2024' NOT NULL;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "direction" text DEFAULT 'SHARES' NOT NULL;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "contacts" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "dataset_fields" ADD COLUMN "leaves_on" date;--> statement-breakpoint
ALTER TABLE "dataset_fields" ADD COLUMN "replaced_by" text;--> statement-breakpoint
ALTER TABLE "uploads" ADD COLUMN "uploaded_by" uuid;--> statement-breakpoint
ALTER TABLE "acting_appointments" ADD CONSTRAINT "acting_appointments_replaced_id_accounts_id_fk" FOREIGN KEY ("replaced_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "acting_appointments" ADD CONSTRAINT "acting_appointments_acting_id_accounts_id_fk" FOREIGN KEY ("acting_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "acting_appointments" ADD CONSTRAINT "acting_appointments_appointed_by_accounts_id_fk" FOREIGN KEY ("appointed_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "acting_appointments" ADD CONSTRAINT "acting_appointments_ended_by_accounts_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grant_requests" ADD CONSTRAINT "grant_requests_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grant_requests" ADD CONSTRAINT "grant_requests_dataset_id_datasets_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."datasets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grant_requests" ADD CONSTRAINT "grant_requests_key_id_service_keys_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."service_keys"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_steps" ADD CONSTRAINT "case_steps_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deadline_moves" ADD CONSTRAINT "deadline_moves_change_id_holiday_changes_id_fk" FOREIGN KEY ("change_id") REFERENCES "public"."holiday_changes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deadline_moves" ADD CONSTRAINT "deadline_moves_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deviations" ADD CONSTRAINT "deviations_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deviations" ADD CONSTRAINT "deviations_accounted_by_accounts_id_fk" FOREIGN KEY ("accounted_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deviations" ADD CONSTRAINT "deviations_judged_by_accounts_id_fk" FOREIGN KEY ("judged_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "holiday_changes" ADD CONSTRAINT "holiday_changes_changed_by_accounts_id_fk" FOREIGN KEY ("changed_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "archive_chunks" ADD CONSTRAINT "archive_chunks_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "archives" ADD CONSTRAINT "archives_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_reports" ADD CONSTRAINT "case_reports_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_reports" ADD CONSTRAINT "case_reports_acknowledged_by_accounts_id_fk" FOREIGN KEY ("acknowledged_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_chunks" ADD CONSTRAINT "document_chunks_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "acting_appointments_acting" ON "acting_appointments" USING btree ("acting_id");--> statement-breakpoint
CREATE INDEX "case_steps_due" ON "case_steps" USING btree ("due_on") WHERE "case_steps"."completed_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "deviations_time" ON "deviations" USING btree ("case_id","step","attempt") WHERE "deviations"."kind" = 'TIME' and "deviations"."corrects" is null;--> statement-breakpoint
CREATE INDEX "deviations_case" ON "deviations" USING btree ("case_id");--> statement-breakpoint
ALTER TABLE "case_documents" ADD CONSTRAINT "case_documents_invalidated_by_accounts_id_fk" FOREIGN KEY ("invalidated_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_events" ADD CONSTRAINT "case_events_on_behalf_of_accounts_id_fk" FOREIGN KEY ("on_behalf_of") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_uploaded_by_accounts_id_fk" FOREIGN KEY ("uploaded_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "case_events_version" ON "case_events" USING btree ("case_id","version") WHERE "case_events"."transition";--> statement-breakpoint
CREATE INDEX "case_events_case" ON "case_events" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "case_events_counted" ON "case_events" USING btree ("action","case_id","at") WHERE "case_events"."transition" and "case_events"."action" in ('SUBMIT', 'REJECT', 'CONTEST');--> statement-breakpoint
CREATE INDEX "dataset_fields_case" ON "dataset_fields" USING btree ("case_id");--> statement-breakpoint
UPDATE "case_documents" SET "bytes" = octet_length("body"), "sha256" = encode(sha256(convert_to("body", 'UTF8')), 'hex');
