import { Button, Group, Stack, Text } from '@mantine/core';
import { common } from '../texts.ts';
import { Modal } from './Modal.tsx';

/** Asks before an action that cannot be undone. Cancel has the focus. */
export function ConfirmDialog(props: {
  readonly opened: boolean;
  readonly title: string;
  readonly text: readonly string[];
  readonly confirm: string;
  /** False if the caller moves the focus at the closing; else the focus returns to its previous element. */
  readonly returnFocus?: boolean;
  /** An action to take first, which leaves the dialog open. */
  readonly before?: { readonly label: string; readonly onClick: () => void } | undefined;
  /** False until the action can be confirmed; true unless given. */
  readonly isReady?: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}) {
  return (
    <Modal
      opened={props.opened}
      onClose={props.onCancel}
      title={props.title}
      returnFocus={props.returnFocus ?? true}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      <Stack gap="md">
        {props.text.map((paragraph) => (
          <Text key={paragraph} size="sm">
            {paragraph}
          </Text>
        ))}
        <Group justify="flex-end" mt="xs">
          {props.before !== undefined && (
            <Button variant="subtle" onClick={props.before.onClick}>
              {props.before.label}
            </Button>
          )}
          <Button variant="default" data-autofocus onClick={props.onCancel}>
            {common.cancel}
          </Button>
          <Button color="red" disabled={props.isReady === false} onClick={props.onConfirm}>
            {props.confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
