import { ActionIcon, Badge, Group, Menu, Stack, Text } from '@mantine/core';
import { Crown, Ellipsis, Fingerprint, MonitorSmartphone, Unlink, UserMinus, Vote } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Choice } from '#app/session/changes/pending.ts';
import type { Health, Person, RoundTrips, Standing, Standings } from '#app/session/view/view.ts';
import { GuestBadge } from '../ui/components/GuestBadge.tsx';
import { formatMilliseconds, formatWhen } from '../ui/format.ts';
import { Hint } from '../ui/hints/Hint.tsx';
import type { PersonGroup } from './devices/groups.ts';
import { removingDevice, devices as texts, unlinking } from './devices/texts.ts';
import { PersonAvatar } from './look/PersonAvatar.tsx';
import { RoleBadge } from './roles/RoleBadge.tsx';
import { RoleItems } from './roles/RoleItems.tsx';
import type { useRoleChange } from './roles/use-role-change.tsx';
import { comparing, people as peopleTexts, personName, removing } from './texts.ts';
import { ChoicesWait } from './waiting/ChoicesWait.tsx';
import { choicesAboutDevice, choicesAboutPerson } from './waiting/choices.ts';

export interface PersonRowProps {
  readonly group: PersonGroup;
  readonly roundTripsMs: RoundTrips;
  readonly standings: Standings;
  /** This device's choices that wait. */
  readonly choices: readonly Choice[];
  readonly health: Health;
  /** This device may give roles, and remove and unlink others' devices. */
  readonly inCharge: boolean;
  /** For the choices of a role. */
  readonly everyone: readonly Person[];
  readonly onCompare: (device: Person) => void;
  /** The person with all devices. */
  readonly onRemove: (person: Person) => void;
  /** One of several devices of a person. */
  readonly onRemoveDevice: (device: Person) => void;
  readonly onUnlink: (device: Person) => void;
  readonly onRole: ReturnType<typeof useRoleChange>['choose'];
}

/** A person, and below it the devices if there are several. */
export function PersonRow(props: PersonRowProps) {
  const { group, roundTripsMs, standings, inCharge, everyone } = props;
  const { person, devices } = group;
  const isOne = devices.length === 1;
  const hasMenu = isOne || inCharge;
  const choices = choicesAboutPerson(props.choices, group);
  return (
    <Stack
      gap={6}
      role="listitem"
      data-person={person.name}
      data-connected={person.connected}
      data-votes={devices.some(({ votes }) => votes)}
      data-leads={devices.some(({ leads }) => leads)}
      data-access={person.access}
      data-role={person.role}
      data-via={person.via ?? ''}
      data-devices={devices.length}
    >
      <Group wrap="nowrap" gap="sm">
        <PersonAvatar person={person} size={38} />
        <Stack gap={2} miw={0} flex={1}>
          <Text fw={600} truncate dir="auto" className="pb-row-name">
            {personName(person)}
          </Text>
          {isOne && <Distance person={person} roundTripsMs={roundTripsMs} standings={standings} />}
        </Stack>
        <Stack gap={4} align="flex-end">
          {isOne && <DeviceBadges device={person} />}
          <RoleBadge person={person} />
          {person.guest === true && <GuestBadge size="sm" isMe={person.isMe} />}
        </Stack>
        {hasMenu && (
          <RowMenu label={peopleTexts.menu({ name: person.name })}>
            {isOne && <CompareItem onClick={() => props.onCompare(person)} />}
            {isOne && inCharge && <Menu.Divider />}
            {inCharge && <RoleItems person={person} people={everyone} onChoose={props.onRole} />}
            {inCharge && !person.isMine && !isRemoval(choices) && (
              <RemoveItem
                label={isOne ? removing.open : removingDevice.openPerson}
                onClick={() => props.onRemove(person)}
              />
            )}
          </RowMenu>
        )}
      </Group>
      <ChoicesWait choices={choices} health={props.health} />
      {!isOne && (
        <Stack
          gap={6}
          role="list"
          className="pb-devices"
          aria-label={texts.list({ name: person.name })}
          data-testid="devices"
        >
          {devices.map((device) => (
            <DeviceRow key={device.id} device={device} {...props} />
          ))}
        </Stack>
      )}
    </Stack>
  );
}

