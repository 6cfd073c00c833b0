import { Drawer, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import type { Blobs } from '#app/blobs/blobs.ts';
import type { Choice } from '#app/session/changes/pending.ts';
import { deviceTitle } from '#app/session/view/people/people.ts';
import type {
  Health,
  Person,
  RecoveryLoss,
  RemovedPerson,
  RoundTrips,
  Standings,
} from '#app/session/view/view.ts';
import type { NewcomerRole } from '#shared/board/member/role.ts';
import { agreementText, pairText, remedyText } from '../boards/open/status/status-text.ts';
import { ConfirmDialog } from '../ui/components/ConfirmDialog.tsx';
import { useEscape } from '../ui/components/escape.ts';
import { useReturnFocus } from '../ui/components/return-focus.ts';
import { common } from '../ui/texts.ts';
import { CompareDialog } from './CompareDialog.tsx';
import { groupsOf, type PersonGroup, personsOf } from './devices/groups.ts';
import { removingDevice, unlinking } from './devices/texts.ts';
import { GoOnAlone } from './GoOnAlone.tsx';
import { KeptImages } from './kept-images/KeptImages.tsx';
import { PersonRow, type PersonRowProps } from './PersonRow.tsx';
import { Newcomers } from './roles/Newcomers.tsx';
import { isOnlyOwnerOnOneDevice, onlyOwnerAway } from './roles/role-choices.ts';
import { roleTexts } from './roles/texts.ts';
import { type RoleActions, useRoleChange } from './roles/use-role-change.tsx';
import { removing, people as texts } from './texts.ts';

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
  /** This device's choices that wait. */
  readonly choices: readonly Choice[];
  readonly onNewcomers: (role: NewcomerRole) => void;
  readonly onRemove: (id: Person['id'], how: 'person' | 'device') => void;
  readonly onUnlink: (id: Person['id']) => void;
  readonly roleActions: RoleActions;
  readonly canGoOnAlone: boolean;
  readonly goingOnLoses: RecoveryLoss | undefined;
  readonly onSave: () => void;
  readonly onGoOnAlone: () => void;
  /** See `BoardShelf`. */
  readonly isLasting: () => Promise<boolean | undefined>;
  /** The links of this person's devices. */
  readonly devices: ReactNode;
  /** The lent votes. */
  readonly lent: ReactNode;
}) {
  useEscape(props.opened, props.onClose);
  useReturnFocus(props.opened);
  const groups = groupsOf(props.people);
  const here = groups.filter(({ person }) => person.connected);
  // A guest whose page is closed returns as a new device.
  const away = groups.filter(({ person }) => !person.connected && person.guest !== true);
  const [asked, setAsked] = useState<Question>();
  const agreement = agreementText(props.health);
  const remedy = remedyText(props.health);
  const pair = pairText(props.people);
  const [compared, setCompared] = useState<Person>();
  const me = props.people.find((person) => person.isMe);
  const roleChange = useRoleChange(props.roleActions);
  const persons = personsOf(props.people);
  const hasOwner = props.people.some(({ role }) => role === 'owner');
  const awayOwner = onlyOwnerAway(props.people);
  const rows = {
    roundTripsMs: props.roundTripsMs,
    standings: props.standings,
    choices: props.choices,
    health: props.health,
    inCharge: props.inCharge,
    onCompare: setCompared,
    onRemove: (person: Person) => setAsked({ about: 'person', person }),
    onRemoveDevice: (person: Person) => setAsked({ about: 'device', person }),
    onUnlink: (person: Person) => setAsked({ about: 'unlink', person }),
    everyone: persons,
    onRole: roleChange.choose,
  };
  return (
    <Drawer
      opened={props.opened}
      // As `Modal` while it closes.
      inert={!props.opened}
      onClose={props.onClose}
      closeOnEscape={false}
      returnFocus={false}
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
        {props.canGoOnAlone && (
          <GoOnAlone loses={props.goingOnLoses} onSave={props.onSave} onConfirm={props.onGoOnAlone} />
        )}
        {pair !== undefined && (
          <Text size="sm" c="dimmed" data-testid="pair">
            {pair}
          </Text>
        )}
        <KeptImages blobs={props.blobs} people={props.people} />
        <PersonList title={texts.here} groups={here} {...rows} />
        {props.inCharge && !hasOwner && (
          <Text size="sm" c="dimmed" data-testid="no-owner">
            {roleTexts.noOwner}
          </Text>
        )}
        {isOnlyOwnerOnOneDevice(props.people) && (
          <Text size="sm" c="dimmed" data-testid="only-owner">
            {roleTexts.onlyOwner}
          </Text>
        )}
        {awayOwner !== undefined && me?.role === 'editor' && me.guest !== true && (
          <Text size="sm" c="dimmed" data-testid="owner-away">
            {roleTexts.ownerAway({ name: awayOwner })}
          </Text>
        )}
        {props.people.length === 1 && (
          <Text size="sm" c="dimmed">
            {texts.noneYet}
          </Text>
        )}
        {away.length > 0 && <PersonList title={texts.away} groups={away} {...rows} />}
        {hasOwner && (
          <Newcomers
            role={props.newcomers}
            choices={props.choices}
            health={props.health}
            onChange={props.inCharge ? props.onNewcomers : undefined}
          />
        )}
        {props.devices}
        {props.lent}
        {props.removed.length > 0 && <RemovedList removed={props.removed} />}
        <MayBeDeleted isLasting={props.isLasting} />
      </Stack>
      <ConfirmDialog
        opened={asked !== undefined}
        {...questionTexts(asked)}
        onCancel={() => setAsked(undefined)}
        onConfirm={() => {
          if (asked?.about === 'unlink') props.onUnlink(asked.person.id);
          else if (asked !== undefined) props.onRemove(asked.person.id, asked.about);
          setAsked(undefined);
        }}
      />
      {roleChange.dialog}
      {me !== undefined && <CompareDialog person={compared} me={me} onClose={() => setCompared(undefined)} />}
    </Drawer>
  );
}

interface Question {
  readonly about: 'person' | 'device' | 'unlink';
  readonly person: Person;
}

function questionTexts(asked: Question | undefined) {
  if (asked === undefined) return { title: '', text: [], confirm: '' };
  const { name, device } = asked.person;
  const text = Object.values(removing.text);
  const { confirm } = removing;
  if (asked.about === 'unlink') {
    const texts = { title: unlinking.title({ device: device ?? '' }), confirm: unlinking.confirm };
    const { effect, again } = unlinking.text;
    return { ...texts, text: [effect({ device: device ?? '' }), again] };
  }
  if (asked.about === 'device') {
    const title = removingDevice.title({ device: device ?? '', name });
    return { title, text: [removingDevice.stays({ name }), ...text], confirm };
  }
  const title = device === undefined ? removing.title({ name }) : removingDevice.titlePerson({ name });
  return { title, text, confirm };
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

interface PersonListProps extends Omit<PersonRowProps, 'group'> {
  readonly title: string;
  readonly groups: readonly PersonGroup[];
}

function PersonList({ title, groups, ...rows }: PersonListProps) {
  return (
    <Section title={title}>
      {groups.map((group) => (
        <PersonRow key={group.person.person} group={group} {...rows} />
      ))}
    </Section>
  );
}

function RemovedList({ removed }: { readonly removed: readonly RemovedPerson[] }) {
  return (
    <Section title={texts.removed}>
      {removed.map(({ id, name, ...rest }) => (
        <Text key={id} role="listitem" size="sm" c="dimmed" td="line-through" dir="auto" data-removed={name}>
          {deviceTitle({ name, ...rest })}
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
