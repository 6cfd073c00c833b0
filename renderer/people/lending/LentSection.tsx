import { ActionIcon, Badge, Button, Group, Menu, Stack, Text, Title } from '@mantine/core';
import { Ellipsis, Server, ServerOff, Vote } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { BoardSession, BoardShelf } from '#app/session/api.ts';
import type { SessionView, Witness } from '#app/session/view/view.ts';
import { type LentVote, TooManyLent } from '#app/witness/lent-votes.ts';
import { maxInviteHosts } from '#shared/invite/invite.ts';
import { ConfirmDialog } from '../../ui/components/ConfirmDialog.tsx';
import { act } from '../../ui/failures/act.ts';
import { failureText } from '../../ui/failures/failure-sentence.ts';
import { Hint } from '../../ui/hints/Hint.tsx';
import { ChoicesWait } from '../waiting/ChoicesWait.tsx';
import { choicesAboutVote } from '../waiting/choices.ts';
import { HostVote, useLendingHosts } from './HostVote.tsx';
import { LendDialog } from './LendDialog.tsx';
import { type Lending, useLending } from './lending-context.ts';
import { StopLending } from './StopLending.tsx';
import {
  hostDialog,
  lendDialog,
  lentStateText,
  removeFromHost,
  removeLent,
  stopDialog,
  lending as texts,
  witnessText,
} from './texts.ts';

/** The computers and hosts that lend their votes to this board, and the offers of this computer and of a host. */
export function LentSection(props: {
  readonly session: BoardSession;
  readonly shelf: BoardShelf;
  readonly view: Pick<SessionView, 'boardId' | 'me' | 'inCharge' | 'witnesses' | 'health' | 'choices'>;
}) {
  const { session, shelf, view } = props;
  const lent = useLending();
  const [isLending, setLending] = useState(false);
  // The vote leaves the list while the dialog about it is still open.
  const [stopping, setStopping] = useState<LentVote>();
  const [removed, setRemoved] = useState<Witness>();
  const hosts = useLendingHosts(shelf.network);
  const [isAsking, setAsking] = useState(false);
  const mayEdit = view.me.role !== 'viewer';
  const mine = lent?.list.find(({ boardId }) => boardId === view.boardId);
  const offers = mine === undefined ? [] : choicesAboutVote(view.choices, mine.id);
  const canLend = lent !== undefined && mayEdit && mine === undefined;
  const hasHost = view.witnesses.some(({ onHost, connected }) => onHost === true && connected);
  const canAsk = mayEdit && hosts.length > 0 && !hasHost;
  const hasNone = view.witnesses.length === 0 && mine === undefined && stopping === undefined;
  if (hasNone && !canLend && !canAsk && !isAsking) return null;
  const remove = removed?.onHost === true ? { ...removeLent, ...removeFromHost } : removeLent;
  return (
    <Stack gap="xs" component="section" aria-label={texts.title} data-testid="lent-votes">
      <Title order={3} fz="sm" c="dimmed">
        {texts.title}
      </Title>
      <Text size="xs" c="dimmed">
        {texts.explanation}
      </Text>
      {view.witnesses.length > 0 && (
        <Stack gap="sm" role="list">
          {view.witnesses.map((witness) => (
            <WitnessRow
              key={witness.id}
              witness={witness}
              waiting={
                <ChoicesWait choices={choicesAboutVote(view.choices, witness.id)} health={view.health} />
              }
              {...(view.inCharge || witness.isMine ? { onRemove: () => setRemoved(witness) } : {})}
              {...(mine?.id === witness.id ? { onStop: () => setStopping(mine) } : {})}
            />
          ))}
        </Stack>
      )}
      {mine !== undefined && !view.witnesses.some(({ id }) => id === mine.id) && (
        <NotAgreed
          text={mine.now.state === 'stopped' ? lentStateText(mine.now) : texts.notAgreed}
          waiting={<ChoicesWait choices={offers} health={view.health} />}
          {...(mayEdit && mine.now.state !== 'stopped' && offers.length === 0
            ? { onOffer: () => act(session.members.lend(mine.id, mine.name)) }
            : {})}
          onStop={() => setStopping(mine)}
        />
      )}
      {mine?.now.state === 'stopped' && view.witnesses.some(({ id }) => id === mine.id) && (
        <Text size="xs" c="red">
          {lentStateText(mine.now)}
        </Text>
      )}
      {canLend && (
        <Button variant="default" size="xs" onClick={() => setLending(true)}>
          {lendDialog.open}
        </Button>
      )}
      {canAsk && (
        <Button variant="default" size="xs" onClick={() => setAsking(true)}>
          {hostDialog.open}
        </Button>
      )}
      {isAsking && <HostVote session={session} hosts={hosts} onClose={() => setAsking(false)} />}
      {isLending && lent !== undefined && (
        <Lend lent={lent} session={session} shelf={shelf} view={view} onClose={() => setLending(false)} />
      )}
      {stopping !== undefined && lent !== undefined && (
        <StopLending
          vote={stopping}
          votes={lent.votes}
          shelf={shelf}
          session={session}
          onClose={() => setStopping(undefined)}
        />
      )}
      <ConfirmDialog
        opened={removed !== undefined}
        title={remove.title({ name: removed?.name ?? '' })}
        text={Object.values(remove.text)}
        confirm={remove.confirm}
        onCancel={() => setRemoved(undefined)}
        onConfirm={() => {
          if (removed !== undefined) act(session.members.remove(removed.id));
          setRemoved(undefined);
        }}
      />
    </Stack>
  );
}

