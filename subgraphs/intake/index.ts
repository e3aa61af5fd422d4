import { buildLocalSubgraph, type LocalSubgraph } from '../local.js';
import { PullResolver } from './connections/pull-resolver.js';
import { ConnectionResolver } from './connections/resolver.js';
import { ImportResolver } from './imports/resolver.js';
import { IndexResolver } from './indexes/resolver.js';
import { IntakeResolver } from './resolver.js';
import { StructureResolver } from './structure/resolver.js';

/** From a producer's file to a release: uploads, checks, load and switch. */
export const intakeSubgraph = (): Promise<LocalSubgraph> =>
  buildLocalSubgraph({
    name: 'intake',
    resolvers: [
      IntakeResolver,
      ImportResolver,
      StructureResolver,
      ConnectionResolver,
      PullResolver,
      IndexResolver,
    ],
  });
