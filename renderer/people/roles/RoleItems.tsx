import { Menu, Text } from '@mantine/core';
import { Check, KeyRound } from 'lucide-react';
import type { Person } from '#app/session/view/view.ts';
import type { Role } from '#shared/board/member/role.ts';
import { canHandOver, type RoleChoice, roleChoices } from './role-choices.ts';
import { roleTexts as texts } from './texts.ts';

/** The part of a person's menu about their role. */
export function RoleItems(props: {
  readonly person: Person;
  readonly people: readonly Person[];
  readonly onChoose: (person: Person, change: Role | 'handOver') => void;
}) {
  const { person, people, onChoose } = props;
  const me = people.find(({ isMe }) => isMe);
  const choices = roleChoices(person, people);
  const reasons = new Set(choices.flatMap(({ reason }) => reason ?? []));
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{texts.label}</Menu.Label>
      {choices.map((choice) => (
        <RoleItem key={choice.role} choice={choice} onClick={() => onChoose(person, choice.role)} />
      ))}
      {[...reasons].map((reason) => (
        <Text key={reason} size="xs" c="dimmed" px="sm" pb={4} maw={260}>
          {texts.reasons[reason]}
        </Text>
      ))}
      {me !== undefined && canHandOver(me, person) && (
        <Menu.Item leftSection={<KeyRound size={15} />} onClick={() => onChoose(person, 'handOver')}>
          {texts.handOver}
        </Menu.Item>
      )}
    </>
  );
}

function RoleItem({ choice, onClick }: { readonly choice: RoleChoice; readonly onClick: () => void }) {
  const { role, current, reason } = choice;
  return (
    <Menu.Item
      role="menuitemradio"
      aria-checked={current}
      disabled={reason !== undefined}
      leftSection={<Check size={15} visibility={current ? 'visible' : 'hidden'} />}
      onClick={() => {
        if (!current) onClick();
      }}
    >
      {texts.names[role]}
      <Text size="xs" c="dimmed">
        {texts.effects[role]}
      </Text>
    </Menu.Item>
  );
}
