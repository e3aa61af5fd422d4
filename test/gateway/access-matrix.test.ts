import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CALLERS, callerOf } from '../identity/callers.js';
import { type Answer, bootHub, type TestHub } from '../support/hub.js';
import { caseOf } from '../workflow/case-over-http.js';
import { type Literals, rootFields } from './root-fields.js';

/**
 * Who gets past the guard of each root field, in the order of `CALLERS`: `x` is answered, `?` is told that there is no such
 * thing, `.` may not, or finds no such field. A field that is new needs a row; what each then sees is the matter of its
 * subgraph's own tests. The case and the dataset that are asked for are those of dinkes.
 */
const FIELDS = `
Query.dataset                        x x x x x x x x x x
Query.datasets                       x x x x x x x x x x
Query.explainAccess                  . x x x x x x x x x
Query.lateDatasets                   . . . x x x x x x x
Query.actingAppointments             . . . . . x x x x .
Query.serviceKeys                    . . . x x x x x x x
Query.accessRequests                 . x x x x x x x x x
Query.datasetUses                    . . x x . x x x . .
Query.grantDelegation                . x x x x x x x x x
Query.account                        . . . x x x x x x x
Query.accounts                       . . . . . . x x x .
Query.savedQueries                   . . . x x x x x x x
Query.viewer                         x x x x x x x x x x
Query.allowedAddresses               . . . . . . . . x .
Query.connectionTables               . . ? ? ? . . . . .
Query.connections                    . . x x x . . . x .
Query.import                         . . ? ? ? . . . . .
Query.imports                        . . x x x . . . . .
Query.indexSuggestions               . . . . . x . . x .
Query.loadReports                    . . x x . x x x . .
Query.proposeFromConnection          . . ? ? ? . . . . .
Query.proposeFromStructure           . . x x ? . . . . .
Query.pulls                          . x x x x x x x x x
Query.releases                       . . x x . x x x . .
Query.structure                      . . x x ? . . . . .
Query.agencies                       x x x x x x x x x x
Query.agency                         x x x x x x x x x x
Query.businessClass                  x x x x x x x x x x
Query.businessClasses                x x x x x x x x x x
Query.businessEditions               x x x x x x x x x x
Query.period                         x x x x x x x x x x
Query.region                         x x x x x x x x x x
Query.regions                        x x x x x x x x x x
Query.checkSubgraphs                 . . x x x x . . x .
Query.launches                       . . . . . x x x x .
Query.operationsUsing                . . . . . x x x x .
Query.ownershipConsents              . . . x x . . . . .
Query.proposal                       . ? ? ? ? ? ? ? ? ?
Query.proposals                      . . x x x x x x x .
Query.registryRules                  . . . . . x x x x .
Query.subgraphSigningKey             . . ? ? ? . . . . .
Query.subgraphs                      . x x x x x x x x x
Query.supergraph                     . . . . . x x x x .
Query.webhooks                       . . x x x . . . x .
Query.case                           . ? x x ? x x x x ?
Query.cases                          . x x x x x x x x x
Query.holidayChanges                 . . . . . x x x x .
Query.holidays                       . x x x x x x x x x
Query.inbox                          . x x x x x x x x x
Query.inboxTotal                     . x x x x x x x x x
Query.procedure                      . x x x x x x x x x
Query.procedureStatistics            . . . . . x x x . .
Mutation.decideRelease               . . . . . . x . . .
Mutation.describeDataset             . . x x . . . . . .
Mutation.requestRelease              . . . x . . . . . .
Mutation.appointActing               . . . . . . ? ? . .
Mutation.endActing                   . . . ? ? ? ? ? ? ?
Mutation.cancelAccessRequest         . . . ? ? ? ? ? ? ?
Mutation.decideAccess                . . . ? ? ? ? ? ? ?
Mutation.delegateGrants              . . . x . . . . . .
Mutation.requestAccess               . . . x x x x x x x
Mutation.withdrawAccess              . . . ? ? ? ? ? ? ?
Mutation.changeServiceKey            . . . ? ? ? ? ? ? ?
Mutation.createServiceKey            . . . x x x x x x x
Mutation.distrustOperation           . . . ? ? ? ? ? ? ?
Mutation.revokeServiceKey            . . . ? ? ? ? ? ? ?
Mutation.rotateServiceKey            . . . ? ? ? ? ? ? ?
Mutation.trustOperations             . . . ? ? ? ? ? ? ?
Mutation.changeAccount               . . . . . . . . ? .
Mutation.changePassword              . . . x x x x x x x
Mutation.confirmRole                 . . . . . . ? ? . .
Mutation.createAccount               . . . . . . . . x .
Mutation.disableAccount              . . . . . . . . x .
Mutation.enableAccount               . . . . . . . . x .
Mutation.endRole                     . . . . . . . . x .
Mutation.grantRole                   . . . . . . . . x .
Mutation.registerAgency              . . . . . . . . x .
Mutation.sendPasswordLink            . . . . . . . . x .
Mutation.setPassword                 x x x x x x x x x x
Mutation.deleteSavedQuery            . . . ? ? ? ? ? ? ?
Mutation.saveQuery                   . . . x x x x x x x
Mutation.login                       x x x x x x x x x x
Mutation.allowAddress                . . . . . . . . x .
Mutation.answerImport                . . ? ? ? . . . . .
Mutation.connectDatabase             . . . x x . . . . .
Mutation.disallowAddress             . . . . . . . . ? .
Mutation.importFile                  . . x x ? . . . . .
Mutation.indexColumn                 . . . . . ? . . ? .
Mutation.loadRelease                 . . x x . . . . . .
Mutation.pullNow                     . . ? ? . . . . . .
Mutation.removeConnection            . . . ? ? . . . . .
Mutation.removePull                  . . . ? . . . . . .
Mutation.restoreRelease              . . x x . . . . . .
Mutation.schedulePull                . . . ? . . . . . .
Mutation.changeRegistryRules         . . . . . . . . x .
Mutation.consentToSubgraph           . . . x x . . . . .
Mutation.noticeMaintenance           . ? ? ? ? ? ? ? ? ?
Mutation.publishSubgraphs            . . x x x . . . . .
Mutation.reviewProposal              . ? ? ? ? ? ? ? ? ?
Mutation.rollback                    . . . . . ? . . ? .
Mutation.withdrawOwnershipConsent    . . . ? ? . . . . .
Mutation.withdrawProposal            . ? ? ? ? ? ? ? ? ?
Mutation.createWebhook               . . . x x . . . x .
Mutation.endWebhook                  . . . ? ? . . . ? .
Mutation.testWebhook                 . . . ? ? . . . ? .
Mutation.acceptCase                  . ? . x ? . . . . ?
Mutation.acceptDeviation             . . . ? ? ? ? ? ? ?
Mutation.accountForDeviation         . . . ? ? ? ? ? ? ?
Mutation.acknowledgeCaseReport       . . . ? ? ? ? ? ? ?
Mutation.acknowledgeReport           . ? . . ? . . x . ?
Mutation.adoptCase                   . ? . x ? . . . . ?
Mutation.assessCase                  . ? . . ? x . . . ?
Mutation.attachDocument              . ? . x ? x x x . ?
Mutation.cancelCase                  . ? . . ? . x . . ?
Mutation.contestCase                 . ? . x ? . . . . ?
Mutation.correctDeviation            . . . ? ? ? ? ? ? ?
Mutation.deliverCase                 . ? . . ? x . . . ?
Mutation.draftCase                   . . . x x . . . . .
Mutation.editDraft                   . ? . x ? . . . . ?
Mutation.forwardReport               . ? . . ? . x . . ?
Mutation.handOver                    . ? . x ? . . . . ?
Mutation.invalidateDocument          . ? . . ? x x . . ?
Mutation.issueDisposition            . ? . . ? . . x . ?
Mutation.judgeFields                 . ? . x ? x . . . ?
Mutation.liftSuspension              . ? . x ? x . . . ?
Mutation.markCaseMessagesRead        . ? . ? ? ? ? ? . ?
Mutation.prepareReport               . ? . . ? x . . . ?
Mutation.provisionCase               . ? . . ? x . . . ?
Mutation.raiseClass                  . ? . x ? x x x . ?
Mutation.refuseCase                  . ? . . ? . . x . ?
Mutation.rejectAgreement             . ? . x ? x . . . ?
Mutation.removeHoliday               . . . . . . . . x .
Mutation.rerouteCase                 . ? . . ? x . . . ?
Mutation.returnCase                  . ? . . ? . . x . ?
Mutation.returnDeviation             . . . ? ? ? ? ? ? ?
Mutation.sendCaseMessage             . ? . x ? x x x . ?
Mutation.setHoliday                  . . . . . . . . x .
Mutation.signAgreement               . ? . x ? x . . . ?
Mutation.submitCase                  . ? . x ? . . . . ?
Mutation.suspendFields               . ? . x ? x x x . ?
Mutation.waiveDocument               . ? . . ? . x . . ?
Query.auditEntries                   . . . . . . x x x .
Query.auditVerified                  . . . . . . x x x .
Query.erasures                       . . x x . x x x . .
Query.account                        . . . x x x x x x x
Query.accounts                       . . . . . . x x x .
Mutation.cancelErasure               . . . ? ? . ? . . .
Mutation.proposeErasure              . . . x . . . . . .
Mutation.signErasure                 . . . . . . ? . . .
Mutation.changeAccount               . . . . . . . . ? .
Mutation.changePassword              . . . x x x x x x x
Mutation.confirmRole                 . . . . . . ? ? . .
Mutation.createAccount               . . . . . . . . x .
Mutation.disableAccount              . . . . . . . . x .
Mutation.enableAccount               . . . . . . . . x .
Mutation.endRole                     . . . . . . . . x .
Mutation.grantRole                   . . . . . . . . x .
Mutation.registerAgency              . . . . . . . . x .
Mutation.sendPasswordLink            . . . . . . . . x .
Mutation.setPassword                 x x x x x x x x x x
Mutation.logout                      . x x x x x x x x x
`;

