import type { Landscape, Proposed } from './check/landscape.js';
import type { CheckVerdict } from './check/verdict.js';
import { compose } from './compose.js';
export function check(proposed: readonly Proposed[], landscape: Landscape): CheckVerdict {
  const names = new Set(proposed.map(({ name }) => name));
  const c = compose([
    ...landscape.members.filter((m) => !names.has(m.name)),
    ...proposed.map((p) => ({ ...p, kind: 'REMOTE' as const })),
  ]);
  if (!c.ok)
    return {
      kind: 'REFUSED',
      findings: c.errors.map((e) => ({
        rule: 'composes',
        severity: 'ERROR' as const,
        subgraph: proposed[0]?.name ?? '',
        coordinate: null,
        words: { id: e, en: e },
        next: 'PRODUCER' as const,
        line: null,
        column: null,
        affected: [],
      })),
    };
  return { kind: 'PASSED', findings: [], supergraphSdl: c.supergraphSdl };
}
