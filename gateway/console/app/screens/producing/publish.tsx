import { Button, Stepper, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useCallback } from 'react';
import { useSearchParams } from 'react-router';
import { useQuery } from 'urql';
import { useWords, type Words } from '../../language.js';
import { ON_THE_WAY } from '../../paths.js';
import { Answered, Empty, Heading } from '../../shell/states.js';
import { Application } from './application.js';
import { handedOver, OWN_CASE, type OwnCase } from './case.js';
import { CHANGED, type Changed } from './changing.js';
import { DefinitionEditor } from './definition.js';
import { useDefinition } from './draft-definition.js';
import { HandOver } from './hand-over.js';
import { NOTHING_PICKED, type Picked, pickedIn, type Source, useSource, withPicked } from './source.js';
import { SourceStep } from './source-step.js';
import { Unfinished } from './unfinished.js';
import { Waiting } from './waiting.js';

const WORDS = {
  title: { id: 'Terbitkan dataset', en: 'Publish a dataset' },
  lead: {
    id: 'Dari berkas atau basis data ke graf dalam lima langkah; dapat dihentikan dan dilanjutkan kapan saja.',
    en: 'From a file or a database to the graph in five steps; stop and go on whenever you like.',
  },
  change: { id: 'Ajukan perubahan', en: 'Propose a change' },
  changeLead: {
    id: 'Hanya kolom yang ditambah, diganti, atau dilepas; yang lain tetap seperti disepakati.',
    en: 'Only columns that are added, replaced or dropped; the others stay as agreed.',
  },
  noDataset: { id: 'Dataset ini tidak ada.', en: 'There is no such dataset.' },
  fresh: { id: 'Mulai yang baru', en: 'Begin another' },
  number: { id: 'Permohonan', en: 'Case' },
  sent: { id: 'sudah diajukan; isinya tidak berubah lagi.', en: 'is submitted; what it says stays.' },
  noSource: { id: 'Belum ada sumber data.', en: 'It is not said yet where the data come from.' },
  noSourceMore: {
    id: 'Unggah berkas dan jawab pertanyaannya, atau pilih tabel, dahulu.',
    en: 'Upload a file and answer its questions, or choose a table, first.',
  },
  toSource: { id: 'Ke langkah sumber data', en: 'To where the data come from' },
  otherSource: { id: 'Pilih sumber lain', en: 'Choose another source' },
} as const satisfies Record<string, Words>;

const STEPS: readonly Words[] = [
  { id: 'Permohonan', en: 'Application' },
  { id: 'Disposisi', en: 'Disposition' },
  { id: 'Sumber data', en: 'Data' },
  { id: 'Makna kolom', en: 'Meaning' },
  { id: 'Penyerahan', en: 'Hand-over' },
];
const SOURCE = 2;
const MEANING = 3;
const LAST = 4;

/** A dataset from the application to the hand-over, step by step; where one is stands in the address. */
export function Publish() {
  const say = useWords();
  const narrow = useMediaQuery('(max-width: 48em)');
  const [params, setParams] = useSearchParams();
  const number = params.get(ON_THE_WAY.case);
  const picked = pickedIn(params);
  const [ofCase, readCase] = useQuery({
    query: OWN_CASE,
    variables: { number: number ?? '' },
    pause: number === null,
  });
  const { asked: isPicked, result: ofSource, reread: readSource, source } = useSource(picked);
  const known = number === null ? null : (ofCase.data?.case ?? null);
  const changes = known
    ? known.dossier?.kind === 'CHANGE'
      ? known.dossier.dataset
      : null
    : number === null
      ? params.get(ON_THE_WAY.changes)
      : null;
  const [ofChanged, readChanged] = useQuery({
    query: CHANGED,
    variables: { name: changes ?? '' },
    pause: changes === null,
  });
  const changed = changes === null ? null : (ofChanged.data?.dataset ?? null);
  const look = useCallback(() => {
    if (number !== null) readCase({ requestPolicy: 'network-only' });
    if (changes !== null) readChanged({ requestPolicy: 'network-only' });
  }, [readCase, readChanged, number, changes]);

  /** Without a step the address leads to the one that is next. */
  const go = ({ number: to, picked: chosen, step }: Next) =>
    setParams((now) => {
      const then = chosen ? withPicked(now, chosen) : new URLSearchParams(now);
      if (to !== undefined) then.set(ON_THE_WAY.case, to);
      if (step === undefined) then.delete(ON_THE_WAY.step);
      else then.set(ON_THE_WAY.step, String(step + 1));
      return then;
    });

  const asked = Number(params.get(ON_THE_WAY.step)) - 1;
  const active = params.has(ON_THE_WAY.step) && STEPS[asked] ? asked : nextStep(known, source);
  const waiting = (number !== null && !known) || (isPicked && !source) || (changes !== null && !changed);
  return (
    <>
      <Heading
        title={say(changes === null ? WORDS.title : WORDS.change)}
        lead={changed ? `${changed.title}. ${say(WORDS.changeLead)}` : say(WORDS.lead)}
      >
        {(number !== null || isPicked || changes !== null) && (
          <Button variant="default" onClick={() => setParams({})}>
            {say(WORDS.fresh)}
          </Button>
        )}
      </Heading>
      {number === null && changes === null && <Unfinished onChosen={(chosen) => go({ number: chosen })} />}
      <Stepper
        active={active}
        onStepClick={(step) => go({ step })}
        orientation={narrow ? 'vertical' : 'horizontal'}
        size="sm"
        mb="lg"
      >
        {STEPS.map((words, at) => (
          <Stepper.Step
            key={words.en}
            label={say(words)}
            // A step that was passed over is not done.
            {...(isDone(at, known, source) ? {} : { completedIcon: at + 1, color: 'gray.6' })}
          />
        ))}
      </Stepper>
      {number !== null && !known && (
        <Answered result={ofCase} retry={look}>
          {() => null}
        </Answered>
      )}
      {isPicked && !source && (
        <>
          <Answered result={ofSource} retry={readSource}>
            {() => null}
          </Answered>
          <Button variant="default" onClick={() => go({ picked: NOTHING_PICKED[picked.kind], step: SOURCE })}>
            {say(WORDS.otherSource)}
          </Button>
        </>
      )}
      {changes !== null && !changed && (
        <Answered result={ofChanged} retry={readChanged}>
          {() => <Empty title={say(WORDS.noDataset)} />}
        </Answered>
      )}
      {!waiting && (
        <Panel
          key={`${source?.id} ${number}`}
          changed={changed}
          active={active}
          known={known}
          picked={picked}
          source={source}
          look={look}
          reread={readSource}
          go={go}
        />
      )}
    </>
  );
}

