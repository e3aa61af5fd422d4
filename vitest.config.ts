import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import LongestFirst from './test/support/sequencer.js';

export default defineConfig({
  resolve: {
    // Vitest would load graphql twice, once as ESM and once as CommonJS: "from another module or realm".
    alias: [
      {
        find: /^graphql$/,
        replacement: fileURLToPath(new URL('node_modules/graphql/index.js', import.meta.url)),
      },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global.ts'],
    setupFiles: ['test/support/setup.ts'],
    pool: 'forks',
    // Files share a process's modules: loading them anew for each would take half of the run.
    isolate: false,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // They end what hangs, and say nothing of how fast a machine is.
    testTimeout: process.env['SATUGRAF_LONG'] === '1' ? 600_000 : 180_000,
    hookTimeout: 180_000,
    server: { deps: { inline: [/^type-graphql/] } },
    reporters: ['default', './test/support/summary.ts'],
  },
});
