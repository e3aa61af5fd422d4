import { Alert, Button, Card, Group, Loader, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { type Refusal, refusalOf } from '../../hub/refusal.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Ask } from '../../shell/dialog.js';
import { FactList } from '../../shell/facts.js';
import { Answered, PartHeading, Refused } from '../../shell/states.js';
import { PlanPull } from './plan-pull.js';
import {
  PULL_MODES,
  PULL_NOW,
  PULLS,
  type Pull,
  REMOVE_PULL,
  rhythmOf,
  type Way,
  wayOf,
} from './pull-state.js';

const WORDS = {
  title: { id: 'Tarikan dari basis data', en: 'Pulls from a database' },
  lead: {
    id: 'Kolom dataset diisi dari kolom tabel yang bernama sama; kolom tertutup tidak diambil.',
    en: 'The dataset’s columns are filled from the table’s columns of the same name; closed ones are not taken.',
  },
  from: { id: 'Dari tabel', en: 'From the table' },
  connection: { id: 'Sambungan', en: 'Connection' },
  rhythm: { id: 'Kapan ditarik', en: 'When it is pulled' },
  next: { id: 'Berikutnya', en: 'Next' },
  mode: { id: 'Cara memuat', en: 'How it loads' },
  by: { id: 'Yang melewati nilai terakhir', en: 'Beyond the last value of' },
  last: { id: 'Tarikan terakhir', en: 'The last pull' },
  never: { id: 'belum pernah', en: 'none yet' },
  now: { id: 'Tarik sekarang', en: 'Pull now' },
  change: { id: 'Ubah', en: 'Change' },
  end: { id: 'Akhiri tarikan', en: 'End the pulls' },
  endLead: {
    id: 'Dataset tidak lagi diisi dari basis data; rilis yang ada tetap disajikan. Setelah itu muatlah dari berkas atau tarikan baru.',
    en: 'The dataset is not filled from the database any more; its releases stay. Load it from a file, or by another pull.',
  },
  ended: { id: 'Tarikan diakhiri.', en: 'The pulls have ended.' },
  kept: { id: 'Tersimpan.', en: 'Kept.' },
  running: { id: 'Sedang ditarik…', en: 'It is being pulled…' },
  soon: { id: 'Dimulai dalam satu menit…', en: 'It begins within a minute…' },
  went: { id: 'Tarikan berhasil', en: 'The pull went well' },
  release: { id: 'Rilis', en: 'Release' },
  rows: { id: 'baris', en: 'rows' },
  nothingNew: { id: 'tidak ada yang baru', en: 'there was nothing new' },
  failed: { id: 'Tarikan terakhir gagal', en: 'The last pull failed' },
  zero: { id: 'Tanggal 0000-00-00 dianggap kosong', en: 'Dates of zeros were taken as empty' },
} as const satisfies Record<string, Words>;

const LOOK_AGAIN_MS = 1500;

/** Whether a dataset is filled from a database: `children` where it is not, else how that goes. */
export function Pulling({
  dataset,
  onLoaded,
  children,
}: {
  readonly dataset: string;
  readonly onLoaded: () => void;
  /** What leads to a pull; `begin` takes what was planned. */
  readonly children: (begin: (pull: Pull) => void) => ReactNode;
}) {
  const say = useWords();
  const [result, again] = useQuery({ query: PULLS });
  const [pulling, pullNow] = useMutation(PULL_NOW);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  /** When the last pull was, before one was asked for that takes longer than an answer. */
  const [since, setSince] = useState<string | null | undefined>(undefined);
  const reread = useCallback(() => again({ requestPolicy: 'network-only' }), [again]);
  const pull = result.data?.pulls?.find((one) => one.dataset === dataset) ?? null;

  const awaited = since !== undefined && pull !== null && pull.lastAt === since;
  const asked = pulling.fetching || awaited;
  const way: Way = asked ? 'RUNNING' : pull ? wayOf(pull, new Date()) : 'IDLE';
  const rests = way === 'IDLE';
  useEffect(() => {
    if (rests) return;
    const timer = setInterval(reread, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [rests, reread]);
  const loaded = pull?.lastOutcome?.release ?? null;
  const seen = useRef<number | null | undefined>(undefined);
  useEffect(() => {
    if (!result.data) return;
    if (seen.current !== undefined && seen.current !== loaded) onLoaded();
    seen.current = loaded;
  }, [result.data, loaded, onLoaded]);

  async function start(lastAt: string | null): Promise<void> {
    setRefusal(null);
    const { data, error } = await pullNow({ dataset });
    // Null is an answer: the pull goes on without us.
    setSince(data?.pullNow === null ? lastAt : undefined);
    if (error) setRefusal(refusalOf(error));
    reread();
  }

  function begin(planned: Pull): void {
    reread();
    if (planned.everyMinutes === null) void start(planned.lastAt);
  }

  return (
    <Answered result={result} retry={reread}>
      {() => (
        <Stack>
          <PartHeading title={say(WORDS.title)} lead={say(WORDS.lead)} />
          {pull ? (
            <Planned
              pull={pull}
              way={way}
              asked={asked}
              refusal={refusal}
              start={() => void start(pull.lastAt)}
              reread={reread}
            />
          ) : (
            children(begin)
          )}
        </Stack>
      )}
    </Answered>
  );
}

function Planned({
  pull,
  way,
  asked,
  refusal,
  start,
  reread,
}: {
  readonly pull: Pull;
  readonly way: Way;
  /** By a person, here. */
  readonly asked: boolean;
  /** Why the pull that was asked for here was refused. */
  readonly refusal: Refusal | null;
  readonly start: () => void;
  readonly reread: () => void;
}) {
  const say = useWords();
  const { moment } = useFormats();
  const [changes, setChanges] = useState(false);
  const [, remove] = useMutation(REMOVE_PULL);
  const { schema, table, connectionName, everyMinutes, nextAt, lastAt, mode, incrementalBy } = pull;
  const facts = [
    [WORDS.from, schema ? `${schema}.${table}` : table],
    [WORDS.connection, connectionName],
    [WORDS.rhythm, say(rhythmOf(everyMinutes))],
    ...(nextAt ? [[WORDS.next, moment(nextAt)] as const] : []),
    [WORDS.mode, say(PULL_MODES[mode])],
    ...(incrementalBy ? [[WORDS.by, incrementalBy] as const] : []),
    [WORDS.last, lastAt ? moment(lastAt) : say(WORDS.never)],
  ] as const;
  return (
    <Card>
      <Stack>
        <FactList facts={facts} />
        {refusal && <Refused refusal={refusal} />}
        {way === 'IDLE' ? (
          !refusal && <Outcome pull={pull} />
        ) : (
          <Group role="status">
            <Loader size="sm" />
            <Text>{say(way === 'DUE' ? WORDS.soon : WORDS.running)}</Text>
          </Group>
        )}
        {changes ? (
          <PlanPull
            dataset={pull.dataset}
            place={pull}
            before={pull}
            onCancel={() => setChanges(false)}
            onPlanned={() => {
              setChanges(false);
              notifications.show({ message: say(WORDS.kept), color: 'teal' });
              reread();
            }}
          />
        ) : (
          <Group>
            <Button onClick={start} loading={asked}>
              {say(WORDS.now)}
            </Button>
            <Button variant="default" onClick={() => setChanges(true)}>
              {say(WORDS.change)}
            </Button>
            <Ask
              label={say(WORDS.end)}
              lead={say(WORDS.endLead)}
              done={say(WORDS.ended)}
              danger
              submit={() => remove({ dataset: pull.dataset })}
              onDone={reread}
            />
          </Group>
        )}
      </Stack>
    </Card>
  );
}

function Outcome({ pull }: { readonly pull: Pull }) {
  const say = useWords();
  const { number } = useFormats();
  const { lastOutcome } = pull;
  if (!lastOutcome) return null;
  const { ok, rows, release, zeroDates, id, en } = lastOutcome;
  if (!ok)
    return (
      <Alert color="red" title={say(WORDS.failed)}>
        {say({ id: id ?? '', en: en ?? '' })}
      </Alert>
    );
  return (
    <Alert color="teal" role="status" title={say(WORDS.went)}>
      <Text size="sm">
        {release === null
          ? say(WORDS.nothingNew)
          : `${say(WORDS.release)} ${number(release)}: ${number(rows ?? 0)} ${say(WORDS.rows)}`}
      </Text>
      {zeroDates.length > 0 && (
        <Text size="sm">
          {say(WORDS.zero)}: {zeroDates.map(({ column, count }) => `${column} (${number(count)})`).join(', ')}
        </Text>
      )}
    </Alert>
  );
}
