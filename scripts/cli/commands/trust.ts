import { readFile } from 'node:fs/promises';
import { command, TEXT } from '../command.js';
import { Failure, UsageFailure } from '../failure.js';

const MOST_FILES = 200;

interface Trusted {
  readonly id: string;
  readonly name: string;
  readonly trustedOnly: boolean;
  readonly trustedOperations: readonly { readonly hash: string; readonly registeredAt: string }[] | null;
}

export const trust = command({
  usage: '--key ID [FILE.graphql …] [--only yes|no]',
  about: { id: 'daftarkan operasi yang boleh dikirim sebuah kunci', en: 'register what a key may send' },
  more: [
    '--key ID              id kunci layanan, bukan rahasianya / the key’s id, not its secret',
    'FILE.graphql          satu operasi per berkas, persis seperti dikirim / one operation a file, exactly as it is sent',
    'FILE.json             manifest Apollo, atau { "hash": "teks" } / an Apollo manifest, or { "hash": "text" }',
    '--only yes|no         hanya operasi terdaftar yang diterima / whether nothing else is taken',
    'Tanpa berkas: yang sudah terdaftar / without files: what is registered',
  ],
  options: { key: TEXT, only: TEXT },
  words: [0, MOST_FILES],
  async run({ values: { key, only }, words: files, hub, terminal }) {
    if (key === undefined) throw new UsageFailure('--key ID?');
    if (only !== undefined && only !== 'yes' && only !== 'no')
      throw new UsageFailure(`--only ${only}: yes | no?`);
    const operations = (await Promise.all(files.map(operationsOf))).flat();
    if (operations.length > 0)
      await hub.query(
        'mutation ($key: ID!, $operations: [String!]!) { trustOperations(key: $key, operations: $operations) { id } }',
        {
          key,
          operations,
        },
      );
    // Behind the registering: a key that is bound first would be refused what it sends meanwhile.
    if (only !== undefined)
      await hub.query(
        'mutation ($key: ID!, $only: Boolean!) { changeServiceKey(id: $key, trustedOnly: $only) { id } }',
        {
          key,
          only: only === 'yes',
        },
      );
    const { serviceKeys } = await hub.query<{ serviceKeys: readonly Trusted[] }>(
      'query ($key: ID!) { serviceKeys(id: $key) { id name trustedOnly trustedOperations { hash registeredAt } } }',
      { key },
    );
    const [found] = serviceKeys;
    if (!found)
      throw new Failure(2, `${key}: tidak ada kunci Anda dengan id ini / no key of yours has this id`);
    const { name, trustedOnly, trustedOperations } = found;
    for (const { hash, registeredAt } of trustedOperations ?? []) terminal.line(`${hash}  ${registeredAt}`);
    terminal.line(
      `${name}: ${trustedOperations?.length ?? 0} terdaftar / registered${trustedOnly ? '; hanya ini / these alone' : ''}`,
    );
    return { exit: 0, value: found };
  },
});

/** A file's text as it is, or the texts of a manifest. */
async function operationsOf(path: string): Promise<readonly string[]> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Failure(2, `${path}: tidak dapat dibaca / cannot be read`);
  });
  if (!path.endsWith('.json')) return [text];
  const bodies = bodiesOf(text);
  if (!bodies) throw new Failure(2, `${path}: { "operations": [{ "body": "…" }] } | { "hash": "…" }?`);
  return bodies;
}

function bodiesOf(text: string): readonly string[] | undefined {
  try {
    const manifest = JSON.parse(text) as { readonly operations?: readonly { readonly body?: unknown }[] };
    const bodies = Array.isArray(manifest.operations)
      ? manifest.operations.map(({ body }) => body)
      : Object.values(manifest);
    return bodies.every((body) => typeof body === 'string') ? (bodies as readonly string[]) : undefined;
  } catch {
    return undefined;
  }
}
