/** Everything that is set from outside. */
export interface Config {
  /** `postgres://…` or `mysql://…`, of an account that may only read. */
  readonly databaseUrl: string;
  /** With which the hub signs its requests; empty asks for no signature, on this machine alone. */
  readonly secret: string;
  readonly host: string;
  readonly port: number;
}

/** Reads the environment. Throws with a sentence where something is missing. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const { DATABASE_URL = '', SATUGRAF_SECRET: secret = '', HOST: host = '127.0.0.1', PORT = '4001' } = env;
  if (!/^(postgres(ql)?|mysql):\/\//.test(DATABASE_URL))
    throw new Error('DATABASE_URL=postgres://… atau / or mysql://…?');
  if (secret === '' && host !== '127.0.0.1')
    throw new Error('SATUGRAF_SECRET: satugraf signing-key NAMA / NAME?');
  return { databaseUrl: DATABASE_URL, secret, host, port: Number(PORT) };
}