/** The same for routes: `method path access`, then the callers; `-` where the answer depends on nobody. */
const ROUTES = `
POST /graphql                                     ANYONE        x x x x x x x x x x
GET  /cases/:number/documents/:kind/:version      CASE_READERS  ? ? x x ? x x x . ?
GET  /cases/:number/archives/:attempt             CASE_READERS  ? ? x x ? x x x . ?
GET  /datasets/:name/template.xlsx                ANYONE        ? . x x . x x x . .
GET  /loads/:report/rejects                       INSIDERS      ? ? ? ? ? ? ? ? ? ?
POST /uploads                                     UPLOADERS     . . x x x x x x . .
POST /exports/query.csv                           ANYONE        x x x x x x x x x x
GET  /exports/:file                               ANYONE        x x x x x x x x x x
GET  /catalog.jsonld                              ANYONE        x x x x x x x x x x
GET  /ns/sdi                                      PUBLIC        x x x x x x x x x x
GET  /api/3/action/package_list                   ANYONE        x x x x x x x x x x
GET  /api/3/action/package_show                   ANYONE        x x x x x x x x x x
GET  /api/3/action/package_search                 ANYONE        x x x x x x x x x x
GET  /schema.graphql                              ANYONE        x x x x x x x x x x
GET  /subgraph.graphql                            PUBLIC        x x x x x x x x x x
GET  /audit/:month.ndjson                         AUDITORS      ? . . . . . x x x .
GET  /metrics                                     OPERATORS     . . . . . . . . x .
GET  /health/live                                 OPEN          -
GET  /health/ready                                OPEN          -
GET  /                                            OPEN          -
GET  /explorer                                    OPEN          -
GET  /explorer/config.json                        OPEN          -
`;

