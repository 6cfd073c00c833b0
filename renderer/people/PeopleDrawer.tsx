import { ActionIcon, Badge, Drawer, Group, Menu, Stack, Text, Title } from '@mantine/core';
import { Crown, Ellipsis, Fingerprint, UserMinus, Vote } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { Blobs } from '#app/blobs/blobs.ts';
import type {
  Health,
  Person,
  RecoveryLoss,
  RemovedPerson,
  RoundTrips,
  Standing,
  Standings,
} from '#app/session/view/view.ts';
import type { NewcomerRole } from '#shared/board/member/role.ts';
import { agreementText, pairText, remedyText } from '../boards/open/status-text.ts';
import { ConfirmDialog } from '../ui/components/ConfirmDialog.tsx';
import { GuestBadge } from '../ui/components/GuestBadge.tsx';
import { useIsOnTop } from '../ui/components/on-top.ts';
import { formatMilliseconds, formatWhen } from '../ui/format.ts';
import { Hint } from '../ui/hints/Hint.tsx';
import { common } from '../ui/texts.ts';
import { CompareDialog } from './CompareDialog.tsx';
import { GoOnAlone } from './GoOnAlone.tsx';
import { KeptImages } from './KeptImages.tsx';
import { PersonAvatar } from './PersonAvatar.tsx';
import { Newcomers } from './roles/Newcomers.tsx';
import { RoleBadge } from './roles/RoleBadge.tsx';
import { RoleItems } from './roles/RoleItems.tsx';
import { roleTexts } from './roles/texts.ts';
import { type RoleActions, useRoleChange } from './roles/use-role-change.tsx';
import { comparing, personName, removing, people as texts } from './texts.ts';

/** Everyone on the board: connection and round trip, votes, leader. */
export function PeopleDrawer(props: {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly health: Health;
  readonly people: readonly Person[];
  readonly removed: readonly RemovedPerson[];
  readonly blobs: Blobs;
  readonly roundTripsMs: RoundTrips;
  readonly standings: Standings;
  /** This device may give roles and remove people. */
  readonly inCharge: boolean;
  readonly newcomers: NewcomerRole;
  readonly onNewcomers: (role: NewcomerRole) => void;
  readonly onRemove: (id: Person['id']) => void;
  readonly roleActions: RoleActions;
  readonly canGoOnAlone: boolean;
  readonly goingOnLoses: RecoveryLoss | undefined;
  readonly onSave: () => void;
  readonly onGoOnAlone: () => void;
  /** See `BoardShelf`. */
  readonly isLasting: () => Promise<boolean | undefined>;
  /** The lent votes. */
  readonly lent: ReactNode;
}) {
  const isOnTop = useIsOnTop(props.opened);
  const here = props.people.filter((person) => person.connected);
  // A guest whose page is closed returns as a new device.
  const away = props.people.filter((person) => !person.connected && person.guest !== true);
  const [asked, setAsked] = useState<Person>();
  const agreement = agreementText(props.health);
  const remedy = remedyText(props.health);
  const pair = pairText(props.people);
  const [compared, setCompared] = useState<Person>();
  const me = props.people.find((person) => person.isMe);
  const roleChange = useRoleChange(props.roleActions);
  const hasOwner = props.people.some(({ role }) => role === 'owner');
  const rows = {
    roundTripsMs: props.roundTripsMs,
    standings: props.standings,
    onCompare: setCompared,
    onRemove: props.inCharge ? setAsked : undefined,
    everyone: props.people,
    onRole: props.inCharge ? roleChange.choose : undefined,
  };
  return (
    <Drawer
      opened={props.opened}
      onClose={props.onClose}
      // Escape closes the dialog in front only.
      closeOnEscape={isOnTop}
      position="right"
      size="sm"
      title={texts.title}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      <Stack gap="lg" data-testid="people-list">
        {agreement !== undefined && (
          <Text size="sm" data-testid="agreement">
            {agreement}
          </Text>
        )}
        {remedy !== undefined && (
          <Text size="sm" data-testid="remedy">
            {remedy}
          </Text>
        )}
        {pair !== undefined && (
          <Text size="sm" c="dimmed" data-testid="pair">
            {pair}
          </Text>
        )}
        <KeptImages blobs={props.blobs} people={props.people} />
        <PersonList title={texts.here} people={here} {...rows} />
        {props.inCharge && !hasOwner && (
          <Text size="sm" c="dimmed" data-testid="no-owner">
            {roleTexts.noOwner}
          </Text>
        )}
        {props.people.length === 1 && (
          <Text size="sm" c="dimmed">
            {texts.noneYet}
          </Text>
        )}
        {away.length > 0 && <PersonList title={texts.away} people={away} {...rows} />}
        {hasOwner && (
          <Newcomers role={props.newcomers} onChange={props.inCharge ? props.onNewcomers : undefined} />
        )}
        {props.lent}
        {props.removed.length > 0 && <RemovedList removed={props.removed} />}
        <MayBeDeleted isLasting={props.isLasting} />
        {props.canGoOnAlone && (
          <GoOnAlone loses={props.goingOnLoses} onSave={props.onSave} onConfirm={props.onGoOnAlone} />
        )}
      </Stack>
      <ConfirmDialog
        opened={asked !== undefined}
        title={removing.title({ name: asked?.name ?? '' })}
        text={Object.values(removing.text)}
        confirm={removing.confirm}
        onCancel={() => setAsked(undefined)}
        onConfirm={() => {
          if (asked !== undefined) props.onRemove(asked.id);
          setAsked(undefined);
        }}
      />
      {roleChange.dialog}
      {me !== undefined && <CompareDialog person={compared} me={me} onClose={() => setCompared(undefined)} />}
    </Drawer>
  );
}

