export type HolidayKind = 'HOLIDAY' | 'COLLECTIVE_LEAVE';

/** One day without work by decree. */
export interface Holiday {
  /** `YYYY-MM-DD`, a date in Indonesia; it may fall on a weekend. */
  readonly date: string;
  readonly kind: HolidayKind;
  /** As the decree names it. */
  readonly name: string;
  /** The decree by number and date. */
  readonly source: string;
}

const SKB_2024 = 'SKB Menag 855/2023, Menaker 3/2023, MenPANRB 4/2023 (12 September 2023)';
const SKB_2025 = 'SKB Menag 1017/2024, Menaker 2/2024, MenPANRB 2/2024 (14 Oktober 2024)';
/** Replaces the annex of SKB_2025 as a whole; all that it changes is one more day, 18 August. */
const SKB_2025_REVISED = 'SKB Menag 933/2025, Menaker 1/2025, MenPANRB 3/2025 (7 Agustus 2025)';
const SKB_2026 = 'SKB Menag 1497/2025, Menaker 2/2025, MenPANRB 5/2025 (19 September 2025)';

// Polling days come by decree of the President, outside the SKB. Both decrees are known from the press only, which
// agrees on number, date and day; nobody worked on these days, so to leave them out would charge a step for them.
const KEPPRES_ELECTION = 'Keppres 10/2024 (6 Februari 2024)';
const KEPPRES_REGIONAL_ELECTION = 'Keppres 33/2024 (21 November 2024)';

type Day = readonly [date: string, name: string];

const by = (source: string, kind: HolidayKind, days: readonly Day[]): Holiday[] =>
  days.map(([date, name]) => ({ date, kind, name, source }));

/**
 * Public holidays and `cuti bersama` of 2024, 2025 and 2026 in the order of their dates, one row a day, as read from
 * the annexes of the decrees. Facts to fill an editable table with: a decree can be changed in the middle of a year,
 * and the Minister of Religion confirms Idul Fitri and Idul Adha only shortly before. Nothing is known here of the
 * years after 2026.
 */
