import { type BundleVerdict, verifyBundle } from '../subgraphs/workflow/archive/verify.js';

// `npm run archive:verify -- arsip.zip`: anyone who holds an archive sees whether it is as it was made. No hub needed.
const USAGE = `Pemakaian / usage:
  npm run archive:verify -- arsip.zip`;

function report(path: string, verdict: BundleVerdict): string {
  if (!verdict.ok && verdict.why === 'ERASED')
    return `DIHAPUS: ${verdict.detail.id}\nERASED: ${verdict.detail.en}\n[${verdict.why}] ${path}`;
  if (!verdict.ok)
    return `RUSAK: ${verdict.detail.id}\nDAMAGED: ${verdict.detail.en}\n[${verdict.why}] ${path}`;
  const { about, files, sha256 } = verdict;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const facts = {
    'permohonan / case': about.case,
    'dataset / dataset': about.dataset ?? '-',
    'rilis / release': about.release ?? '-',
    'dibuat / created': about.createdAt,
    'rantai / chain': about.chainHead,
    'berkas / files': `${files.length} (${bytes} bita / bytes)`,
    sha256,
  };
  const lines = Object.entries(facts).map(([name, fact]) => `${name.padEnd(18)} ${fact}`);
  return [
    'UTUH: setiap berkas cocok dengan daftarnya, dan tidak satu bita pun berubah sejak arsip dibuat.',
    'INTACT: every file is as listed, and not one byte has changed since the archive was made.',
    ...lines,
    'Cocokkan sha256 dengan catatan hub; segel di dalam arsip dapat dibuat ulang oleh siapa pun yang mengubahnya.',
    "Compare sha256 with the hub's record; whoever changes an archive can make its inner seal anew.",
  ].join('\n');
}

const [path, ...rest] = process.argv.slice(2);
if (path === undefined || rest.length > 0 || path.startsWith('-')) {
  console.error(USAGE);
  process.exitCode = 1;
} else {
  try {
    const verdict = await verifyBundle(path);
    console.log(report(path, verdict));
    process.exitCode = verdict.ok ? 0 : 1;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    console.error(`Berkas ${path} tidak dapat dibaca (${code}).\nThe file ${path} cannot be read (${code}).`);
    process.exitCode = 1;
  }
}
