import { Badge, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Ask, Reason } from '../../shell/dialog.js';
import { useSession } from '../../viewer.js';
import type { ProposalShown } from './proposal.js';

const REVIEW = graphql(`
  mutation ReviewProposal($id: ID!, $hash: String!, $decision: ReviewDecision!, $reason: String!) {
    reviewProposal(id: $id, hash: $hash, decision: $decision, reason: $reason) { id status }
  }
`);
const WITHDRAW = graphql(`mutation WithdrawProposal($id: ID!) { withdrawProposal(id: $id) { id status } }`);

const WORDS = {
  title: { id: 'Tinjauan', en: 'Review' },
  approve: { id: 'Setujui', en: 'Approve' },
  approveLead: {
    id: 'Dengan persetujuan yang cukup, usulan langsung diterbitkan. Temuannya tercatat sebagai diterima oleh Anda.',
    en: 'With enough approvals it is published at once. Its findings are recorded as accepted by you.',
  },
  approved: { id: 'Persetujuan Anda tercatat.', en: 'Your approval is recorded.' },
  return: { id: 'Kembalikan', en: 'Return' },
  returnLead: {
    id: 'Instansi membaca alasannya dan dapat mengajukan perbaikan.',
    en: 'The agency reads the reason and can propose it again, mended.',
  },
  returned: { id: 'Usulan dikembalikan.', en: 'The proposal is returned.' },
  withdraw: { id: 'Tarik usulan', en: 'Withdraw' },
  withdrawLead: {
    id: 'Usulan tidak ditinjau lagi. Perubahan yang sama dapat diajukan kembali nanti.',
    en: 'It is reviewed no more. The same change can be proposed again later.',
  },
  withdrawn: { id: 'Usulan ditarik.', en: 'The proposal is withdrawn.' },
  closed: { id: 'Usulan ini tidak menunggu tinjauan.', en: 'This proposal does not wait for a review.' },
  own: {
    id: 'Instansi pengusul tidak meninjau usulannya sendiri.',
    en: 'The agency that proposes does not review it.',
  },
  ended: { id: 'Usulan ini sudah selesai.', en: 'This proposal is over.' },
  forTeam: {
    id: 'Tim teknis atau pengelola yang meninjau.',
    en: 'The technical team or the administrator reviews it.',
  },
  none: { id: 'Belum ada tinjauan.', en: 'Nobody has reviewed it yet.' },
  void: { id: 'atas versi sebelumnya', en: 'of an earlier text' },
} as const satisfies Record<string, Words>;

/** What reviewers have said, and what the viewer may do now. */
export function Review({
  proposal: { id, hash, status, agency, reviews },
  refresh,
}: {
  readonly proposal: ProposalShown;
  readonly refresh: () => void;
}) {
  const say = useWords();
  const { moment } = useFormats();
  const { viewer, has } = useSession();
  const [, review] = useMutation(REVIEW);
  const [, withdraw] = useMutation(WITHDRAW);
  const isOwn = viewer.agency === agency;
  const because = status !== 'WAITING' ? say(WORDS.closed) : isOwn ? say(WORDS.own) : null;
  return (
    <Card>
      <Title order={2} mb="sm">
        {say(WORDS.title)}
      </Title>
      <Stack>
        {reviews.length === 0 && <Text c="dimmed">{say(WORDS.none)}</Text>}
        {reviews.map((one) => (
          <div key={`${one.at} ${one.reviewer}`}>
            <Group gap="xs">
              <Badge variant="light" color={one.decision === 'APPROVE' ? 'teal' : 'orange'}>
                {say(one.decision === 'APPROVE' ? WORDS.approve : WORDS.return)}
              </Badge>
              <Text size="sm" c="dimmed">
                {one.reviewer}, {moment(one.at)}
                {!one.counts && ` (${say(WORDS.void)})`}
              </Text>
            </Group>
            <Text mt={4}>{one.reason}</Text>
          </div>
        ))}
        {has('TECHNICAL_TEAM', 'ADMIN') ? (
          <Group>
            <Ask
              label={say(WORDS.approve)}
              lead={say(WORDS.approveLead)}
              done={say(WORDS.approved)}
              because={because}
              submit={({ text }) => review({ id, hash, decision: 'APPROVE', reason: text('reason') })}
              onDone={refresh}
            >
              <Reason />
            </Ask>
            <Ask
              label={say(WORDS.return)}
              lead={say(WORDS.returnLead)}
              done={say(WORDS.returned)}
              danger
              because={because}
              submit={({ text }) => review({ id, hash, decision: 'RETURN', reason: text('reason') })}
              onDone={refresh}
            >
              <Reason />
            </Ask>
          </Group>
        ) : (
          <Text size="sm" c="dimmed">
            {say(WORDS.forTeam)}
          </Text>
        )}
        {isOwn && has('PRODUCER') && (
          <Ask
            label={say(WORDS.withdraw)}
            lead={say(WORDS.withdrawLead)}
            done={say(WORDS.withdrawn)}
            danger
            because={status === 'WAITING' || status === 'RETURNED' ? null : say(WORDS.ended)}
            submit={() => withdraw({ id })}
            onDone={refresh}
          />
        )}
      </Stack>
    </Card>
  );
}
