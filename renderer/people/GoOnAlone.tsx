import { Alert, Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { RecoveryLoss } from '#app/session/view/view.ts';
import { ConfirmDialog } from '../ui/components/ConfirmDialog.tsx';
import { recoveryLossText, goingOnAlone as texts } from './texts.ts';

/** Without a majority for a while: offers to continue without it, which a person must confirm. */
export function GoOnAlone(props: {
  readonly loses: RecoveryLoss | undefined;
  readonly onSave: () => void;
  readonly onConfirm: () => void;
}) {
  const [asking, setAsking] = useState(false);
  const loss = props.loses === undefined ? [] : [recoveryLossText(props.loses)];
  return (
    <Alert color="yellow" data-testid="go-on-alone">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{texts.hint}</Text>
        {loss.map((text) => (
          <Text key={text} size="sm" fw={600} data-testid="recovery-loses">
            {text}
          </Text>
        ))}
        <Button size="xs" variant="default" onClick={() => setAsking(true)}>
          {texts.open}
        </Button>
      </Stack>
      <ConfirmDialog
        opened={asking}
        title={texts.title}
        text={[...loss, ...Object.values(texts.text)]}
        confirm={texts.confirm}
        before={{ label: texts.save, onClick: props.onSave }}
        onConfirm={() => {
          setAsking(false);
          props.onConfirm();
        }}
        onCancel={() => setAsking(false)}
      />
    </Alert>
  );
}
