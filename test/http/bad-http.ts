import { isBuilt } from '../support/browser.js';
import { ask, type BadInput, JSON_TYPE, post, QUERY, type Sent } from './bad-input.js';

const BAD = '400 BAD_REQUEST';
/** The explorer's files are served once it is built. */
const BUILT = isBuilt('explorer');
const NOT_JSON = '400 BAD_JSON';
const NOBODY = '401 UNAUTHENTICATED';
const NOWHERE = '404 NOT_FOUND';
const body = JSON.stringify({ query: QUERY });
const typed = (type: string): Sent => post(body, { 'content-type': type });
const as = (method: string, path = '/graphql'): Sent => [path, { method }];
const to = (path: string, headers: Record<string, string> = {}): Sent => [path, { headers }];
const by = (authorization: string, path = '/graphql'): Sent =>
  path === '/graphql' ? ask(QUERY, {}, { authorization }) : to(path, { authorization });

const form = new FormData();
form.set('operations', body);

/** Bodies, their types and encodings. */
export const BODIES: readonly BadInput[] = [
  ['JSON that is cut off', post('{"query":'), NOT_JSON],
  ['JSON with a comma too many', post('{"query":"{a}",}'), NOT_JSON],
  ['JSON with a comment', post('{/* */"query":"{a}"}'), NOT_JSON],
  ['single quotes', post("{'query':'{a}'}"), NOT_JSON],
  ['two documents', post('{}{}'), NOT_JSON],
  ['NaN', post('{"query":NaN}'), NOT_JSON],
  ['a raw line break in a text', post('{"query":"{\n}"}'), NOT_JSON],
  ['nothing', post(''), NOT_JSON],
  ['blanks', post('   '), NOT_JSON],
  ['a byte order mark alone', post('\ufeff'), NOT_JSON],
  [
    'bytes that are no text',
    ['/graphql', { method: 'POST', headers: JSON_TYPE, body: new Uint8Array([0xff, 0xfe, 0]) }],
    NOT_JSON,
  ],
  ['a prototype', post('{"query":"","__proto__":{}}'), NOT_JSON],
  ['a constructor', post('{"query":"","constructor":{"prototype":{}}}'), NOT_JSON],
  ['100,000 brackets', post(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), BAD],
  [
    'more than a megabyte',
    post(JSON.stringify({ query: QUERY, padding: 'x'.repeat(1_000_001) })),
    '413 BODY_TOO_LARGE',
  ],
  ['no content type', ['/graphql', { method: 'POST', body: new Uint8Array(Buffer.from(body)) }], BAD],
  ['no body and no content type', ['/graphql', { method: 'POST' }], BAD],
  ['plain text', typed('text/plain'), BAD],
  ['a form', typed('application/x-www-form-urlencoded'), BAD],
  ['a multipart form', ['/graphql', { method: 'POST', body: form }], BAD],
  ['application/graphql', typed('application/graphql'), BAD],
  ['application/xml', typed('application/xml'), BAD],
  ['text/json', typed('text/json'), BAD],
  ['application/jsonx', typed('application/jsonx'), BAD],
  ['a content type that is none', typed('x'), BAD],
  ['a content type of 5,000 characters', typed(`application/${'j'.repeat(5000)}`), BAD],
  ['JSON that says it is gzip', post(body, { ...JSON_TYPE, 'content-encoding': 'gzip' }), BAD],
  ['JSON that says it is br', post(body, { ...JSON_TYPE, 'content-encoding': 'br' }), BAD],
  ['an encoding that nobody knows', post(body, { ...JSON_TYPE, 'content-encoding': 'rot13' }), BAD],
  ['an answer wanted as HTML', ask(QUERY, {}, { accept: 'text/html' }), '406 BAD_REQUEST'],
  ['an answer wanted as an image', ask(QUERY, {}, { accept: 'image/*' }), '406 BAD_REQUEST'],
  ['an Idempotency-Key with a blank', ask(QUERY, {}, { 'idempotency-key': 'a b' }), BAD],
  ['an Idempotency-Key of 201 characters', ask(QUERY, {}, { 'idempotency-key': 'a'.repeat(201) }), BAD],
  ['an Idempotency-Key of other letters', ask(QUERY, {}, { 'idempotency-key': 'kunci\u00e9' }), BAD],
];

