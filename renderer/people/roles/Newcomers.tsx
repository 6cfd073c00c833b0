import { Stack, Switch, Text } from '@mantine/core';
import type { Choice } from '#app/session/changes/pending.ts';
import type { Health } from '#app/session/view/view.ts';
import type { NewcomerRole } from '#shared/board/member/role.ts';
import { ChoicesWait } from '../waiting/ChoicesWait.tsx';
import { newcomersChoice } from '../waiting/choices.ts';
import { newcomerTexts as texts } from './texts.ts';

/** The role of people who come with an edit link: owners choose it, and the others see it. */
export function Newcomers(props: {
  readonly role: NewcomerRole;
  readonly choices: readonly Choice[];
  readonly health: Health;
  /** Absent for those that cannot change it. */
  readonly onChange: ((role: NewcomerRole) => void) | undefined;
}) {
  const { role, choices, health, onChange } = props;
  if (onChange !== undefined) {
    const choice = newcomersChoice(choices);
    // A switch shows the choice; the line below says that it is not in effect.
    const wanted = choice?.role ?? role;
    return (
      <Stack gap={4}>
        <Switch
          data-testid="newcomers"
          label={texts.label}
          description={texts.description}
          checked={wanted === 'viewer'}
          onChange={() => onChange(wanted === 'viewer' ? 'editor' : 'viewer')}
        />
        <ChoicesWait choices={choice === undefined ? [] : [choice]} health={health} />
      </Stack>
    );
  }
  if (role !== 'viewer') return null;
  return (
    <Text size="sm" c="dimmed" data-testid="newcomers">
      {texts.areViewers}
    </Text>
  );
}