interface Next {
  readonly number?: string;
  readonly picked?: Picked;
  readonly step?: number;
}

/** Where somebody who comes back goes on. */
function nextStep(known: OwnCase | null, source: Source | null): number {
  if (!known || known.status === 'DRAFT') return known || !source ? 0 : SOURCE;
  if (handedOver(known)) return source || known.dossier?.kind === 'CHANGE' ? LAST : SOURCE;
  if (known.step === 'SUBMIT' || known.status !== 'OPEN') return 1;
  return source?.ready ? MEANING : SOURCE;
}

function isDone(step: number, known: OwnCase | null, source: Source | null): boolean {
  const submitted = known !== null && known.status !== 'DRAFT';
  const done = [
    submitted,
    submitted && known.step !== 'SUBMIT',
    source?.ready ?? false,
    source?.ready ?? false,
    handedOver(known) !== null,
  ];
  return done[step] ?? false;
}

function Panel({
  active,
  known,
  picked,
  source,
  changed,
  look,
  reread,
  go,
}: {
  readonly changed: Changed | null;
  readonly active: number;
  readonly known: OwnCase | null;
  readonly picked: Picked;
  readonly source: Source | null;
  readonly look: () => void;
  readonly reread: () => void;
  readonly go: (next: Next) => void;
}) {
  const say = useWords();
  const draft = useDefinition(source ?? { id: known?.number ?? '', proposal: null }, changed);
  if (active === 0)
    return known && known.status !== 'DRAFT' ? (
      <Empty title={known.dossier?.title ?? known.number}>
        {say(WORDS.number)} {known.number} {say(WORDS.sent)}
      </Empty>
    ) : (
      <Application
        // A loaded draft fills the form anew.
        key={known?.number}
        known={known}
        changed={changed}
        onChanged={(number, submitted) => {
          go({ number, step: submitted ? 1 : 0 });
          // A case that is new is asked for by its address, which is not there yet.
          if (known) look();
        }}
      />
    );
  if (active === 1) return <Waiting known={known} look={look} onNext={() => go({ step: SOURCE })} />;
  if (active === SOURCE)
    return (
      <SourceStep
        picked={picked}
        source={source}
        draft={draft}
        dataset={changed?.name ?? handedOver(known)}
        fileOnly={changed !== null}
        onPicked={(chosen) => go({ picked: chosen, step: SOURCE })}
        reread={reread}
        onNext={() => go({ step: handedOver(known) ? LAST : MEANING })}
        without={changed && !handedOver(known) ? () => go({ step: MEANING }) : null}
      />
    );
  if (changed ? source && !source.ready : !source?.ready)
    return (
      <Empty
        title={say(WORDS.noSource)}
        action={<Button onClick={() => go({ step: SOURCE })}>{say(WORDS.toSource)}</Button>}
      >
        <Text>{say(WORDS.noSourceMore)}</Text>
      </Empty>
    );
  if (active === MEANING)
    return <DefinitionEditor draft={draft} changed={changed} onNext={() => go({ step: LAST })} />;
  return <HandOver known={known} source={source} changed={changed} draft={draft} onChanged={look} />;
}