/** Methods and paths. */
export const PATHS: readonly BadInput[] = [
  ...['PUT', 'PATCH', 'DELETE', 'OPTIONS'].map((method): BadInput => [method, as(method), NOWHERE]),
  ['an unknown path', to('/nowhere'), NOWHERE],
  ['an unknown path, posted to', post(body, JSON_TYPE, '/nowhere'), NOWHERE],
  ['a path below a known one', post(body, JSON_TYPE, '/graphql/x'), NOWHERE],
  ['a slash behind', post(body, JSON_TYPE, '/graphql/'), NOWHERE],
  ['two slashes', post(body, JSON_TYPE, '//graphql'), NOWHERE],
  ['another case', post(body, JSON_TYPE, '/GraphQL'), NOWHERE],
  ['/%61dmin', to('/%61dmin'), NOWHERE],
  ['/%2e%2e/package.json', to('/%2e%2e%2fpackage.json'), NOWHERE],
  ['a way out of the explorer', to('/explorer/..%2f..%2fpackage.json'), NOWHERE],
  ['a way out by backslashes', to('/explorer/..%5c..%5cpackage.json'), BUILT ? BAD : NOWHERE],
  ['a hidden file', to('/explorer/.stamp'), NOWHERE],
  ['a file that is not there', to('/explorer/nothing.js'), NOWHERE],
  ['a NUL', to('/explorer/%00'), BUILT ? BAD : NOWHERE],
  ['a NUL in a name', to('/exports/a%00.csv'), NOWHERE],
  ['what cannot be decoded', to('/%zz'), BAD],
  ['half of an escape', to('/exports/%e0%a4.csv'), BAD],
  ['a path of 15,000 characters', to(`/${'a'.repeat(15_000)}`), NOWHERE],
  ['a GET of the uploads', to('/uploads'), NOWHERE],
  ['a POST to health', post(body, JSON_TYPE, '/health/live'), NOWHERE],
  ['a DELETE of an export', as('DELETE', '/exports/dinkes_tenagaKesehatan.csv'), NOWHERE],
  ['an export of nothing', to('/exports/'), NOWHERE],
  ['an export without a format', to('/exports/dinkes_tenagaKesehatan'), NOWHERE],
  ['an export of another format', to('/exports/dinkes_tenagaKesehatan.exe'), NOWHERE],
  ['an export of a file beside', to('/exports/..%2f..%2fetc%2fpasswd.csv'), NOWHERE],
  ['an export of a name that is long', to(`/exports/${'a'.repeat(90)}.csv`), NOWHERE],
  [
    'an export by an unknown parameter',
    to('/exports/dinkes_tenagaKesehatan.csv?limit=1'),
    '400 BAD_USER_INPUT',
  ],
  [
    'an export by a parameter twice',
    to('/exports/dinkes_tenagaKesehatan.csv?columns=a&columns=b'),
    '400 BAD_USER_INPUT',
  ],
  [
    'an export of an unknown column',
    to('/exports/dinkes_tenagaKesehatan.csv?columns=x'),
    '400 BAD_USER_INPUT',
  ],
  [
    'an export of a column that is SQL',
    to("/exports/dinkes_tenagaKesehatan.csv?columns=a'%20or%201=1"),
    '400 BAD_USER_INPUT',
  ],
  [
    'an export by a filter that is no JSON',
    to('/exports/dinkes_tenagaKesehatan.csv?where=%7B'),
    '400 BAD_USER_INPUT',
  ],
  [
    'an export by a filter that is a number',
    to('/exports/dinkes_tenagaKesehatan.csv?where=1'),
    '400 BAD_USER_INPUT',
  ],
  [
    'an export by an order that is none',
    to('/exports/dinkes_tenagaKesehatan.csv?orderBy=%5B1%5D'),
    '400 BAD_USER_INPUT',
  ],
  ['a flag that is none', to('/exports/dinkes_tenagaKesehatan.csv?excel=yes'), '400 BAD_USER_INPUT'],
  ['a workbook for Excel', to('/exports/dinkes_tenagaKesehatan.xlsx?excel=1'), '400 BAD_USER_INPUT'],
  [
    'a mutation as a file',
    post('{"query":"mutation { logout }"}', JSON_TYPE, '/exports/query.csv'),
    '422 EXPORT_REFUSED',
  ],
  ['no query as a file', post('{}', JSON_TYPE, '/exports/query.csv'), BAD],
  ['null as a file', post('null', JSON_TYPE, '/exports/query.csv'), BAD],
  ['a query that is no list, as a file', post(body, JSON_TYPE, '/exports/query.csv'), '422 EXPORT_REFUSED'],
  ['a document version that is none', to('/cases/2026-0001/documents/X/0'), '404 CASE_NOT_FOUND'],
  ['a case with a NUL', to('/cases/%00/archives/1'), '400 BAD_USER_INPUT'],
  ['an archive of minus one', to('/cases/2026-0001/archives/-1'), '404 CASE_NOT_FOUND'],
  ['a report that is no id', to("/loads/';drop/rejects"), NOWHERE],
  ['a template of nothing', to('/datasets/x/template.xlsx'), NOWHERE],
  ['metrics from elsewhere', to('/metrics', { 'x-forwarded-for': '127.0.0.1' }), '403 FORBIDDEN'],
  ['an upload by nobody', post('a\n1\n', { 'content-type': 'text/csv' }, '/uploads'), '403 FORBIDDEN'],
  [
    'a preflight',
    [
      '/graphql',
      {
        method: 'OPTIONS',
        headers: { origin: 'https://lain.example', 'access-control-request-method': 'POST' },
      },
    ],
    NOWHERE,
  ],
];

