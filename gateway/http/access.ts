import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { refusal } from '../../schema/errors.js';
import { ANONYMOUS, hasRole, isOwnProducer, isSignedIn, isTeamOrHead } from '../../subgraphs/viewer.js';
import { viewerOf } from '../context.js';
import type { Draining } from '../draining.js';
import type { HubParts } from '../parts.js';
import type { Rates } from './rates.js';

interface Rule {
  /** Whether it is looked who asks, which also counts the request by caller. */
  readonly asks: 'WHO' | 'ADDRESS' | 'NOTHING';
  /** Throws for callers who may not ask at all; what is not said here, the route's handler looks after. */
  readonly admit?: (request: FastifyRequest) => void;
}

/** Who may ask a route. Each route says one of these in its `config`; without it the server does not start. */
const ACCESS = {
  /** The same for everybody, and uncounted: health, and the files of the console and the explorer. */
  OPEN: { asks: 'NOTHING' },
  /** The same for everybody. */
  PUBLIC: { asks: 'ADDRESS' },
  /** Everybody, each as much as the graph shows him. */
  ANYONE: { asks: 'WHO' },
  /** Who hands in files. */
  UPLOADERS: { asks: 'WHO', admit: admitUploader },
  /** Who reads the dossier of the case in the path; for others it is not there. */
  CASE_READERS: { asks: 'WHO' },
  /** The dataset's own producer, the technical team and the heads; for others it is not there. */
  INSIDERS: { asks: 'WHO' },
  /** ADMIN and the heads; for the public it is not there. */
  AUDITORS: { asks: 'WHO' },
  /** Callers on this machine, and ADMIN. */
  OPERATORS: { asks: 'WHO', admit: admitOperator },
} as const satisfies Record<string, Rule>;
export type Access = keyof typeof ACCESS;

/** Says of a request that one of our routes asks another in its caller's name: he has been counted. Nobody else knows it. */
const RELAYED = 'x-satugraf-relayed';
const OURS = randomUUID();
export const relayed: Readonly<Record<string, string>> = { [RELAYED]: OURS };

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may ask. */
    access?: Access;
    /** Whether what it answers is a page of ours, which runs scripts of ours. */
    page?: true;
  }
  interface FastifyInstance {
    /** Every route that there is. */
    readonly inventory: readonly RouteOptions[];
  }
}

/** Routes that plugins make, which cannot say it themselves: files of our pages, and the answers to preflights. */
const OF_PLUGINS: Readonly<Record<string, RouteOptions['config']>> = {
  '/app/*': { access: 'OPEN', page: true },
  '/explorer/*': { access: 'OPEN', page: true },
  '*': { access: 'OPEN' },
};

/**
 * Guards hang on routes, never on their paths: before anything is read of a request, it is found who sends it, counted,
 * and refused where the route is not for him. To be called before any route is made.
 */
export function guardRoutes(app: FastifyInstance, parts: HubParts, state: Draining, rates: Rates): void {
  const routes: RouteOptions[] = [];
  app.decorate('inventory', routes);
  app.addHook('onRoute', (route) => {
    if (OF_PLUGINS[route.url]) route.config = { ...route.config, ...OF_PLUGINS[route.url] };
    routes.push(route);
  });
  app.addHook('onReady', async () => {
    const route = routes.find(({ config }) => config?.access === undefined);
    if (route) throw new Error(`the route ${route.method} ${route.url} does not say who may ask it`);
  });
  app.addHook('onRequest', async (request) => {
    request.viewer = ANONYMOUS;
    const { access } = request.routeOptions.config;
    const rule: Rule = ACCESS[access ?? 'OPEN'];
    if (rule.asks === 'NOTHING') return;
    if (state.draining) throw refusal('SHUTTING_DOWN');
    const { 'content-encoding': coding = 'identity' } = request.headers;
    if (coding !== 'identity') throw refusal('BAD_REQUEST', { detail: ENCODED });
    if (rule.asks === 'WHO') {
      try {
        request.viewer = await viewerOf(request, parts);
      } catch (error) {
        await rates.countAddress(request);
        throw error;
      }
    }
    if (request.headers[RELAYED] !== OURS) await rates.count(request);
    rule.admit?.(request);
  });
}

const ENCODED = {
  id: 'Kirim isi permintaan tanpa Content-Encoding.',
  en: 'Send the request body without a Content-Encoding.',
};

function admitUploader({ viewer }: FastifyRequest): void {
  const agency = isSignedIn(viewer) ? viewer.agency : null;
  if ((agency !== null && isOwnProducer(viewer, agency)) || isTeamOrHead(viewer)) return;
  throw refusal('FORBIDDEN', { needs: 'PRODUCER / TECHNICAL_TEAM / DIVISION_HEAD / DEPARTMENT_HEAD' });
}

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

function admitOperator({ ip, headers, viewer }: FastifyRequest): void {
  // What comes through a proxy of this machine comes from its address, too. Such a header only takes rights away, so
  // it counts whether the proxy is trusted or not.
  const proxied = Object.keys(headers).some((name) =>
    /^(forwarded|via|x-real-ip|x-forwarded-.*)$/.test(name),
  );
  if ((LOOPBACK.test(ip) && !proxied) || hasRole(viewer, 'ADMIN')) return;
  throw refusal('FORBIDDEN', { needs: 'ADMIN' });
}
