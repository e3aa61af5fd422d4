import Fastify from 'fastify';
import postgres from 'postgres';

// The floor: a hand-written handler a question, which returns PostgreSQL's own JSON. `floor.mjs <database> <tables>`,
// the tables in the order of the bench's datasets, prints its port.
const [url, tables] = process.argv.slice(2);
const [kinerja, besar, ...small] = tables.split(',');
const SMALL = ['satu', 'dua', 'tiga', 'empat'];
const EXACT = new Set([5, 6, 7]);
const column = (n) => {
  const physical = `c${String(n).padStart(3, '0')}`;
  return `${physical}${EXACT.has(n) ? '::text' : ''} as kolom${n}`;
};
const columns = (count) => Array.from({ length: count }, (_, at) => column(at + 1)).join(', ');
const list = (root, rows) =>
  `select json_build_object('data', json_build_object('${root}', json_build_object('nodes',
     (select coalesce(json_agg(t), '[]') from (${rows}) t))))::text as body`;
const nested = small
  .map(
    (table, at) => `'uji_${SMALL[at]}', json_build_object('nodes', (select coalesce(json_agg(t), '[]')
      from (select ${columns(6)} from ${table} where c002 = d.code order by "row" limit 5) t))`,
  )
  .join(', ');

const QUESTIONS = {
  a: {
    text: list(
      'uji_kinerja',
      `select ${columns(10)} from ${kinerja} where c002 = $1 order by c005 desc, c001 limit 100`,
    ),
    values: ({ region }) => [region],
  },
  b: {
    text: `select json_build_object('data', json_build_object('region', json_build_object('name', r.name, 'children',
      json_build_object('nodes', (select json_agg(json_build_object('code', d.code, 'name', d.name, ${nested}) order by d.code)
        from regions d where d.parent_code = r.code)))))::text as body from regions r where r.code = $1`,
    values: ({ code }) => [code],
  },
  c: {
    text: `select json_build_object('data', json_build_object('uji_besar', json_build_object('groups', json_agg(g))))::text as body
      from (select json_build_array(json_build_object('value', c002)) as key,
        json_build_object('kolom3', sum(c003)::text, 'kolom5', sum(c005)::text) as sum,
        json_build_object('kolom4', round(avg(c004), 10)::text, 'kolom6', round(avg(c006), 10)::text) as avg
        from ${besar} group by c002 order by c002) g`,
    values: () => [],
  },
  d: {
    text: `select json_build_object('data', json_build_object('uji_kinerjaByKey',
      (select to_json(t) from (select ${columns(10)} from ${kinerja} where c001 = $1) t)))::text as body`,
    values: ({ key }) => [key],
  },
  e: {
    text: list(
      'uji_kinerja',
      `select ${columns(12)} from ${kinerja} where c009 = $1 order by "row" limit 1000`,
    ),
    values: ({ flag }) => [flag],
  },
};

const sql = postgres(url, { max: 16 });
const app = Fastify();
for (const [key, { text, values }] of Object.entries(QUESTIONS))
  app.post(`/${key}`, async (request, reply) => {
    const [row] = await sql.unsafe(text, values(request.body.variables), { prepare: true });
    return reply.header('content-type', 'application/json; charset=utf-8').send(row.body);
  });
await app.listen({ port: 0, host: '127.0.0.1' });
console.log(app.server.address().port);
