import { ask, type BadInput, get, JSON_TYPE, post, QUERY } from './bad-input.js';

const REGION = 'query ($c: ID!) { region(code: $c) { name } }';
const REGIONS =
  'query ($n: Int, $s: String, $l: RegionLevel) { regions(first: $n, search: $s, level: $l) { totalCount } }';
const ROWS = 'dinkes_tenagaKesehatan';
const WHERE = 'query ($w: Dinkes_TenagaKesehatanWhere) { dinkes_tenagaKesehatan(where: $w) { totalCount } }';
const nested = (levels: number, open: string, close: string, inner: string): string =>
  open.repeat(levels) + inner + close.repeat(levels);
const KEY = { authorization: 'Bearer {key}' };
const SAY = (text: string): string => `mutation { sendCaseMessage(number: "1", text: "${text}") { id } }`;
const say = (text: string) => ask(SAY(text), {}, KEY);
const times = (count: number, make: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => make(at)).join(' ');

const INVALID = '400 GRAPHQL_VALIDATION_FAILED';
const SYNTAX = '400 GRAPHQL_PARSE_FAILED';
const INPUT = '400 BAD_USER_INPUT';
const LIMIT = '400 LIMIT_EXCEEDED';
const BAD = '400 BAD_REQUEST';
const RESOLUTION = '400 OPERATION_RESOLUTION_FAILURE';

