import { Card, Stack, Text, Title } from '@mantine/core';
import { useWords, type Words } from '../../language.js';

const TITLE: Words = { id: 'Yang perlu diketahui', en: 'Good to know' };

const FACTS: readonly { readonly title: Words; readonly text: Words }[] = [
  {
    title: { id: 'Kolom yang ditahan', en: 'Withheld columns' },
    text: {
      id: 'Bernilai null, dengan satu galat yang menyebut dataset, langkah, dan permohonan yang menahannya; bagian lain jawaban tetap utuh. Selalu periksa errors.',
      en: 'They are null, with one error that names the dataset, step and case that withhold them; the rest of the answer is whole. Always look at errors.',
    },
  },
  {
    title: { id: 'Halaman', en: 'Pages' },
    text: {
      id: 'Satu halaman memuat 100 baris, paling banyak 1.000 (first). Halaman berikutnya: after dengan nilai endCursor. Angka Decimal dan BigInt dikirim sebagai teks, agar tidak ada digit yang hilang.',
      en: 'A page holds 100 rows, at most 1,000 (first). For the next give endCursor as after. Decimal and BigInt come as texts, so that no digit is lost.',
    },
  },
  {
    title: { id: 'Batas', en: 'Limits' },
    text: {
      id: 'Hub membatasi besar satu operasi (kedalaman, jumlah kolom, dan baris kali kolom) dan permintaan per menit. Operasi yang terlalu besar ditolak dengan LIMIT_EXCEEDED dan batasnya: kecilkan first atau bagi kuerinya. Permintaan yang terlalu sering ditolak dengan RATE_LIMITED (429): tunggu selama Retry-After. Untuk seluruh isi dataset, unduh berkas: /exports/<dataset>.csv.',
      en: 'The hub bounds what one operation asks (depth, fields, and rows times fields) and the requests a minute. Too big an operation is refused with LIMIT_EXCEEDED and the limit: make first smaller or split the query. Too many requests are refused with RATE_LIMITED (429): wait for Retry-After. For all of a dataset take a file: /exports/<dataset>.csv.',
    },
  },
  {
    title: { id: 'Kueri lewat hash', en: 'Persisted queries' },
    text: {
      id: 'Klien Apollo dapat mengirim hash kueri (SHA-256), bukan teksnya; teks dikirim hanya bila hub belum mengenalnya. Kunci dengan "hanya operasi tepercaya" menerima kueri yang telah didaftarkan saja.',
      en: 'Apollo’s clients can send a query’s hash (SHA-256) for its text, which goes out only where the hub does not know it. A key of "trusted operations alone" takes registered queries and no others.',
    },
  },
  {
    title: { id: 'ETag', en: 'ETag' },
    text: {
      id: 'Jawaban bagi yang tidak masuk memuat ETag. Kirimkan lagi sebagai If-None-Match dengan GET: bila datanya belum berubah, hub menjawab 304 tanpa isi.',
      en: 'Answers to who is not signed in carry an ETag. Send it as If-None-Match with GET: as long as the data are the same the hub answers 304, without a body.',
    },
  },
];

/** What a developer meets in the first hour. */
export function GoodToKnow() {
  const say = useWords();
  return (
    <Card component="section" aria-label={say(TITLE)}>
      <Stack gap="md">
        <Title order={2}>{say(TITLE)}</Title>
        {FACTS.map(({ title, text }) => (
          <div key={title.en}>
            <Title order={3}>{say(title)}</Title>
            <Text>{say(text)}</Text>
          </div>
        ))}
      </Stack>
    </Card>
  );
}
