import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { Dialog } from '../../ui/components/Dialog.tsx';
import { common } from '../../ui/texts.ts';

/** Says what a lent vote means, and asks for consent. It stays open while it is busy. */
export function ConsentDialog(props: {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly confirm: string;
  readonly isBusy: boolean;
  readonly problem: string | undefined;
  /** Not called while it is busy. */
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** The fields. */
  readonly children: ReactNode;
}) {
  const { isBusy, problem, onConfirm, onClose } = props;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isBusy) onConfirm();
  };
  return (
    <Dialog onClose={() => !isBusy && onClose()} title={props.title}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {props.paragraphs.map((paragraph) => (
            <Text key={paragraph} size="sm">
              {paragraph}
            </Text>
          ))}
          {props.children}
          {problem !== undefined && (
            <Alert color="red" role="alert">
              {problem}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" disabled={isBusy} onClick={onClose}>
              {common.cancel}
            </Button>
            <Button type="submit" loading={isBusy}>
              {props.confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
