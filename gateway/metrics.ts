import type { FastifyInstance } from 'fastify';
import type { Source } from './answers/shared.js';
import type { ExecutionCounts } from './executor/trace.js';
import type { HubParts } from './parts.js';

/** How GraphQL requests have been answered since the hub started. */
export class AnswerCounts {
  hits = 0;
  shared = 0;
  misses = 0;
  /** Not to be shared: mutations, the procedure, the catalogue. */
  alone = 0;
  notModified = 0;
  /** Callers that went before their answer came. */
  cancelled = 0;

  count(source: Source): void {
    if (source === 'HIT') this.hits++;
    else if (source === 'SHARED') this.shared++;
    else this.misses++;
  }
}

interface Kept {
  readonly kept: { readonly entries: number; readonly bytes: number };
}

/** `GET /metrics`, in Prometheus' text format: for callers on this machine, and for ADMIN. */
export function metrics(app: FastifyInstance, parts: HubParts, counts: AnswerCounts, door: Kept): void {
  app.get('/metrics', { config: { access: 'OPERATORS' } }, async (_request, reply) => {
    const { entries, bytes } = door.kept;
    const answers: [source: string, count: number][] = [
      ['hit', counts.hits],
      ['shared', counts.shared],
      ['miss', counts.misses],
      ['alone', counts.alone],
      ['not_modified', counts.notModified],
    ];
    const lines = [
      ...head('satugraf_answers_total', 'counter', 'GraphQL answers by where they came from'),
      ...answers.map(([source, count]) => `satugraf_answers_total{source="${source}"} ${count}`),
      ...head('satugraf_cancelled_total', 'counter', 'Callers gone before their answer came'),
      `satugraf_cancelled_total ${counts.cancelled}`,
      ...head('satugraf_kept_answers', 'gauge', 'Answers in memory'),
      `satugraf_kept_answers ${entries}`,
      ...head('satugraf_kept_answer_bytes', 'gauge', 'Bytes of the answers in memory'),
      `satugraf_kept_answer_bytes ${bytes}`,
      ...executions(parts.graph.counts),
    ];
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(`${lines.join('\n')}\n`);
  });
}

function executions({ subgraphs, plansMade, plansKept, straight, repeated }: ExecutionCounts): string[] {
  const of = (count: 'fetches' | 'failed') =>
    [...subgraphs].map(([name, counts]) => `satugraf_${count}_total{subgraph="${name}"} ${counts[count]}`);
  return [
    ...head('satugraf_plans_total', 'counter', 'Plans by whether they were known before'),
    `satugraf_plans_total{source="kept"} ${plansKept}`,
    `satugraf_plans_total{source="made"} ${plansMade}`,
    ...head('satugraf_straight_total', 'counter', 'Answers whose JSON PostgreSQL has made'),
    `satugraf_straight_total ${straight}`,
    ...head(
      'satugraf_repeated_total',
      'counter',
      'Answers sent again, since remote subgraphs answered as before',
    ),
    `satugraf_repeated_total ${repeated}`,
    ...head('satugraf_fetches_total', 'counter', 'Fetches by subgraph'),
    ...of('fetches'),
    ...head('satugraf_failed_total', 'counter', 'Fetches with an error by subgraph'),
    ...of('failed'),
    ...head('satugraf_fetch_seconds_total', 'counter', 'Seconds that fetches took, by subgraph'),
    ...[...subgraphs].map(
      ([name, { milliseconds }]) =>
        `satugraf_fetch_seconds_total{subgraph="${name}"} ${(milliseconds / 1000).toFixed(3)}`,
    ),
  ];
}

const head = (name: string, type: 'counter' | 'gauge', help: string): string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
];
