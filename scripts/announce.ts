import type { DemoFacts } from './demo/seed.js';

/** Says where the hub is, and for a demo who may sign in and what to try. */
export function announce(url: string, demo: DemoFacts | null): void {
  const lines = [
    '',
    'SatuGraf',
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
  lines.push('', '  Ctrl-C menghentikan hub / stops the hub', '');
  console.log(lines.join('\n'));
}
