import { createServer } from 'node:http';
import PgAggregates from '@graphile/pg-aggregates';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { makeV4Preset } from 'postgraphile/presets/v4';

// PostGraphile over the hub's own tables, whose comments name them. `postgraphile.mjs <database>` prints its port.
const [connectionString] = process.argv.slice(2);
const { PgAggregatesPreset } = PgAggregates;
const instance = postgraphile({
  extends: [
    PostGraphileAmberPreset,
    makeV4Preset({ simpleCollections: 'omit', dynamicJson: false }),
    PgAggregatesPreset,
  ],
  pgServices: [makePgService({ connectionString, schemas: ['hosted', 'public'], poolConfig: { max: 16 } })],
  grafserv: { watch: false, graphiql: false, graphqlPath: '/graphql', maxRequestLength: 1_000_000 },
  grafast: { explain: false },
});
const serv = instance.createServ(grafserv);
const server = createServer();
await serv.addTo(server);
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
