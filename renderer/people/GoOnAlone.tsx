import { Alert, Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { goingOnAlone as texts } from '../texts.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';

/** Where the majority is gone, perhaps for good: the way out, which a person must want. */
export function GoOnAlone({ onConfirm }: { readonly onConfirm: () => void }) {
  const [asking, setAsking] = useState(false);
  return (
    <Alert color="yellow" data-testid="go-on-alone">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{texts.hint}</Text>
        <Button size="xs" variant="default" onClick={() => setAsking(true)}>
          {texts.open}
        </Button>
      </Stack>
      <ConfirmDialog
        opened={asking}
        title={texts.title}
        text={texts.text}
        confirm={texts.confirm}
        onConfirm={() => {
          setAsking(false);
          onConfirm();
        }}
        onCancel={() => setAsking(false)}
      />
    </Alert>
  );
}