/** Starts the witness of this computer, and has the members agree on it. */
function Lend(props: {
  readonly lent: Lending;
  readonly session: BoardSession;
  readonly shelf: BoardShelf;
  readonly view: Pick<SessionView, 'me'>;
  readonly onClose: () => void;
}) {
  const { lent, session, shelf, onClose } = props;
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const lend = async (name: string): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      const invite = session.invite('edit');
      const hosts = [...new Set([...invite.hosts, ...shelf.network.forInvites([])])];
      const id = await lent.votes.lend({ ...invite, hosts: hosts.slice(0, maxInviteHosts) }, name);
      act(session.members.lend(id, name));
      onClose();
    } catch (error) {
      const isFull = error instanceof TooManyLent;
      setProblem(isFull ? texts.tooMany : failureText(error, lendDialog.failed));
    } finally {
      setBusy(false);
    }
  };
  return (
    <LendDialog
      myName={props.view.me.name}
      isBusy={isBusy}
      problem={problem}
      onLend={(name) => void lend(name)}
      onClose={onClose}
    />
  );
}

function WitnessRow(props: {
  readonly witness: Witness;
  /** The choices about it that wait. */
  readonly waiting: ReactNode;
  readonly onRemove?: () => void;
  /** Of this computer's own vote. */
  readonly onStop?: () => void;
}) {
  const { witness, onRemove, onStop } = props;
  return (
    <Group
      role="listitem"
      wrap="nowrap"
      gap="sm"
      data-witness={witness.name}
      data-connected={witness.connected}
      data-votes={witness.votes}
    >
      {witness.connected ? <Server size={22} aria-hidden /> : <ServerOff size={22} aria-hidden />}
      <Stack gap={2} miw={0} flex={1}>
        <Text fw={600} truncate dir="auto" className="pb-row-name">
          {witness.name}
        </Text>
        <Text size="xs" c="dimmed">
          {witnessText(witness)}
        </Text>
        {props.waiting}
      </Stack>
      {witness.votes && (
        <Hint label={texts.votesHint} multiline w={220}>
          <Badge size="sm" variant="light" leftSection={<Vote size={11} />}>
            {texts.votes}
          </Badge>
        </Hint>
      )}
      {(onStop ?? onRemove) !== undefined && (
        <Menu position="bottom-end" withinPortal returnFocus>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={texts.menu({ name: witness.name })}>
              <Ellipsis size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {onStop !== undefined ? (
              <Menu.Item color="red" onClick={onStop}>
                {stopDialog.open}
              </Menu.Item>
            ) : (
              <Menu.Item color="red" onClick={onRemove}>
                {removeLent.open}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
    </Group>
  );
}

/** The vote of this computer, on which the members have not agreed, or no longer do. */
function NotAgreed(props: {
  readonly text: string;
  readonly waiting: ReactNode;
  readonly onOffer?: () => void;
  readonly onStop: () => void;
}) {
  return (
    <Stack gap="xs" align="flex-start">
      <Text size="sm" role="status">
        {props.text}
      </Text>
      {props.waiting}
      <Group gap="xs">
        {props.onOffer !== undefined && (
          <Button size="xs" variant="default" onClick={props.onOffer}>
            {texts.offerAgain}
          </Button>
        )}
        <Button size="xs" variant="subtle" color="red" onClick={props.onStop}>
          {stopDialog.open}
        </Button>
      </Group>
    </Stack>
  );
}
