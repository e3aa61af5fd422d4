import { readdir, readFile } from 'node:fs/promises';
import type { Landscape } from '../../../schema/check/landscape.js';
import type { Checked } from './findings.js';
import type { Source } from './sources.js';

/** SDL of the hub's own subgraphs, which come with the command. */
const OWN = new URL('../../../schema/subgraphs/', import.meta.url);