/** Documents that are none, or fit no schema, or ask too much. */
export const DOCUMENTS: readonly BadInput[] = [
  ['an empty document', ask('   '), SYNTAX],
  ['a comment alone', ask('# nothing'), SYNTAX],
  ['an open brace', ask('{ viewer { kind '), SYNTAX],
  ['a brace too many', ask('{ viewer { kind } } }'), SYNTAX],
  ['an empty selection', ask('{ }'), SYNTAX],
  ['a field of an empty selection', ask('{ viewer { } }'), SYNTAX],
  ['an open string', ask('{ region(code: "35) { name } }'), SYNTAX],
  ['an open block string', ask('{ region(code: """35) { name } }'), SYNTAX],
  ['a bad escape', ask('{ region(code: "\\x41") { name } }'), SYNTAX],
  ['a lone surrogate', ask('{ region(code: "\\ud800") { name } }'), SYNTAX],
  ['a number with a letter', ask('{ regions(first: 1a) { totalCount } }'), SYNTAX],
  ['a number with a leading nought', ask('{ regions(first: 01) { totalCount } }'), SYNTAX],
  ['a colon alone', ask('{ : viewer { kind } }'), SYNTAX],
  ['three dots alone', ask('{ ... }'), SYNTAX],
  ['a NUL in the text', ask('{ viewer { kind } }\0'), SYNTAX],
  ['a schema', ask('type Query { a: Int } ;'), SYNTAX],
  ['SQL', ask("select * from accounts where '1'='1'"), SYNTAX],
  ['HTML', ask('<script>alert(1)</script>'), SYNTAX],
  ['an unknown field', ask('{ nothing }'), INVALID],
  ['an unknown field below', ask('{ viewer { password } }'), INVALID],
  ['an object without a selection', ask('{ viewer }'), INVALID],
  ['a leaf with one', ask('{ viewer { kind { name } } }'), INVALID],
  ['an unknown argument', ask('{ viewer(id: 1) { kind } }'), INVALID],
  ['a missing argument', ask('{ region { name } }'), INVALID],
  ['an argument twice', ask('{ region(code: "35", code: "36") { name } }'), INVALID],
  ['a literal of a wrong type', ask('{ regions(first: "ten") { totalCount } }'), INVALID],
  ['a whole number beyond 32 bits', ask('{ regions(first: 2147483648) { totalCount } }'), INVALID],
  ['an unknown enum value', ask('{ regions(level: PLANET) { totalCount } }'), INVALID],
  [
    'an unknown operator of a filter',
    ask(`{ ${ROWS}(where: { tahun: { like: 1 } }) { totalCount } }`),
    INVALID,
  ],
  ['an unknown directive', ask('{ viewer @auth { kind } }'), INVALID],
  ['a directive without its argument', ask('{ viewer @skip { kind } }'), INVALID],
  ['an unknown fragment', ask('{ ...Nobody }'), INVALID],
  ['a fragment alone', ask('fragment F on Query { viewer { kind } }'), INVALID],
  ['a fragment that nobody spreads', ask(`${QUERY} fragment F on Query { viewer { kind } }`), INVALID],
  ['a fragment of an unknown type', ask('{ ... on Nobody { id } }'), INVALID],
  [
    'fragments in a circle',
    ask('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'),
    INVALID,
  ],
  ['a fragment that spreads itself', ask('{ ...A } fragment A on Query { viewer { kind } ...A }'), INVALID],
  ['two fields under one name', ask('{ a: viewer { kind } a: agencies { slug } }'), INVALID],
  ['an unknown variable', ask('{ region(code: $c) { name } }'), INVALID],
  ['a variable that nobody uses', ask('query ($c: ID) { viewer { kind } }'), INVALID],
  ['a variable of an unknown type', ask('query ($c: Nobody) { region(code: $c) { name } }'), INVALID],
  ['a variable of a wrong type', ask('query ($c: Boolean!) { region(code: $c) { name } }'), INVALID],
  ['a variable twice', ask('query ($c: ID!, $c: ID!) { region(code: $c) { name } }'), INVALID],
  ['two operations of one name', ask('query A { viewer { kind } } query A { viewer { kind } }'), INVALID],
  ['an unnamed operation beside another', ask(`${QUERY} query A { viewer { kind } }`), INVALID],
  ['a type beside the query', ask(`${QUERY} type A { b: Int }`), INVALID],
  ['a mutation that is not there for the public', ask('mutation { draftCase { number } }'), INVALID],
  ['a field of the gateway', ask('{ _service { sdl } }'), INVALID],
  ['entities', ask('{ _entities(representations: []) { __typename } }'), INVALID],
  ['an unknown operationName', ask(QUERY, { operationName: 'X' }), RESOLUTION],
  ['two operations and no name', ask('query A { viewer { kind } } query B { viewer { kind } }'), RESOLUTION],
  ['a subscription', ask('subscription { changes }'), BAD],
  ['21 root fields', ask(`{ ${times(21, (at) => `a${at}: __typename`)} }`), LIMIT],
  ['31 aliases', ask(`{ viewer { ${times(31, (at) => `a${at}: kind`)} } }`), LIMIT],
  ['13 levels', ask(nested(13, '{ a ', ' }', '')), LIMIT],
  ['300 levels', ask(nested(300, '{ a ', ' }', '')), LIMIT],
  ['9 lists in lists', ask(`{ region(code: ${nested(9, '[', ']', '')}) { name } }`), LIMIT],
  ['2,001 selections', ask(`{ viewer { ${'kind '.repeat(2001)} } }`), LIMIT],
  ['4,001 tokens', ask(`{ ${'a '.repeat(4001)} }`), LIMIT],
  ['100,001 characters', ask(`${QUERY} # ${'x'.repeat(100_001)}`), LIMIT],
  ['a million selections by fragments', ask(doubling(20)), LIMIT],
  ['deep introspection', ask(`{ __schema { types ${nested(20, '{ ofType ', ' }', '{ name }')} } }`), LIMIT],
  ['more rows than a page has', ask('{ regions(first: 100000) { totalCount } }'), LIMIT],
  ['a page of less than nothing', ask('{ regions(first: -1) { totalCount } }'), INPUT],
  ['a cursor of nobody', ask(`{ ${ROWS}(after: "x") { totalCount } }`), '400 BAD_CURSOR'],
  ['an empty message', say(''), INPUT],
  ['a message of blanks', say(' \\n '), INPUT],
  ['a message of 2,001 characters', say('x'.repeat(2001)), INPUT],
  ['a NUL in a message', say('a\\u0000b'), INPUT],
  ['a message without a text', ask('mutation { sendCaseMessage(number: "1") { id } }', {}, KEY), INVALID],
  ['a message on no case', say('Halo'), '404 CASE_NOT_FOUND'],
  ['a message of the public', ask(SAY('Halo')), INVALID],
  ['a first and a last', ask(`{ ${ROWS}(first: 1, last: 1) { totalCount } }`), INPUT],
];

