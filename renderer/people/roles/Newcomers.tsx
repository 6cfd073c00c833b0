import { Switch, Text } from '@mantine/core';
import type { NewcomerRole } from '#shared/board/member/role.ts';
import { newcomerTexts as texts } from './texts.ts';

/** The role of people who come with an edit link: owners choose it, and the others see it. */
export function Newcomers(props: {
  readonly role: NewcomerRole;
  /** Absent for those that cannot change it. */
  readonly onChange: ((role: NewcomerRole) => void) | undefined;
}) {
  const { role, onChange } = props;
  const areViewers = role === 'viewer';
  if (onChange !== undefined) {
    return (
      <Switch
        data-testid="newcomers"
        label={texts.label}
        description={texts.description}
        checked={areViewers}
        onChange={() => onChange(areViewers ? 'editor' : 'viewer')}
      />
    );
  }
  if (!areViewers) return null;
  return (
    <Text size="sm" c="dimmed" data-testid="newcomers">
      {texts.areViewers}
    </Text>
  );
}
