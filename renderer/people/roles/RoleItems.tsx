import { Menu, Text } from '@mantine/core';
import { KeyRound } from 'lucide-react';
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
      <Menu.Label>{texts.label}</Menu.Label>
      <Menu.RadioGroup value={person.role}>
        {choices.map((choice) => (
          <RoleItem key={choice.role} choice={choice} onChoose={() => onChoose(person, choice.role)} />
        ))}
      </Menu.RadioGroup>
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

function RoleItem({ choice, onChoose }: { readonly choice: RoleChoice; readonly onChoose: () => void }) {
  const { role, reason } = choice;
  return (
    <Menu.RadioItem value={role} disabled={reason !== undefined} closeMenuOnClick onChange={onChoose}>
      {texts.names[role]}
      <Text size="xs" c="dimmed">
        {texts.effects[role]}
      </Text>
    </Menu.RadioItem>
  );
}