/** Variables that do not fit. */
export const VARIABLES: readonly BadInput[] = [
  ['a missing variable', ask(REGION), INPUT],
  ['one that is null', ask(REGION, { variables: { c: null } }), INPUT],
  ['one that is an object', ask(REGION, { variables: { c: {} } }), INPUT],
  ['one that is a list', ask(REGION, { variables: { c: ['35', '36'] } }), INPUT],
  ['one that is true', ask(REGION, { variables: { c: true } }), INPUT],
  ['one that is 1.5', ask(REGION, { variables: { c: 1.5 } }), INPUT],
  ['a text for a number', ask(REGIONS, { variables: { n: '1' } }), INPUT],
  ['a fraction', ask(REGIONS, { variables: { n: 1.5 } }), INPUT],
  ['a number beyond 32 bits', ask(REGIONS, { variables: { n: 2 ** 31 } }), INPUT],
  ['a number beyond all', post(`{"query":${JSON.stringify(REGIONS)},"variables":{"n":1e999}}`), INPUT],
  ['a number for a text', ask(REGIONS, { variables: { s: 1 } }), INPUT],
  ['an unknown enum value', ask(REGIONS, { variables: { l: 'PLANET' } }), INPUT],
  ['an enum value that is a number', ask(REGIONS, { variables: { l: 1 } }), INPUT],
  ['a NUL in a text', ask(REGIONS, { variables: { s: 'a\0' } }), INPUT],
  ['an unknown column in a filter', ask(WHERE, { variables: { w: { nothing: { eq: 1 } } } }), INPUT],
  ['an unknown operator in a filter', ask(WHERE, { variables: { w: { tahun: { like: 1 } } } }), INPUT],
  ['a filter that is a list of lists', ask(WHERE, { variables: { w: [[{}]] } }), INPUT],
  ['variables 300 deep', ask(REGION, { variables: { c: deep(300) } }), LIMIT],
  ['variables that are a text', ask(QUERY, { variables: '{}' }), BAD],
  ['variables that are a list', ask(QUERY, { variables: [1] }), BAD],
  ['variables that are a number', ask(QUERY, { variables: 7 }), BAD],
  ['variables that are true', ask(QUERY, { variables: true }), BAD],
  ['extensions that are a text', ask(QUERY, { extensions: 'x' }), BAD],
  ['extensions that are a list', ask(QUERY, { extensions: [] }), BAD],
  ['an operationName that is a number', ask(QUERY, { operationName: 1 }), BAD],
  ['an operationName that is an object', ask(QUERY, { operationName: {} }), BAD],
  ['a query that is a number', post('{"query":7}'), BAD],
  ['a query that is null', post('{"query":null}'), BAD],
  ['a query that is a list', post('{"query":["{a}"]}'), BAD],
  ['a query that is an object', post('{"query":{"length":1}}'), BAD],
  ['no query', post('{}'), BAD],
  ['the query under another name', post('{"Query":"{ viewer { kind } }"}'), BAD],
  ['null', post('null'), BAD],
  ['a number', post('7'), BAD],
  ['a text', post('"query"'), BAD],
  ['a batch', post(`[${JSON.stringify({ query: QUERY })}]`), BAD],
  ['an empty batch', post('[]'), BAD],
];

/** Queries by GET. */
export const GETS: readonly BadInput[] = [
  ['no query', get('variables=%7B%7D'), BAD],
  ['an empty query', get('query='), BAD],
  ['two queries', get(`query=${QUERY}&query=${QUERY}`), BAD],
  ['variables that are no JSON', get(`query=${QUERY}&variables=%7B`), BAD],
  ['variables that are a number', get(`query=${QUERY}&variables=7`), BAD],
  ['variables twice', get(`query=${QUERY}&variables=%7B%7D&variables=%7B%7D`), BAD],
  ['extensions that are no JSON', get(`query=${QUERY}&extensions=%7B`), BAD],
  ['two names of operations', get(`query=${QUERY}&operationName=A&operationName=B`), BAD],
  ['a mutation', get('query=mutation{login(username:"a",password:"b"){token}}'), '405 BAD_REQUEST'],
  ['a syntax error', get('query={viewer{kind'), SYNTAX],
  ['an unknown field', get('query={nothing}'), INVALID],
  ['a bad escape in the address', get('query=%7Bviewer%7Bkind%7D%7D%'), SYNTAX],
  ['a list for the query', get('query[]={viewer{kind}}'), BAD],
  ['no word that it is no form', [`/graphql?query=${QUERY}`, {}], BAD],
  [
    'no word, as an Apollo client',
    [`/graphql?query=${QUERY}`, { headers: { 'x-requested-with': 'a' } }],
    BAD,
  ],
  ['an accept of HTML', get(`query=${QUERY}`, { accept: 'text/html' }), '406 BAD_REQUEST'],
  ['a query of 9,000 tokens', get(`query={${'a,'.repeat(4500)}}`, JSON_TYPE), LIMIT],
];

function doubling(levels: number): string {
  const fragments = times(levels, (at) => `fragment F${at} on Query { ...F${at + 1} ...F${at + 1} }`);
  return `{ ...F0 } ${fragments} fragment F${levels} on Query { viewer { kind } }`;
}

function deep(levels: number): unknown {
  let value: unknown = 1;
  for (let at = 0; at < levels; at++) value = [value];
  return value;
}