function DeviceRow(props: PersonRowProps & { readonly device: Person }) {
  const { device, inCharge, roundTripsMs, standings } = props;
  const name = device.device ?? '';
  const choices = choicesAboutDevice(props.choices, device);
  const mayChange = (inCharge || device.isMine) && choices.length === 0;
  return (
    <Group
      role="listitem"
      wrap="nowrap"
      gap="xs"
      data-device={name}
      data-connected={device.connected}
      data-votes={device.votes}
    >
      <MonitorSmartphone size={16} aria-hidden />
      <Stack gap={0} miw={0} flex={1}>
        <Text size="sm" truncate dir="auto" className="pb-row-name">
          {name}
        </Text>
        <Distance person={device} roundTripsMs={roundTripsMs} standings={standings} />
        <ChoicesWait choices={choices} health={props.health} />
      </Stack>
      <Stack gap={4} align="flex-end">
        <DeviceBadges device={device} />
      </Stack>
      <RowMenu label={texts.menu({ device: name, name: device.name })}>
        <CompareItem onClick={() => props.onCompare(device)} />
        {mayChange && (
          <Menu.Item leftSection={<Unlink size={15} />} onClick={() => props.onUnlink(device)}>
            {unlinking.open}
          </Menu.Item>
        )}
        {mayChange && !device.isMe && (
          <RemoveItem label={removingDevice.open} onClick={() => props.onRemoveDevice(device)} />
        )}
      </RowMenu>
    </Group>
  );
}

function isRemoval(choices: readonly Choice[]): boolean {
  return choices.some(({ type }) => type === 'member/remove');
}

function DeviceBadges({ device }: { readonly device: Person }) {
  return (
    <>
      {device.leads && (
        <Hint label={peopleTexts.leadsHint} multiline w={220}>
          <Badge size="sm" color="orange" variant="light" leftSection={<Crown size={11} />}>
            {peopleTexts.leads}
          </Badge>
        </Hint>
      )}
      {device.votes && (
        <Hint label={peopleTexts.votesHint} multiline w={220}>
          <Badge size="sm" variant="light" leftSection={<Vote size={11} />}>
            {peopleTexts.votes}
          </Badge>
        </Hint>
      )}
    </>
  );
}

function RowMenu({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <Menu position="bottom-end" withinPortal returnFocus>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={label}>
          <Ellipsis size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}

function CompareItem({ onClick }: { readonly onClick: () => void }) {
  return (
    <Menu.Item leftSection={<Fingerprint size={15} />} onClick={onClick}>
      {comparing.open}
    </Menu.Item>
  );
}

function RemoveItem({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <Menu.Item color="red" leftSection={<UserMinus size={15} />} onClick={onClick}>
      {label}
    </Menu.Item>
  );
}

function Distance(props: Pick<PersonRowProps, 'roundTripsMs' | 'standings'> & { readonly person: Person }) {
  const { person, roundTripsMs, standings } = props;
  return (
    <Text size="xs" c="dimmed" {...(person.via === undefined ? {} : { title: peopleTexts.viaHint })}>
      {distanceText(person, roundTripsMs[person.id], standings[person.id])}
    </Text>
  );
}

function distanceText(person: Person, roundTripMs: number | undefined, standing: Standing = {}): string {
  if (person.isMe) return peopleTexts.me;
  if (!person.connected) {
    const { lastSeenAt } = standing;
    return lastSeenAt === undefined
      ? peopleTexts.notConnected
      : peopleTexts.lastSeen({ when: formatWhen(lastSeenAt, Date.now()) });
  }
  const near =
    roundTripMs === undefined
      ? peopleTexts.connected
      : peopleTexts.roundTrip({ time: formatMilliseconds(roundTripMs) });
  const way = person.via === undefined ? near : peopleTexts.via({ distance: near, name: person.via });
  const { behind } = standing;
  const distance = behind === undefined ? way : peopleTexts.behind({ distance: way, changes: behind });
  const isVoteless = person.access === 'view' || person.guest === true;
  return person.votes || isVoteless ? distance : peopleTexts.withoutVote({ distance });
}
