import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refusal } from '../../schema/errors.js';
import type { Config } from '../config.js';

const MINUTE_MS = 60_000;
/** Callers and addresses that are counted; beyond them the one that has asked least lately is forgotten. */
const COUNTED = 50_000;

/** How often one may ask: service keys and officials each on their own, all others by their address. */
export interface Rates {
  /** Counts a request of the caller that was found. Throws RATE_LIMITED. */
  count(request: FastifyRequest): Promise<void>;
  /** Counts a request for its address alone, such as one with a key that is none. Throws RATE_LIMITED. */
  countAddress(request: FastifyRequest): Promise<void>;
}

/** Requests a minute; 0 sets no limit. An IPv6 address stands for its /64, which is what one line is given. */
export async function rateLimits(app: FastifyInstance, { key, anonymous }: Config['rates']): Promise<Rates> {
  await app.register(rateLimit, { global: false, cache: COUNTED });
  const limiter = { timeWindow: MINUTE_MS, cache: COUNTED };
  const byAddress = app.createRateLimit({ ...limiter, max: anonymous });
  const byCaller = app.createRateLimit({ ...limiter, max: key, keyGenerator: callerOf });
  const counted = async (limit: typeof byAddress, request: FastifyRequest): Promise<void> => {
    const found = await limit(request);
    if (found.isAllowed || !found.isExceeded) return;
    const seconds = Math.max(1, found.ttlInSeconds);
    throw refusal('RATE_LIMITED', { max: found.max, seconds }, { facts: { retryAfter: seconds } });
  };
  const countAddress = async (request: FastifyRequest): Promise<void> => {
    if (anonymous > 0) await counted(byAddress, request);
  };
  return {
    countAddress,
    async count(request) {
      if (request.viewer.kind === 'ANONYMOUS') await countAddress(request);
      else if (key > 0) await counted(byCaller, request);
    },
  };
}

const callerOf = ({ viewer }: FastifyRequest): string =>
  viewer.kind === 'SERVICE_KEY' ? viewer.keyId : viewer.kind === 'OFFICIAL' ? viewer.accountId : '';
