#!/usr/bin/env node
// The command `satugraf`, from any folder: its sources are TypeScript, which Node reads with the help of tsx.
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';

register({ tsconfig: fileURLToPath(new URL('../../tsconfig.json', import.meta.url)) });
await import('./main.ts');
