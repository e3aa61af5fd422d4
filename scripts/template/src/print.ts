import { writeFile } from 'node:fs/promises';
import { subgraph } from './schema.js';

// Writes the SDL that is published.
await writeFile(new URL('../schema.graphql', import.meta.url), (await subgraph()).sdl);
