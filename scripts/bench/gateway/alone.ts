import 'reflect-metadata';
import { readGatewayConfig } from '../../../gateway/config.js';
import { createGateway } from '../../../gateway/only/server.js';

// The hub's gateway alone, in a process of its own: `alone.ts <supergraph> <allowed> <sharing>`. Prints its port.
const [file = '', allowed = '', sharing] = process.argv.slice(2);
const env = {
  HUB_SUPERGRAPH: file,
  HUB_ALLOWED: allowed,
  HUB_ADMITS: 'anyone',
  HUB_FORWARD: 'authorization',
  PORT: '0',
};
const config = readGatewayConfig(env);
if (!config) throw new Error('no supergraph is given');
const gateway = await createGateway(config, { sharing: sharing === 'sharing' });
console.log(new URL(await gateway.listen()).port);
process.once('SIGINT', () => gateway[Symbol.asyncDispose]().then(() => process.exit(0)));
