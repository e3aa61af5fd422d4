import { readConfig } from './config.js';
import { createServer } from './server.js';

const config = readConfig();
const app = await createServer(config);
await app.listen({ host: config.host, port: config.port });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => app.close());
