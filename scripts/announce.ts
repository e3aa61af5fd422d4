import type { Code } from '../subgraphs/identity/accounts/installation.js';
import type { DemoFacts } from './demo/seed.js';

/** Says where the hub is; for a demo who may sign in and what to try, for a new installation how to begin. */
export function announce(url: string, demo: DemoFacts | null, codes: readonly Code[]): void {
  const lines = [
    '',
    'SatuGraf',
    `  Konsol / console       ${url}/`,
    `  Penjelajah / explorer  ${url}/explorer/`,
    `  GraphQL                ${url}/graphql`,
  ];
  if (demo) {
    lines.push('', '  Demo: data ilustrasi / illustrative data (DATA_DIR/demo.json)', '  Akun / accounts');
    for (const { user, password, role, agency } of demo.accounts)
      lines.push(`    ${user.padEnd(20)} ${password.padEnd(18)} ${role}${agency ? ` (${agency})` : ''}`);
    if (demo.accounts.length === 0)
      lines.push(
        '    demo.json hilang; sandi tidak dapat ditampilkan / is gone, the passwords cannot be shown',
      );
    lines.push('  Kunci / keys');
    for (const { name, key } of demo.keys) lines.push(`    ${name.padEnd(24)} ${key}`);
    lines.push('', '  Coba / try:', '');
    lines.push(
      ...demo.query
        .trimEnd()
        .split('\n')
        .map((line) => `    ${line}`),
    );
    const key = demo.keys[0]?.key;
    if (key)
      lines.push(
        '',
        `    curl -s ${demo.graphql} -H 'content-type: application/json' -H 'authorization: Bearer ${key}' \\`,
        `      -d '{"query":"{ region(code: \\"35.14\\") { name children { nodes { name dinkes_tenagaKesehatan { nodes { dokter } } } } } }"}'`,
      );
  }
  if (codes.length > 0) lines.push(...beginning(url, codes));
  lines.push('', '  Ctrl-C menghentikan hub / stops the hub', '');
  console.log(lines.join('\n'));
}

/** The one-time codes of the first accounts, and what to do with them. */
function beginning(url: string, codes: readonly Code[]): string[] {
  const until = codes[0]?.expiresAt.toISOString().slice(0, 10);
  return [
    '',
    `  Akun pertama, kode sekali pakai sampai ${until} / first accounts, one-time codes until then`,
    ...codes.map(({ username, code }) => `    ${username.padEnd(20)} ${code}`),
    '  Tetapkan kata sandi masing-masing (12 karakter atau lebih) / set the password of each (12 characters or more):',
    `    npm run satugraf -- password --url ${url}`,
    '  atau / or:',
    `    curl -s ${url}/graphql -H 'content-type: application/json' \\`,
    `      -d '{"query":"mutation { setPassword(token: \\"KODE / CODE\\", password: \\"…\\") }"}'`,
    '  Bila belum dipakai, hub mencetak kode baru saat dimulai lagi / unused, the hub prints new ones when it starts again.',
  ];
}
