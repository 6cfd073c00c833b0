import { Badge, Drawer, Group, Stack, Text, Title, Tooltip } from '@mantine/core';
import { Crown, Vote } from 'lucide-react';
import type { Person } from '#app/session/view.ts';
import { common, personName, people as texts } from '../texts.ts';
import { GoOnAlone } from './GoOnAlone.tsx';
import { PersonAvatar } from './PersonAvatar.tsx';

/** Everyone on the board: who is connected and how far away, who votes, who leads. */
export function PeopleDrawer(props: {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly people: readonly Person[];
  readonly canGoOnAlone: boolean;
  readonly onGoOnAlone: () => void;
}) {
  const here = props.people.filter((person) => person.connected);
  const away = props.people.filter((person) => !person.connected);
  return (
    <Drawer
      opened={props.opened}
      onClose={props.onClose}
      position="right"
      size="sm"
      title={texts.title}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      <Stack gap="lg" data-testid="people-list">
        <PersonList title={texts.here} people={here} />
        {props.people.length === 1 && (
          <Text size="sm" c="dimmed">
            {texts.noneYet}
          </Text>
        )}
        {away.length > 0 && <PersonList title={texts.away} people={away} />}
        {props.canGoOnAlone && <GoOnAlone onConfirm={props.onGoOnAlone} />}
      </Stack>
    </Drawer>
  );
}

function PersonList({ title, people }: { readonly title: string; readonly people: readonly Person[] }) {
  return (
    <Stack gap="xs" component="section" aria-label={title}>
      <Title order={3} fz="sm" c="dimmed">
        {title}
      </Title>
      <Stack gap="sm" role="list">
        {people.map((person) => (
          <PersonRow key={person.id} person={person} />
        ))}
      </Stack>
    </Stack>
  );
}

function PersonRow({ person }: { readonly person: Person }) {
  return (
    <Group
      role="listitem"
      wrap="nowrap"
      gap="sm"
      data-person={person.name}
      data-connected={person.connected}
      data-votes={person.votes}
      data-leads={person.leads}
    >
      <PersonAvatar person={person} size={38} />
      <Stack gap={2} miw={0} flex={1}>
        <Text fw={600} truncate>
          {personName(person)}
        </Text>
        <Text size="xs" c="dimmed">
          {distanceText(person)}
        </Text>
      </Stack>
      <Stack gap={4} align="flex-end">
        {person.leads && (
          <Tooltip label={texts.leadsHint} multiline w={220}>
            <Badge size="sm" color="orange" variant="light" leftSection={<Crown size={11} />}>
              {texts.leads}
            </Badge>
          </Tooltip>
        )}
        {person.votes && (
          <Tooltip label={texts.votesHint} multiline w={220}>
            <Badge size="sm" variant="light" leftSection={<Vote size={11} />}>
              {texts.votes}
            </Badge>
          </Tooltip>
        )}
      </Stack>
    </Group>
  );
}

function distanceText(person: Person): string {
  if (person.isMe) return texts.me;
  if (!person.connected) return texts.notConnected;
  const distance = person.roundTripMs === undefined ? texts.connected : texts.roundTrip(person.roundTripMs);
  return person.votes ? distance : `${distance} · ${texts.notVoting}`;
}
