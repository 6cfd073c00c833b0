import { Alert, Stack, Text } from '@mantine/core';
import { UserRound } from 'lucide-react';
import { guest } from '../../ui/texts.ts';

/** The note on a guest's first screen: its tab stores nothing, and the page came unencrypted from another computer. */
export function GuestNote() {
  return (
    <Alert
      color="yellow"
      radius="md"
      icon={<UserRound size={18} />}
      title={guest.title}
      data-testid="guest-note"
    >
      <Stack gap={6}>
        {Object.values(guest.text).map((paragraph) => (
          <Text key={paragraph} size="sm">
            {paragraph}
          </Text>
        ))}
      </Stack>
    </Alert>
  );
}
