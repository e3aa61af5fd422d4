import { sourceOf } from '../subgraphs/intake/reading/bytes.js';
import { References } from '../subgraphs/intake/understand/references.js';
import { understand } from '../subgraphs/intake/understand/understand.js';

const lines = ['kode;nama;tahun;jumlah;luas;tanggal;aktif;lat'];
for (let i = 0; i < 1_000_000; i++)
  lines.push(
    `K${String(i % 5000).padStart(6, '0')};Nama ${i % 977} orang;${2000 + (i % 25)};${i};${i % 1000},${i % 97};2024-${String((i % 12) + 1).padStart(2, '0')}-${String((i % 28) + 1).padStart(2, '0')};${i % 2 ? 'ya' : 'tidak'};-7,${100000 + (i % 899999)}`,
  );
const bytes = Buffer.from(lines.join('\n'));
console.log(bytes.length);
lines.length = 0;
for (let k = 0; k < 2; k++) {
  const t = Date.now();
  const v = await understand(
    sourceOf('x.csv', bytes),
    { agency: 'dinkes', year: 2024, decisions: { answers: {}, overrides: {} }, target: null, check: false },
    new References({ small: { upper: [], agencies: [], home: 'x', editions: [] }, regions: [], classes: {} }),
  );
  console.log(
    Date.now() - t,
    v.ok && v.understanding.questions.map((q) => q.id),
    v.ok && v.understanding.rows,
  );
}
