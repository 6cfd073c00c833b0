import { Alert, Stack, Text } from '@mantine/core';
import { UserRound } from 'lucide-react';
import { guest } from '../../ui/texts.ts';

/** On a guest's first screen: what its tab does not keep, and what no page from another computer can promise. */
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
