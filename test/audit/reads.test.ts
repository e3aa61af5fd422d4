import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bootTwoTables, type TwoTables } from '../exposure/two-tables.js';
import { type Caller, eventually } from '../support/hub.js';

let tables: TwoTables;
let sql: Sql;
beforeAll(async () => {
  tables = await bootTwoTables();
  sql = postgres(tables.hub.databaseUrl, { max: 1, onnotice: () => {} });
  await sql`
    insert into grants (dataset_id, key_id, purpose, until_date, requested_by, requested_at, status)
    select datasets.id, service_keys.id, 'uji', '2100-01-01', accounts.id, now(), 'GRANTED'
    from datasets, service_keys, accounts
    where datasets.name = 'tabelSatu' and service_keys.name = 'Dasbor kecamatan' and accounts.username = 'pengguna'`;
  await tables.become({ status: 'CONFIRMED', accessClass: 'RESTRICTED', released: true });
});
afterAll(async () => {
  await sql.end();
  await tables[Symbol.asyncDispose]();
});

interface Entry {
  readonly actor_name: string;
  readonly action: string;
  readonly subject: string;
  readonly facts: {
    columns: string[];
    count: number;
    as: string;
    requests: string[];
    operation: { name: string };
  };
  readonly request_id: string;
}

/** What `during` adds to the entries on reads, once `count` reads have been recorded. */
async function reads(count: number, during: () => Promise<unknown>): Promise<Entry[]> {
  const [last] = await sql<{ id: string }[]>`select coalesce(max(id), 0)::text as id from audit_entries`;
  await during();
  return eventually(async () => {
    const rows = await sql<Entry[]>`
      select * from audit_entries where id > ${last?.id ?? '0'} and kind = 'READ' order by id`;
    return rows.reduce((sum, { facts }) => sum + facts.count, 0) >= count ? [...rows] : undefined;
  });
}

const query = (columns = 'tetap isian', name = 'Baca') =>
  `query ${name} { ${tables.satu.field}(first: 2) { nodes { ${columns} } } }`;
const ask = async (caller: Caller, text = query()) => {
  const answer = await caller.query(text);
  expect(answer.errors).toEqual([]);
  return answer.headers.get('x-request-id') ?? '';
};

describe('reads of RESTRICTED columns are recorded', () => {
  test('of answers that are made and of those that are kept, each by its own caller', async () => {
    const { hub } = tables;
    const key = hub.key();
    const requests: string[] = [];
    const entries = await reads(3, async () => {
      for (let n = 0; n < 3; n++) requests.push(await ask(key));
    });
    // Kept answers were given: the same is asked once.
    expect(entries.flatMap(({ facts }) => facts.requests)).toEqual(requests);
    for (const entry of entries)
      expect(entry).toMatchObject({
        actor_name: 'Dasbor kecamatan',
        action: 'Query',
        subject: tables.satu.field,
        facts: { columns: ['isian'], as: 'GRANT', operation: { name: 'Baca' } },
        outcome: 'OK',
      });
    const team = await hub.official('tim.teknis');
    const [own] = await reads(1, () => ask(team, query('isianAngka isian kodeTempat')));
    expect(own).toMatchObject({
      actor_name: 'Tim Teknis',
      facts: { columns: ['isian', 'isianAngka'], as: 'INSIDER' },
    });
  });

  test('where a column is only a condition, and where several callers wait for the same answer', async () => {
    const key = tables.hub.key();
    const text = `query Saring { ${tables.satu.field}(where: { isian: { isNull: false } }) { totalCount } }`;
    const entries = await reads(5, () => Promise.all(Array.from({ length: 5 }, () => ask(key, text))));
    for (const { facts } of entries) expect(facts.columns).toEqual(['isian']);
    expect(entries.flatMap(({ facts }) => facts.requests)).toHaveLength(5);
  });

  test('of files', async () => {
    const path = `/exports/${tables.satu.field}.csv?columns=tetap&where=${encodeURIComponent('{"isian":{"isNull":false}}')}`;
    const entries = await reads(2, async () => {
      const whole = await tables.hub.key().download(`/exports/${tables.satu.field}.ndjson`);
      expect(whole.status).toBe(200);
      expect((await tables.hub.key().download(path)).status).toBe(200);
    });
    expect(entries.map(({ action, facts }) => [action, facts.columns])).toEqual([
      ['GET /exports', ['isian', 'isianAngka']],
      ['GET /exports', ['isian']],
    ]);
  });

  test('and neither those of OPEN columns nor what was withheld', async () => {
    const { hub } = tables;
    const entries = await reads(1, async () => {
      await ask(hub.key(), query('tetap'));
      const other = await (await hub.official('produsen.dinsos')).query(query());
      expect(other.errors[0]?.extensions.code).toBe('FIELD_RESTRICTED');
      await ask(hub.key(), query('isian', 'Akhir'));
    });
    expect(entries.map(({ facts }) => facts.operation.name)).toEqual(['Akhir']);
  });

  test('what could not be recorded is recorded later', async () => {
    const entries = await reads(2, async () => {
      await sql`alter table audit_entries rename to audit_entries_away`;
      try {
        await ask(tables.hub.key(), query('isian', 'Satu'));
        await new Promise((resolve) => setTimeout(resolve, 1500));
        await ask(tables.hub.key(), query('isian', 'Dua'));
      } finally {
        await sql`alter table audit_entries_away rename to audit_entries`;
      }
    });
    expect(entries.map(({ facts }) => facts.operation.name).sort()).toEqual(['Dua', 'Satu']);
  });

  test('when the hub stops, those of its last second too', async () => {
    await ask(tables.hub.key(), query('isian', 'Terakhir'));
    await tables.hub.hub[Symbol.asyncDispose]();
    const rows = await sql<Entry[]>`select * from audit_entries where kind = 'READ' order by id desc limit 1`;
    expect(rows[0]?.facts.operation.name).toBe('Terakhir');
  });
});