export const HOLIDAYS: readonly Holiday[] = [
  ...by(SKB_2024, 'HOLIDAY', [
    ['2024-01-01', 'Tahun Baru 2024 Masehi'],
    ['2024-02-08', 'Isra Mikraj Nabi Muhammad SAW'],
    ['2024-02-10', 'Tahun Baru Imlek 2575 Kongzili'],
    ['2024-03-11', 'Hari Suci Nyepi Tahun Baru Saka 1946'],
    ['2024-03-29', 'Wafat Isa Al Masih'],
    ['2024-03-31', 'Hari Paskah'],
    ['2024-04-10', 'Hari Raya Idul Fitri 1445 Hijriah'],
    ['2024-04-11', 'Hari Raya Idul Fitri 1445 Hijriah'],
    ['2024-05-01', 'Hari Buruh Internasional'],
    ['2024-05-09', 'Kenaikan Isa Al Masih'],
    ['2024-05-23', 'Hari Raya Waisak 2568 BE'],
    ['2024-06-01', 'Hari Lahir Pancasila'],
    ['2024-06-17', 'Hari Raya Idul Adha 1445 Hijriah'],
    ['2024-07-07', 'Tahun Baru Islam 1446 Hijriah'],
    ['2024-08-17', 'Hari Kemerdekaan Republik Indonesia'],
    ['2024-09-16', 'Maulid Nabi Muhammad SAW'],
    ['2024-12-25', 'Hari Raya Natal'],
  ]),
  ...by(SKB_2024, 'COLLECTIVE_LEAVE', [
    ['2024-02-09', 'Tahun Baru Imlek 2575 Kongzili'],
    ['2024-03-12', 'Hari Suci Nyepi Tahun Baru Saka 1946'],
    ['2024-04-08', 'Hari Raya Idul Fitri 1445 Hijriah'],
    ['2024-04-09', 'Hari Raya Idul Fitri 1445 Hijriah'],
    ['2024-04-12', 'Hari Raya Idul Fitri 1445 Hijriah'],
    ['2024-04-15', 'Hari Raya Idul Fitri 1445 Hijriah'],
    ['2024-05-10', 'Kenaikan Isa Al Masih'],
    ['2024-05-24', 'Hari Raya Waisak'],
    ['2024-06-18', 'Hari Raya Idul Adha 1445 Hijriah'],
    ['2024-12-26', 'Hari Raya Natal'],
  ]),
  ...by(KEPPRES_ELECTION, 'HOLIDAY', [['2024-02-14', 'Pemungutan suara Pemilihan Umum 2024']]),
  ...by(KEPPRES_REGIONAL_ELECTION, 'HOLIDAY', [['2024-11-27', 'Pemungutan suara Pilkada serentak 2024']]),
  ...by(SKB_2025, 'HOLIDAY', [
    ['2025-01-01', 'Tahun Baru 2025 Masehi'],
    ['2025-01-27', 'Isra Mikraj Nabi Muhammad S.A.W.'],
    ['2025-01-29', 'Tahun Baru Imlek 2576 Kongzili'],
    ['2025-03-29', 'Hari Suci Nyepi (Tahun Baru Saka 1947)'],
    ['2025-03-31', 'Idul Fitri 1446 Hijriah'],
    ['2025-04-01', 'Idul Fitri 1446 Hijriah'],
    ['2025-04-18', 'Wafat Yesus Kristus'],
    ['2025-04-20', 'Kebangkitan Yesus Kristus (Paskah)'],
    ['2025-05-01', 'Hari Buruh Internasional'],
    ['2025-05-12', 'Hari Raya Waisak 2569 BE'],
    ['2025-05-29', 'Kenaikan Yesus Kristus'],
    ['2025-06-01', 'Hari Lahir Pancasila'],
    ['2025-06-06', 'Idul Adha 1446 Hijriah'],
    ['2025-06-27', '1 Muharam Tahun Baru Islam 1447 Hijriah'],
    ['2025-08-17', 'Proklamasi Kemerdekaan'],
    ['2025-09-05', 'Maulid Nabi Muhammad S.A.W.'],
    ['2025-12-25', 'Kelahiran Yesus Kristus'],
  ]),
  ...by(SKB_2025, 'COLLECTIVE_LEAVE', [
    ['2025-01-28', 'Tahun Baru Imlek 2576 Kongzili'],
    ['2025-03-28', 'Hari Suci Nyepi (Tahun Baru Saka 1947)'],
    ['2025-04-02', 'Idul Fitri 1446 Hijriah'],
    ['2025-04-03', 'Idul Fitri 1446 Hijriah'],
    ['2025-04-04', 'Idul Fitri 1446 Hijriah'],
    ['2025-04-07', 'Idul Fitri 1446 Hijriah'],
    ['2025-05-13', 'Hari Raya Waisak 2569 BE'],
    ['2025-05-30', 'Kenaikan Yesus Kristus'],
    ['2025-06-09', 'Idul Adha 1446 Hijriah'],
    ['2025-12-26', 'Kelahiran Yesus Kristus'],
  ]),
  ...by(SKB_2025_REVISED, 'COLLECTIVE_LEAVE', [['2025-08-18', 'Proklamasi Kemerdekaan']]),
  ...by(SKB_2026, 'HOLIDAY', [
    ['2026-01-01', 'Tahun Baru 2026 Masehi'],
    ['2026-01-16', 'Isra Mikraj Nabi Muhammad S.A.W.'],
    ['2026-02-17', 'Tahun Baru Imlek 2577 Kongzili'],
    ['2026-03-19', 'Hari Suci Nyepi (Tahun Baru Saka 1948)'],
    ['2026-03-21', 'Idul Fitri 1447 Hijriah'],
    ['2026-03-22', 'Idul Fitri 1447 Hijriah'],
    ['2026-04-03', 'Wafat Yesus Kristus'],
    ['2026-04-05', 'Kebangkitan Yesus Kristus (Paskah)'],
    ['2026-05-01', 'Hari Buruh Internasional'],
    ['2026-05-14', 'Kenaikan Yesus Kristus'],
    ['2026-05-27', 'Idul Adha 1447 Hijriah'],
    ['2026-05-31', 'Hari Raya Waisak 2570 BE'],
    ['2026-06-01', 'Hari Lahir Pancasila'],
    ['2026-06-16', '1 Muharam Tahun Baru Islam 1448 Hijriah'],
    ['2026-08-17', 'Proklamasi Kemerdekaan'],
    ['2026-08-25', 'Maulid Nabi Muhammad S.A.W.'],
    ['2026-12-25', 'Kelahiran Yesus Kristus'],
  ]),
  ...by(SKB_2026, 'COLLECTIVE_LEAVE', [
    ['2026-02-16', 'Tahun Baru Imlek 2577 Kongzili'],
    ['2026-03-18', 'Hari Suci Nyepi (Tahun Baru Saka 1948)'],
    ['2026-03-20', 'Idul Fitri 1447 Hijriah'],
    ['2026-03-23', 'Idul Fitri 1447 Hijriah'],
    ['2026-03-24', 'Idul Fitri 1447 Hijriah'],
    ['2026-05-15', 'Kenaikan Yesus Kristus'],
    ['2026-05-28', 'Idul Adha 1447 Hijriah'],
    ['2026-12-24', 'Kelahiran Yesus Kristus'],
  ]),
].toSorted((one, other) => (one.date < other.date ? -1 : 1));
