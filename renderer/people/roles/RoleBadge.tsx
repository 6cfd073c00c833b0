import { Badge } from '@mantine/core';
import { Eye, KeyRound } from 'lucide-react';
import type { Person } from '#app/session/view/view.ts';
import { Hint } from '../../ui/hints/Hint.tsx';
import { people } from '../texts.ts';
import { roleTexts as texts } from './texts.ts';

/** The role of a person; renders nothing for an editor. */
export function RoleBadge({
  person: { role, access },
}: {
  readonly person: Pick<Person, 'role' | 'access'>;
}) {
  if (role === 'editor') return null;
  const isByLink = access === 'view';
  const hint = isByLink ? people.viewOnlyHint : texts.hints[role];
  const Icon = role === 'owner' ? KeyRound : Eye;
  return (
    <Hint label={hint} multiline w={220}>
      <Badge
        size="sm"
        color={role === 'owner' ? 'violet' : 'gray'}
        variant="light"
        leftSection={<Icon size={11} />}
      >
        {isByLink ? people.viewOnly : texts.names[role]}
      </Badge>
    </Hint>
  );
}
