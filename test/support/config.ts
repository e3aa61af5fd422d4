import { type Config, readConfig } from '../../gateway/config.js';

/** A fixed secret: the templates are made with it, so every copy has to be opened with it. */
const SECRET = 'ab'.repeat(32);

export const databaseUrlOf = (cluster: string, database: string): string => {
  const url = new URL(cluster);
  url.pathname = `/${database}`;
  return url.href;
};

export const testConfig = (databaseUrl: string, env: Record<string, string> = {}): Config =>
  readConfig({
    PORT: '0',
    HUB_LOG: 'silent',
    HUB_SECRET: SECRET,
    DATABASE_URL: databaseUrl,
    HUB_RATE_KEY: '0',
    HUB_RATE_ANONYMOUS: '0',
    ...env,
  });
