import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Plugin, UserConfig } from 'vite';

/**
 * Leaves a `.gz` beside every text file of the output, for a server with `preCompressed`. A quarter of the bytes
 * matters on an office line; gzip and not brotli, because browsers take brotli over https only.
 */
function gzipped(): Plugin {
  return {
    name: 'satugraf-gzipped',
    apply: 'build',
    async writeBundle({ dir }) {
      if (dir === undefined) return;
      for (const file of await readdir(dir, { recursive: true })) {
        if (!/\.(js|css|ttf|svg|html)$/.test(file)) continue;
        await writeFile(join(dir, `${file}.gz`), gzipSync(await readFile(join(dir, file)), { level: 9 }));
      }
    },
  };
}

/** How a page of this folder is built. */
export const page = (folder: 'app' | 'explorer'): UserConfig => ({
  root: fileURLToPath(new URL(`./${folder}/`, import.meta.url)),
  base: `/${folder}/`,
  // The build depends on this folder and the packages alone, never on the machine's .env files.
  envDir: false,
  publicDir: false,
  plugins: [gzipped()],
  worker: { format: 'es' },
  build: {
    outDir: `../dist/${folder}`,
    emptyOutDir: true,
    sourcemap: false,
    // Files, never data: URLs, so that the content security policy can stay at 'self'.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Monaco's core is one module graph of 2.8 MB (0.7 MB compressed); dropping its rarer parts saves a tenth.
    chunkSizeWarningLimit: 3000,
    rolldownOptions: {
      onwarn(warning, report) {
        // 'use client' and the like, in a hundred package files: they mean nothing in a browser bundle.
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') report(warning);
      },
    },
  },
});
