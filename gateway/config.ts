import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { refusal } from '../schema/errors.js';
import { DEFAULT_COST, DEFAULT_LIMITS, type OperationLimits } from './limits.js';

export interface Config {
  readonly host: string;
  readonly port: number;
  /** Where the embedded database, secrets and `demo.json` live. */
  readonly dataDir: string;
  /** Null: the embedded PostgreSQL is used. */
  readonly databaseUrl: string | null;
  /** Whether a first start makes a demo: `auto` stands for an embedded database on a loopback address. */
  readonly demo: 'on' | 'auto' | 'off';
  readonly secret: Uint8Array;
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  readonly limits: OperationLimits;
  /** Values that an answer can have: rows × fields. */
  readonly costLimit: number;
  /** Bytes of a GraphQL request's body. */
  readonly bodyLimit: number;
  /** Bytes of an uploaded file. */
  readonly uploadLimit: number;
  /** Rows of one release. */
  readonly rowLimit: number;
  /** Where people reach the hub; null where it is not set. */
  readonly url: string | null;
  /** Origins of other sites whose pages may ask. */
  readonly origins: readonly string[];
  /** Addresses and networks of proxies whose `X-Forwarded-*` is believed. */
  readonly proxies: readonly string[];
  /** Requests a minute: of each key and each official, and of each address without either; 0 is no limit. */
  readonly rates: { readonly key: number; readonly anonymous: number };
  /** Mail to officials; null where the operator has configured none. */
  readonly mail: { readonly smtpUrl: string; readonly from: string; readonly linkTo: string } | null;
}

const integer = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .refine((value) => value >= least && value <= most);

/** Several, by commas. */
const list = (fits: (text: string) => boolean) =>
  z
    .string()
    .transform((text) => text.split(',').map((one) => one.trim()))
    .refine((all) => all.every(fits));

/** As a browser writes it: scheme, host and perhaps a port, nothing behind. */
function isOrigin(text: string): boolean {
  try {
    return /^https?:/.test(text) && new URL(text).origin === text;
  } catch {
    return false;
  }
}

const SECRET = /^[0-9a-f]{64}$/i;

/** A URL whose parts cannot be read makes the driver throw, with the password in the error. */
function isDecodable(text: string): boolean {
  try {
    // Of several hosts (`h1:5432,h2:5432`), which the driver knows and URL does not, the first stands for all.
    const url = text.replace(/^(\w+:\/\/(?:[^@/]*@)?[^,/?]*),[^/?]*/, '$1');
    const { username, password, pathname } = new URL(url);
    return [username, password, pathname].every((part) => decodeURIComponent(part) !== undefined);
  } catch {
    return false;
  }
}

const VARIABLES = {
  PORT: integer(0, 65_535),
  HOST: z.string().regex(/^[A-Za-z0-9.:-]+$/),
  DATA_DIR: z.string().min(1),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/[^\s]+$/)
    .refine(isDecodable),
  DEMO: z.enum(['0', '1']),
  HUB_SECRET: z.string().regex(SECRET),
  HUB_LOG: z.enum(['silent', 'error', 'warn', 'info', 'debug']),
  HUB_LIMIT_TOKENS: integer(1, 1_000_000),
  HUB_LIMIT_DEPTH: integer(1, 1000),
  HUB_LIMIT_SELECTIONS: integer(1, 1_000_000),
  HUB_LIMIT_ALIASES: integer(0, 100_000),
  HUB_LIMIT_ROOT_FIELDS: integer(1, 10_000),
  HUB_LIMIT_COST: integer(1, 1_000_000_000),
  HUB_LIMIT_BODY: integer(1024, 100_000_000),
  HUB_LIMIT_UPLOAD: integer(1024, 10_000_000_000),
  HUB_LIMIT_ROWS: integer(1, 100_000_000),
  HUB_SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/[^\s]+$/)
    .refine(isDecodable),
  HUB_MAIL_FROM: z.string().regex(/^[^\s<>@]+@[^\s<>@]+$/),
  HUB_URL: z.url({ protocol: /^https?$/ }),
  HUB_ORIGINS: list(isOrigin),
  HUB_PROXIES: list((text) => ipaddr.isValid(text) || ipaddr.isValidCIDR(text)),
  HUB_RATE_KEY: integer(0, 1_000_000),
  HUB_RATE_ANONYMOUS: integer(0, 1_000_000),
  HUB_SUPERGRAPH: z.string().min(1),
  HUB_ALLOWED: z.string().regex(/^[^\s,]+:\d+(,[^\s,]+:\d+)*$/),
  HUB_FORWARD: z.string().regex(/^[A-Za-z0-9-]+(,[A-Za-z0-9-]+)*$/),
  HUB_ADMITS: z.string().regex(/^(anyone|[0-9a-f]{64}(,[0-9a-f]{64})*)$/),
} as const;
type Variable = keyof typeof VARIABLES;