/** Read again at each opening of the drawer: the browser can change it. */
function MayBeDeleted({ isLasting }: { readonly isLasting: () => Promise<boolean | undefined> }) {
  const [lasting, setLasting] = useState<boolean>();
  useEffect(() => {
    let wanted = true;
    void isLasting().then((answer) => {
      if (wanted) setLasting(answer);
    });
    return () => {
      wanted = false;
    };
  }, [isLasting]);
  if (lasting !== false) return null;
  return (
    <Text size="xs" c="dimmed" data-testid="may-be-deleted">
      {texts.mayBeDeleted}
    </Text>
  );
}

type OnRemove = ((person: Person) => void) | undefined;

interface RowActions {
  /** For the choices of a role. */
  readonly everyone: readonly Person[];
  readonly onCompare: (person: Person) => void;
  readonly onRemove: OnRemove;
  readonly onRole: ReturnType<typeof useRoleChange>['choose'] | undefined;
}

interface PersonListProps extends RowActions {
  readonly title: string;
  readonly people: readonly Person[];
  readonly roundTripsMs: RoundTrips;
  readonly standings: Standings;
}

function PersonList(props: PersonListProps) {
  return (
    <Section title={props.title}>
      {props.people.map((person) => (
        <PersonRow
          key={person.id}
          person={person}
          roundTripMs={props.roundTripsMs[person.id]}
          standing={props.standings[person.id]}
          onCompare={props.onCompare}
          onRemove={person.isMe ? undefined : props.onRemove}
          everyone={props.everyone}
          onRole={props.onRole}
        />
      ))}
    </Section>
  );
}

function RemovedList({ removed }: { readonly removed: readonly RemovedPerson[] }) {
  return (
    <Section title={texts.removed}>
      {removed.map(({ id, name }) => (
        <Text key={id} role="listitem" size="sm" c="dimmed" td="line-through" dir="auto" data-removed={name}>
          {name}
        </Text>
      ))}
    </Section>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Stack gap="xs" component="section" aria-label={title}>
      <Title order={3} fz="sm" c="dimmed">
        {title}
      </Title>
      <Stack gap="sm" role="list">
        {children}
      </Stack>
    </Stack>
  );
}

interface PersonRowProps extends RowActions {
  readonly person: Person;
  readonly roundTripMs: number | undefined;
  readonly standing: Standing | undefined;
}

function PersonRow({ person, roundTripMs, standing, everyone, ...actions }: PersonRowProps) {
  const { onCompare, onRemove, onRole } = actions;
  return (
    <Group
      role="listitem"
      wrap="nowrap"
      gap="sm"
      data-person={person.name}
      data-connected={person.connected}
      data-votes={person.votes}
      data-leads={person.leads}
      data-access={person.access}
      data-role={person.role}
      data-via={person.via ?? ''}
    >
      <PersonAvatar person={person} size={38} />
      <Stack gap={2} miw={0} flex={1}>
        <Text fw={600} truncate dir="auto">
          {personName(person)}
        </Text>
        <Text size="xs" c="dimmed" {...(person.via === undefined ? {} : { title: texts.viaHint })}>
          {distanceText(person, roundTripMs, standing)}
        </Text>
      </Stack>
      <Stack gap={4} align="flex-end">
        {person.leads && (
          <Hint label={texts.leadsHint} multiline w={220}>
            <Badge size="sm" color="orange" variant="light" leftSection={<Crown size={11} />}>
              {texts.leads}
            </Badge>
          </Hint>
        )}
        <RoleBadge person={person} />
        {person.guest === true && <GuestBadge size="sm" isMe={person.isMe} />}
        {person.votes && (
          <Hint label={texts.votesHint} multiline w={220}>
            <Badge size="sm" variant="light" leftSection={<Vote size={11} />}>
              {texts.votes}
            </Badge>
          </Hint>
        )}
      </Stack>
      <Menu position="bottom-end" withinPortal returnFocus>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={texts.menu({ name: person.name })}>
            <Ellipsis size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Fingerprint size={15} />} onClick={() => onCompare(person)}>
            {comparing.open}
          </Menu.Item>
          {onRole !== undefined && <RoleItems person={person} people={everyone} onChoose={onRole} />}
          {onRemove !== undefined && (
            <Menu.Item color="red" leftSection={<UserMinus size={15} />} onClick={() => onRemove(person)}>
              {removing.open}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}

function distanceText(person: Person, roundTripMs: number | undefined, standing: Standing = {}): string {
  if (person.isMe) return texts.me;
  if (!person.connected) {
    const { lastSeenAt } = standing;
    return lastSeenAt === undefined
      ? texts.notConnected
      : texts.lastSeen({ when: formatWhen(lastSeenAt, Date.now()) });
  }
  const near =
    roundTripMs === undefined ? texts.connected : texts.roundTrip({ time: formatMilliseconds(roundTripMs) });
  const way = person.via === undefined ? near : texts.via({ distance: near, name: person.via });
  const { behind } = standing;
  const distance = behind === undefined ? way : texts.behind({ distance: way, changes: behind });
  const isVoteless = person.access === 'view' || person.guest === true;
  return person.votes || isVoteless ? distance : texts.withoutVote({ distance });
}