/** Literals of arguments by their name: what is there to be asked for. */
const literals: Record<string, string> = { dataset: '"dinkes_tenagaKesehatan"', version: '1' };
const OWN: Readonly<Record<string, Literals>> = {
  'Mutation.restoreRelease': { number: '1' },
  'Mutation.rerouteCase': { to: 'ASSESS' },
  'Mutation.trustOperations': { operations: '["{ viewer { kind } }"]' },
};

/** Parts of paths by the parameter's name, and what else a route needs. */
const PARAMETERS: Record<string, string> = {
  month: '2026-11',
  file: 'dinkes_tenagaKesehatan.csv',
  name: 'dinkes_tenagaKesehatan',
  kind: 'INTEGRATION_REPORT',
  version: '1',
  attempt: '1',
  report: '00000000-0000-4000-8000-000000000000',
};

const MARKS: Readonly<Record<string, string>> = {
  FORBIDDEN: '.',
  WRONG_ROLE: '.',
  KEY_OUT_OF_SCOPE: '.',
  GRAPHQL_VALIDATION_FAILED: '.',
  UNAUTHENTICATED: '.',
  NOT_FOUND: '?',
  CASE_NOT_FOUND: '?',
  SUBGRAPH_UNKNOWN: '?',
};
const markOf = (code: string | undefined): string => (code === undefined ? 'x' : (MARKS[code] ?? 'x'));

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('demo');
  const { number } = await caseOf(hub, 'dinkes_tenagaKesehatan');
  literals['number'] = `"${number}"`;
  PARAMETERS['number'] = number;
  const { body } = await (await hub.official('produsen.dinkes')).upload('nama,jumlah\na,1\n');
  literals['upload'] = `"${body['id']}"`;
});
afterAll(() => hub[Symbol.asyncDispose]());

