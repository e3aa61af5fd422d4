import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { dayInJakarta } from '../../days.js';
import { download } from '../../hub/files.js';
import { graphql } from '../../hub/graphql.js';
import type { Refusal } from '../../hub/refusal.js';
import { useWords, type Words } from '../../language.js';
import { Answered, Empty, Heading, Refused } from '../../shell/states.js';
import { AuditChain } from './audit-chain.js';
import { AuditTable } from './audit-table.js';

const ENTRIES = graphql(`
  query AuditEntries($month: String!, $kind: AuditKind, $actor: String, $first: Int) {
    auditEntries(month: $month, kind: $kind, actor: $actor, first: $first) {
      nodes { id at actor actorName agency action subject outcome kind requestId facts }
      pageInfo { hasNextPage }
    }
  }
`);

const PAGE = 100;
/** As many as the hub gives at once; who wants all of them downloads the month. */
const MOST = 1000;

const WORDS = {
  title: { id: 'Audit', en: 'Audit' },
  lead: {
    id: 'Siapa melakukan apa, kapan, dan hasilnya. Nilai data dan rahasia tidak pernah dicatat.',
    en: 'Who did what, when, and with which outcome. Values and secrets are never recorded.',
  },
  month: { id: 'Bulan', en: 'Month' },
  kind: { id: 'Jenis', en: 'Kind' },
  actor: { id: 'Pelaku', en: 'Actor' },
  all: { id: 'Semua', en: 'All' },
  download: { id: 'Unduh bulan ini', en: 'Download the month' },
  more: { id: 'Tampilkan lebih banyak', en: 'Show more' },
  none: { id: 'Tidak ada catatan yang cocok.', en: 'No entry matches.' },
  noneMore: { id: 'Pilih bulan atau jenis lain.', en: 'Choose another month or kind.' },
} as const satisfies Record<string, Words>;

const KINDS = {
  CHANGE: { id: 'Perubahan', en: 'Changes' },
  READ: { id: 'Pembacaan data terbatas', en: 'Reads of restricted data' },
  SESSION: { id: 'Masuk dan keluar', en: 'Signing in and out' },
} as const satisfies Record<string, Words>;

/** A chosen actor: what the hub calls it, and its name. */
interface Actor {
  readonly id: string;
  readonly name: string;
}

/** What was done in a month, newest first. */
export function Audit() {
  const say = useWords();
  const [month, setMonth] = useState(dayInJakarta().slice(0, 7));
  const [kind, setKind] = useState<keyof typeof KINDS | ''>('');
  const [actor, setActor] = useState<Actor | null>(null);
  const [first, setFirst] = useState(PAGE);
  const isMonth = /^\d{4}-(0[1-9]|1[0-2])$/.test(month);
  const [result, again] = useQuery({
    query: ENTRIES,
    variables: { month, kind: kind || null, actor: actor?.id ?? null, first },
    pause: !isMonth,
  });
  return (
    <>
      <Heading title={say(WORDS.title)} lead={say(WORDS.lead)}>
        <DownloadMonth month={month} isMonth={isMonth} label={say(WORDS.download)} />
      </Heading>
      <Stack>
        <Group align="flex-end">
          <TextInput
            type="month"
            label={say(WORDS.month)}
            value={month}
            onChange={(event) => setMonth(event.currentTarget.value)}
          />
          <NativeSelect
            label={say(WORDS.kind)}
            value={kind}
            onChange={(event) => setKind(event.currentTarget.value as keyof typeof KINDS | '')}
            data={[
              { value: '', label: say(WORDS.all) },
              ...Object.entries(KINDS).map(([value, words]) => ({ value, label: say(words) })),
            ]}
          />
          {actor && (
            <Button variant="default" onClick={() => setActor(null)}>
              {say(WORDS.actor)}: {actor.name} ×
            </Button>
          )}
        </Group>
        {isMonth && <AuditChain key={month} month={month} />}
        <Answered result={result} retry={again}>
          {({ auditEntries }) =>
            auditEntries && auditEntries.nodes.length > 0 ? (
              <>
                <AuditTable
                  entries={auditEntries.nodes}
                  onActor={({ actor: id, actorName: name }) => setActor({ id, name })}
                />
                {auditEntries.pageInfo.hasNextPage && first < MOST && (
                  <Group>
                    <Button
                      variant="default"
                      loading={result.fetching}
                      onClick={() => setFirst(Math.min(MOST, first + PAGE * 3))}
                    >
                      {say(WORDS.more)}
                    </Button>
                  </Group>
                )}
              </>
            ) : (
              <Empty title={say(WORDS.none)}>{say(WORDS.noneMore)}</Empty>
            )
          }
        </Answered>
      </Stack>
    </>
  );
}

function DownloadMonth({
  month,
  isMonth,
  label,
}: {
  readonly month: string;
  readonly isMonth: boolean;
  readonly label: string;
}) {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function begin(): Promise<void> {
    setBusy(true);
    const outcome = await download(`/audit/${month}.ndjson`);
    setBusy(false);
    setRefusal(outcome.ok ? null : outcome.refusal);
  }

  return (
    <>
      <Button variant="light" loading={busy} disabled={!isMonth} onClick={begin}>
        {label}
      </Button>
      {refusal && <Refused refusal={refusal} />}
    </>
  );
}