const EXPECTED: Readonly<Record<Variable, string>> = {
  PORT: '0–65535',
  HOST: 'alamat/address: 127.0.0.1',
  DATA_DIR: 'direktori/directory',
  DATABASE_URL: 'postgres://user:password@host:port/database',
  DEMO: '0 / 1',
  HUB_SECRET: '64 heksadesimal/hex digits (openssl rand -hex 32)',
  HUB_LOG: 'silent / error / warn / info / debug',
  HUB_LIMIT_TOKENS: '1–1000000',
  HUB_LIMIT_DEPTH: '1–1000',
  HUB_LIMIT_SELECTIONS: '1–1000000',
  HUB_LIMIT_ALIASES: '0–100000',
  HUB_LIMIT_ROOT_FIELDS: '1–10000',
  HUB_LIMIT_COST: '1–1000000000',
  HUB_LIMIT_BODY: '1024–100000000',
  HUB_LIMIT_UPLOAD: '1024–10000000000',
  HUB_LIMIT_ROWS: '1–100000000',
  HUB_SMTP_URL: 'smtp://user:password@host:port, smtps://…',
  HUB_MAIL_FROM: 'satugraf@pasuruankab.go.id',
  HUB_URL: 'https://satugraf.pasuruankab.go.id',
  HUB_ORIGINS: 'https://dasbor.pasuruankab.go.id,https://…',
  HUB_PROXIES: '10.0.0.5,192.168.1.0/24',
  HUB_RATE_KEY: '0–1000000 permintaan per menit/requests a minute',
  HUB_RATE_ANONYMOUS: '0–1000000 permintaan per menit/requests a minute',
  HUB_SUPERGRAPH: 'berkas/file: supergraph.graphql',
  HUB_ALLOWED: 'host:port,host:port',
  HUB_FORWARD: 'authorization,x-request-id',
  HUB_ADMITS: 'anyone / SHA-256 heksadesimal/hex dari token, dipisah koma/of tokens, by commas',
};

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);
export const isLoopback = (host: string): boolean => LOOPBACK.has(host);

/** Reads the environment: the only place that does. Throws CONFIG_INVALID with one sentence about the first fault. */
export function readConfig(env: NodeJS.ProcessEnv = process.env, cwd = process.cwd()): Config {
  const values = parseVariables(env);
  const dataDir = resolve(cwd, values.DATA_DIR ?? '.data');
  const databaseUrl = values.DATABASE_URL ?? null;
  const host = values.HOST ?? '127.0.0.1';
  if (values.DEMO === '1' && !isLoopback(host))
    throw invalid(
      `Demo hanya melayani alamat loopback, bukan HOST=${host}.`,
      `A demo serves loopback addresses only, not HOST=${host}.`,
    );
  const auto = isLoopback(host) && databaseUrl === null;
  return {
    host,
    port: values.PORT ?? 4000,
    dataDir,
    databaseUrl,
    demo: values.DEMO === '1' ? 'on' : values.DEMO === '0' || !auto ? 'off' : 'auto',
    secret: secretOf(values.HUB_SECRET, dataDir, databaseUrl !== null),
    logLevel: values.HUB_LOG ?? 'warn',
    limits: limitsOf(values),
    costLimit: values.HUB_LIMIT_COST ?? DEFAULT_COST,
    bodyLimit: values.HUB_LIMIT_BODY ?? 1_000_000,
    uploadLimit: values.HUB_LIMIT_UPLOAD ?? 50_000_000,
    rowLimit: values.HUB_LIMIT_ROWS ?? 2_000_000,
    ...placeOf(values),
    rates: { key: values.HUB_RATE_KEY ?? 1200, anonymous: values.HUB_RATE_ANONYMOUS ?? 300 },
    mail: mailOf(values, `http://${host}:${values.PORT ?? 4000}`),
  };
}

/** A gateway alone: a supergraph of remote subgraphs, no database and no procedure. */
export interface GatewayConfig
  extends Pick<
    Config,
    'host' | 'port' | 'logLevel' | 'limits' | 'bodyLimit' | 'url' | 'origins' | 'proxies'
  > {
  /** The file of the supergraph. */
  readonly supergraph: string;
  /** `host:port` of the subgraphs that may be connected to, this machine and plain http included. */
  readonly allowed: readonly string[];
  /** Names of the callers' headers that subgraphs get. */
  readonly forward: readonly string[];
  /** SHA-256 of the tokens that are let in; null lets everybody in. */
  readonly admits: readonly string[] | null;
}

