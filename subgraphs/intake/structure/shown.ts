import { graphOf } from './graph-view.js';
import type { Proposal } from './proposal.js';
import type { DefinitionProposal } from './types.js';

/** A proposal as the graph shows it. */
export const shownProposal = ({ definition, omitted, personal, notes }: Proposal): DefinitionProposal => ({
  definition,
  graph: definition && graphOf(definition),
  omitted,
  personal: personal.map(({ column, suggestion }) => ({ column, ...suggestion })),
  notes,
});
