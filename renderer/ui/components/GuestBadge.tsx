import { Badge } from '@mantine/core';
import { UserRound } from 'lucide-react';
import { Hint } from '../hints/Hint.tsx';
import { guest } from '../texts.ts';

/** The badge beside the name of a device that keeps the board only while its page is open. */
export function GuestBadge({ isMe, size = 'md' }: { readonly isMe: boolean; readonly size?: 'sm' | 'md' }) {
  const hint = isMe ? guest.title : guest.otherHint;
  return (
    <Hint label={hint} multiline w={260}>
      <Badge
        size={size}
        color="yellow"
        variant="light"
        flex="none"
        leftSection={<UserRound size={11} />}
        tabIndex={0}
        aria-label={`${guest.badge}. ${hint}`}
        data-testid={isMe ? 'guest' : undefined}
      >
        {guest.badge}
      </Badge>
    </Hint>
  );
}
