import type { ASTNode } from 'graphql';
import { coveredDocument } from './check/covered.js';
import { differences, supergraphTypes } from './check/difference.js';
import { findingOf, inOrder, type Problem, withAccepted } from './check/finding.js';
import { judgedByUse } from './check/judged.js';
import type { Landscape, Member, Proposed } from './check/landscape.js';
import { lintProblems } from './check/lint.js';
import { composedMembers, datasetNamesOf, withoutServed } from './check/members.js';
import { nameTaken } from './check/name-taken.js';
import { ownersOf } from './check/owners.js';
import { ownershipProblems } from './check/ownership.js';
import { parseSdl } from './check/parse.js';
import { attribution, placesOf } from './check/places.js';
import { type Subject, subjectOf } from './check/subject.js';
import { uncoveredProblem } from './check/uncovered.js';
import type { CheckVerdict, Finding } from './check/verdict.js';
import { compose, type SubgraphSource } from './compose.js';

/**
 * Judges subgraphs that are to be published together: parse → lint → ownership → compose with all others → compare
 * with the live graph → judge by real use → exposure. Pure: the registry, `satugraf check` and the console get the same
 * verdict. A stage that would make no sense after what was found is left out; findings stand in the order of the
 * stages, and within one as they stand in the SDL. The rules are those of `schema/README.md`.
 */
export function check(proposed: readonly Proposed[], landscape: Landscape): CheckVerdict {
  const sorted = [...proposed].sort((one, other) =>
    one.name < other.name ? -1 : one.name > other.name ? 1 : 0,
  );
  const findings: Finding[] = [];
  const add = (stage: readonly Finding[]) =>
    void findings.push(...withAccepted(inOrder(stage), landscape.accepted));

  const { subjects, problems } = read(sorted);
  add(problems);
  const owners = ownersOf(landscape);
  const agencies = new Map<string, string | null>([
    ...landscape.members.map(({ name, agency }) => [name, agency] as const),
    ...sorted.map(({ name, agency }) => [name, agency] as const),
  ]);
  add(
    eachOf(subjects, (subject) => [
      ...nameTaken(subject, sorted, landscape),
      ...lintProblems(subject, owners),
    ]),
  );
  const owned = eachOf(subjects, (subject) => ownershipProblems(subject, { owners, landscape, agencies }));
  add(owned);
  if (subjects.length < sorted.length || owned.some(({ severity }) => severity === 'ERROR'))
    return refused(findings);

  const members = nextMembers(sorted, landscape);
  const whole = compose(withinReach(members, subjects, landscape));
  if (!whole.ok) {
    add(compositionFindings(whole.errors, sorted));
    return refused(findings);
  }
  const next = compose(composedMembers(members, landscape.datasets));
  if (!next.ok) {
    add(compositionFindings(next.errors, sorted));
    return refused(findings);
  }
  add(changes(subjects, liveSupergraph(landscape), next.supergraphSdl, landscape));
  add(eachOf(subjects, (subject) => exposureProblems(subject, landscape)));

  const has = (...severities: Finding['severity'][]) =>
    findings.some(({ severity }) => severities.includes(severity));
  if (has('ERROR')) return refused(findings);
  return {
    kind: has('BREAKING', 'FOREIGN') ? 'REVIEW' : 'PASSED',
    findings,
    supergraphSdl: next.supergraphSdl,
  };
}

const refused = (findings: readonly Finding[]): CheckVerdict => ({ kind: 'REFUSED', findings });

function read(proposed: readonly Proposed[]) {
  const subjects: Subject[] = [];
  const problems: Finding[] = [];
  for (const one of proposed) {
    const result = parseSdl(one.sdl);
    if (result.ok) subjects.push(subjectOf(one, result.document));
    else
      for (const { at, ...problem } of result.problems)
        problems.push({ ...findingOf(one.name, problem), ...at });
  }
  return { subjects, problems };
}

const eachOf = (
  subjects: readonly Subject[],
  problems: (subject: Subject) => readonly Problem[],
): Finding[] =>
  subjects.flatMap((subject) =>
    problems(subject).map((problem) => findingOf(subject.proposed.name, problem)),
  );

/** All members as they would be after the publish. */
function nextMembers(proposed: readonly Proposed[], { members, removed = [] }: Landscape): Member[] {
  const gone = new Set([...proposed.map(({ name }) => name), ...removed]);
  return [
    ...members.filter(({ kind, name }) => kind !== 'REMOTE' || !gone.has(name)),
    ...proposed.map((one): Member => ({ ...one, kind: 'REMOTE' })),
  ];
}

/**
 * What the proposed subgraphs can meet, whole, whether a case covers it yet or not: a case that comes to PROVISION must
 * not find that its subgraph does not compose.
 */
function withinReach(
  members: readonly Member[],
  subjects: readonly Subject[],
  { datasets, consents }: Landscape,
): SubgraphSource[] {
  const names = new Set(subjects.map(({ proposed }) => proposed.name));
  const agencies = new Set<string | null>([
    null,
    ...subjects.map(({ proposed }) => proposed.agency),
    ...consents.filter(({ subgraph }) => names.has(subgraph)).map(({ owner }) => owner),
  ]);
  const near = members.filter(({ agency }) => agencies.has(agency));
  const texts = near.filter(({ kind }) => kind === 'REMOTE').map(({ sdl }) => sdl);
  const isMet = ({ kind, name }: Member): boolean =>
    kind !== 'HOSTED' || texts.some((sdl) => sdl.includes(datasetNamesOf(name, datasets).type));
  return withoutServed(near.filter(isMet), datasets).map(({ agency: _, ...source }) => source);
}

/** The supergraph that clients see now; null where there is none. */
function liveSupergraph({ liveSupergraph: live, members, datasets }: Landscape): string | null {
  if (live !== undefined) return live;
  const composition = compose(composedMembers(members, datasets));
  return composition.ok ? composition.supergraphSdl : null;
}

function changes(
  subjects: readonly Subject[],
  before: string | null,
  after: string,
  landscape: Landscape,
): Finding[] {
  if (before === null || before === after) return [];
  const places = attribution(subjects, landscape);
  const found = differences(supergraphTypes(before), supergraphTypes(after)).map((difference) => ({
    difference,
    ...places.at(difference.coordinate),
  }));
  return judgedByUse(found, landscape).map(({ subgraph, ...problem }) => findingOf(subgraph, problem));
}

function compositionFindings(errors: readonly string[], proposed: readonly Proposed[]): Finding[] {
  const first = proposed[0]?.name ?? '';
  return errors.map((message) =>
    findingOf(proposed.find(({ name }) => new RegExp(`\\b${name}\\b`).test(message))?.name ?? first, {
      rule: 'composition',
      severity: 'ERROR',
      coordinate: null,
      words: {
        id: `Tidak dapat digabung dengan graf: ${message}`,
        en: `It does not compose with the graph: ${message}`,
      },
    }),
  );
}

function exposureProblems({ proposed, document }: Subject, { datasets }: Landscape): Problem[] {
  const places: ReadonlyMap<string, ASTNode> = placesOf(document);
  return coveredDocument(document, proposed.agency, datasets).uncovered.map((coordinate) =>
    uncoveredProblem(coordinate, proposed.agency, datasets, places.get(coordinate)),
  );
}