const inLines = (table: string): string[] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.trim().replace(/ +/g, ' '));

/** Rows that are missing, rows of what is gone, and rows that tell something else than what was seen. */
function compare(seen: readonly string[], table: string, names: number): void {
  const nameOf = (line: string): string => line.split(' ').slice(0, names).join(' ');
  const rows = new Map(inLines(table).map((line) => [nameOf(line), line]));
  const found = new Map(seen.map((line) => [nameOf(line), line]));
  const unlike = [...found.values()].filter(
    (line) => rows.has(nameOf(line)) && rows.get(nameOf(line)) !== line,
  );
  expect({
    'without a row; add, where it is meant so': [...found.values()].filter((line) => !rows.has(nameOf(line))),
    'rows of what is no longer there': [...rows.keys()].filter((name) => !found.has(name)),
    'answered otherwise than their row says': unlike.map((line) => ({
      seen: line,
      row: rows.get(nameOf(line)),
    })),
  }).toEqual({
    'without a row; add, where it is meant so': [],
    'rows of what is no longer there': [],
    'answered otherwise than their row says': [],
  });
}

const codeOf = ({ errors }: Answer): string | undefined => errors[0]?.extensions.code;

describe('who gets past the guards:', () => {
  test('routes', async () => {
    const { inventory } = hub.hub.app;
    const seen: string[] = [];
    for (const { method, url, config } of inventory) {
      // The pages' files are there once they are built.
      if (method === 'HEAD' || url === '/app/*' || url === '/explorer/*') continue;
      const marks: string[] = [];
      for (const name of config?.access === 'OPEN' ? [] : CALLERS) {
        const { token } = await callerOf(hub, name);
        const response = await fetch(hub.url + pathOf(url), {
          method: methodOf(method),
          headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...BEHIND_PROXY },
          ...(methodOf(method) === 'POST' ? { body: BODY } : {}),
        });
        marks.push(await markOfResponse(response));
      }
      seen.push([methodOf(method), url, config?.access, ...(marks.length > 0 ? marks : ['-'])].join(' '));
    }
    compare(seen, ROUTES, 2);
  });

  test('a HEAD asks for what its GET does', () => {
    const { inventory } = hub.hub.app;
    for (const { url, config } of inventory.filter(({ method }) => method === 'HEAD')) {
      const get = inventory.find((one) => one.url === url && [one.method].flat().includes('GET'));
      expect([url, config?.access]).toEqual([url, get?.config?.access]);
    }
  });

  test('root fields', async () => {
    const { members, platform } = hub.hub.parts.graph;
    const seen: string[] = [];
    for (const { coordinate, operation } of rootFields(members.schema, platform, literals, OWN)) {
      const marks: string[] = [];
      for (const name of CALLERS)
        marks.push(markOf(codeOf(await (await callerOf(hub, name)).query(operation))));
      seen.push([coordinate, ...marks].join(' '));
    }
    compare(seen, FIELDS, 1);
  });
});

/** Without it everybody on this machine is an operator. */
const BEHIND_PROXY = { 'x-forwarded-for': '192.0.2.1', 'content-type': 'application/json' };
const BODY = JSON.stringify({ query: '{ dinkes_tenagaKesehatan { totalCount nodes { __typename } } }' });

const pathOf = (url: string): string => url.replace(/:(\w+)/g, (_, name: string) => PARAMETERS[name] ?? name);

const methodOf = (method: string | readonly string[]): string =>
  typeof method === 'string' ? method : method.includes('POST') ? 'POST' : (method[0] ?? '');

async function markOfResponse(response: Response): Promise<string> {
  const text = await response.text();
  if (response.status < 400) return 'x';
  const body = JSON.parse(text) as { errors?: { extensions: { code: string } }[] };
  return markOf(body.errors?.[0]?.extensions.code);
}