const SECRET = 'a'.repeat(43);

/** `Authorization` as it may come; `{key}`, `{session}` and the like stand for real ones. */
export const CALLERS: readonly BadInput[] = [
  ['nothing', by(''), NOBODY],
  ['a scheme alone', by('Bearer'), NOBODY],
  ['a scheme and a blank', by('Bearer  '), NOBODY],
  ['a key without a scheme', by('{key}'), NOBODY],
  ['a key under another scheme', by('Basic {key}'), NOBODY],
  ['a key as a token', by('Token {key}'), NOBODY],
  ['a name and a password', by('Basic cGVuZ2Vsb2xhOnNhbmRp'), NOBODY],
  ['a digest', by('Digest username="a", realm="b"'), NOBODY],
  ['a JSON web token without a signature', by('Bearer eyJhbGciOiJub25lIn0.eyJyb2xlIjoiQURNSU4ifQ.'), NOBODY],
  ['null', by('Bearer null'), NOBODY],
  ['undefined', by('Bearer undefined'), NOBODY],
  ['an object', by('Bearer [object Object]'), NOBODY],
  ['a key in quotes', by('Bearer "{key}"'), NOBODY],
  ['a key twice', by('Bearer {key},{key}'), NOBODY],
  ['a key and more', by('Bearer {key} x'), NOBODY],
  ['a key with a letter more', by('Bearer {key}a'), NOBODY],
  ['a key with a letter less', by('Bearer {short}'), NOBODY],
  ['a key with another last letter', by('Bearer {wrong}'), NOBODY],
  ['a key in capitals', by('Bearer {capitals}'), NOBODY],
  ['the id of a key alone', by('Bearer {id}'), NOBODY],
  ['the id of one key with the secret of another', by('Bearer {crossed}'), NOBODY],
  ['an unknown key', by(`Bearer sgk_000000000000_${SECRET}`), NOBODY],
  ['an unknown session', by(`Bearer sgs_${SECRET}`), NOBODY],
  ['a key as a session', by(`Bearer sgs_{secret}`), NOBODY],
  ['SQL', by("Bearer ' or '1'='1"), NOBODY],
  ['8,000 letters', by(`Bearer ${'a'.repeat(8000)}`), NOBODY],
  ['letters that are no ASCII', by('Bearer kunc\u00ed'), NOBODY],
  ['a key that was revoked', by('Bearer {revoked}'), NOBODY],
  ['a key that has expired', by('Bearer {expired}'), NOBODY],
  ['a session that has ended', by('Bearer {ended}'), NOBODY],
  ['a session that was signed out of', by('Bearer {left}'), NOBODY],
  ...[
    '/schema.graphql',
    '/catalog.jsonld',
    '/api/3/action/package_list',
    '/exports/dinkes_tenagaKesehatan.csv',
    '/datasets/dinkes_tenagaKesehatan/template.xlsx',
    '/cases/2026-0001/archives/1',
    '/loads/x/rejects',
    '/metrics',
  ].map((path): BadInput => [`a key that was revoked, at ${path}`, by('Bearer {revoked}', path), NOBODY]),
  [
    'a revoked key with an upload',
    post('a\n', { authorization: 'Bearer {revoked}', 'content-type': 'text/csv' }, '/uploads'),
    NOBODY,
  ],
  [
    'a consumer key with an upload',
    post('a\n', { authorization: 'Bearer {key}', 'content-type': 'text/csv' }, '/uploads'),
    '403 FORBIDDEN',
  ],
  [
    'a key at what is for officials',
    ask('{ serviceKeys { id } }', {}, { authorization: 'Bearer {key}' }),
    '403 FORBIDDEN',
  ],
  [
    'a key at a mutation of producers',
    ask('mutation { draftCase { number } }', {}, { authorization: 'Bearer {key}' }),
    '403 FORBIDDEN',
  ],
  [
    'a wrong password',
    ask('mutation { login(username: "tim.teknis", password: "x") { token } }'),
    '401 LOGIN_FAILED',
  ],
  ['an unknown user', ask('mutation { login(username: "x", password: "x") { token } }'), '401 LOGIN_FAILED'],
  ['an empty name', ask('mutation { login(username: "", password: "") { token } }'), '401 LOGIN_FAILED'],
  [
    'a password of 100,000 letters',
    ask('mutation ($p: String!) { login(username: "x", password: $p) { token } }', {
      variables: { p: 'x'.repeat(100_000) },
    }),
    '401 LOGIN_FAILED',
  ],
  [
    'a NUL in a name',
    ask('mutation { login(username: "\\u0000", password: "x") { token } }'),
    '400 BAD_USER_INPUT',
  ],
];