/** Null where no gateway alone is asked for. Throws CONFIG_INVALID. */
export function readGatewayConfig(
  env: NodeJS.ProcessEnv = process.env,
  cwd = process.cwd(),
): GatewayConfig | null {
  const values = parseVariables(env);
  const { HUB_SUPERGRAPH: file, HUB_ADMITS: admits, DATABASE_URL: database } = values;
  if (file === undefined) return null;
  if (database !== undefined)
    throw invalid(
      'HUB_SUPERGRAPH menjalankan gateway saja, tanpa basis data: hapus DATABASE_URL atau HUB_SUPERGRAPH.',
      'HUB_SUPERGRAPH runs a gateway alone, without a database: take out DATABASE_URL or HUB_SUPERGRAPH.',
    );
  if (admits === undefined)
    throw invalid(
      'HUB_SUPERGRAPH memerlukan HUB_ADMITS: siapa yang boleh bertanya.',
      'HUB_SUPERGRAPH needs HUB_ADMITS: who may ask.',
    );
  return {
    host: values.HOST ?? '127.0.0.1',
    port: values.PORT ?? 4000,
    logLevel: values.HUB_LOG ?? 'warn',
    limits: limitsOf(values),
    bodyLimit: values.HUB_LIMIT_BODY ?? 1_000_000,
    ...placeOf(values),
    supergraph: resolve(cwd, file),
    allowed: values.HUB_ALLOWED?.split(',') ?? [],
    forward: values.HUB_FORWARD?.toLowerCase().split(',') ?? [],
    admits: admits === 'anyone' ? null : admits.split(','),
  };
}

const placeOf = (values: ReturnType<typeof parseVariables>): Pick<Config, 'url' | 'origins' | 'proxies'> => ({
  url: values.HUB_URL?.replace(/\/+$/, '') ?? null,
  origins: values.HUB_ORIGINS ?? [],
  proxies: values.HUB_PROXIES ?? [],
});

const limitsOf = (values: ReturnType<typeof parseVariables>): OperationLimits => ({
  tokens: values.HUB_LIMIT_TOKENS ?? DEFAULT_LIMITS.tokens,
  depth: values.HUB_LIMIT_DEPTH ?? DEFAULT_LIMITS.depth,
  selections: values.HUB_LIMIT_SELECTIONS ?? DEFAULT_LIMITS.selections,
  aliases: values.HUB_LIMIT_ALIASES ?? DEFAULT_LIMITS.aliases,
  rootFields: values.HUB_LIMIT_ROOT_FIELDS ?? DEFAULT_LIMITS.rootFields,
});

function mailOf(values: ReturnType<typeof parseVariables>, here: string): Config['mail'] {
  const { HUB_SMTP_URL: smtpUrl, HUB_MAIL_FROM: from, HUB_URL: linkTo = here } = values;
  if (!smtpUrl) return null;
  if (!from)
    throw invalid(
      'HUB_SMTP_URL memerlukan HUB_MAIL_FROM, alamat pengirim.',
      'HUB_SMTP_URL needs a HUB_MAIL_FROM, the address of the sender.',
    );
  return { smtpUrl, from, linkTo };
}

function parseVariables(env: NodeJS.ProcessEnv) {
  const stranger = Object.keys(env).find((name) => name.startsWith('HUB_') && !(name in VARIABLES));
  if (stranger)
    throw invalid(
      `Peubah lingkungan ${stranger} tidak dikenal.`,
      `The environment variable ${stranger} is unknown.`,
    );
  const parsed: Record<string, unknown> = {};
  for (const name of Object.keys(VARIABLES) as Variable[]) {
    const raw = env[name];
    if (raw === undefined || raw === '') continue;
    const result = VARIABLES[name].safeParse(raw);
    if (!result.success)
      throw invalid(
        `Nilai ${name} tidak sah; yang diharapkan: ${EXPECTED[name]}.`,
        `The value of ${name} is not valid; expected: ${EXPECTED[name]}.`,
      );
    parsed[name] = result.data;
  }
  return parsed as { [V in Variable]?: z.output<(typeof VARIABLES)[V]> };
}

/** The installation's secret: given with one's own database, otherwise made once and kept beside the embedded one. */
function secretOf(given: string | undefined, dataDir: string, required: boolean): Uint8Array {
  if (given) return Buffer.from(given, 'hex');
  if (required)
    throw invalid(
      'DATABASE_URL memerlukan HUB_SECRET (openssl rand -hex 32); simpan dan pakai yang sama seterusnya.',
      'DATABASE_URL needs a HUB_SECRET (openssl rand -hex 32); keep it and use the same one from then on.',
    );
  const file = `${dataDir}/secrets/hub-secret`;
  try {
    if (existsSync(dataDir) && !statSync(dataDir).isDirectory()) throw new Error('not a directory');
    // 0711: the system user that runs the embedded database has to pass through.
    mkdirSync(dataDir, { recursive: true, mode: 0o711 });
    mkdirSync(`${dataDir}/secrets`, { recursive: true, mode: 0o700 });
    if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
    const kept = readFileSync(file, 'utf8').trim();
    // A file cut short would give a short secret, an empty one a secret that everybody knows.
    if (!SECRET.test(kept)) throw new Error(`${file}: not a secret`);
    return Buffer.from(kept, 'hex');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw refusal(
      'CONFIG_INVALID',
      {
        detail: {
          id: `DATA_DIR ${dataDir} tidak dapat dipakai (${reason}).`,
          en: `DATA_DIR ${dataDir} cannot be used (${reason}).`,
        },
      },
      { cause },
    );
  }
}

const invalid = (id: string, en: string) => refusal('CONFIG_INVALID', { detail: { id, en } });
