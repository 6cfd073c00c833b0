import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { isBlank } from '#shared/board/values/blank.ts';
import { maxBoardNameLength } from '#shared/invite/invite.ts';
import { withoutIsolates } from '#shared/texts/direction.ts';
import { Modal } from '../../../ui/components/Modal.tsx';
import { common, guest } from '../../../ui/texts.ts';
import { board as boardTexts } from '../../texts.ts';
import { duplicating, forgetting, leaving, nameOf, renaming, start } from '../texts.ts';
import type { BoardActions } from './use-board-actions.ts';

/** The dialog of the chosen action. While the action runs, the dialog stays open and takes no input. */
export function BoardDialogs({
  actions,
  isGuest,
}: {
  readonly actions: BoardActions;
  readonly isGuest: boolean;
}) {
  const { chosen } = actions;
  if (chosen === undefined) return null;
  const board = nameOf(chosen.board);
  switch (chosen.action) {
    case 'rename':
      return (
        <NameDialog
          actions={actions}
          title={renaming.title({ board })}
          text={renaming.text}
          name={chosen.board.name}
          confirm={renaming.confirm}
          onConfirm={actions.rename}
        />
      );
    case 'duplicate':
      return (
        <NameDialog
          actions={actions}
          title={duplicating.title({ board })}
          text={duplicating.text}
          name={withoutIsolates(duplicating.name({ board })).slice(0, maxBoardNameLength)}
          confirm={duplicating.confirm}
          onConfirm={actions.duplicate}
        />
      );
    case 'leave':
      return (
        <DeleteDialog
          actions={actions}
          title={leaving.title({ board })}
          text={[leaving.text, leaving.return]}
          confirm={leaving.confirm}
          onConfirm={actions.leave}
        />
      );
    case 'forget':
      return (
        <DeleteDialog
          actions={actions}
          title={forgetting.title({ board })}
          text={isGuest ? [guest.forgetText] : [forgetting.text, forgetting.onlyCopy]}
          confirm={forgetting.confirm}
          onConfirm={actions.forget}
        />
      );
    case 'save':
      return null;
  }
}

/** Asks for the name of a board. */
function NameDialog(props: {
  readonly actions: BoardActions;
  readonly title: string;
  readonly text: string;
  readonly name: string;
  readonly confirm: string;
  readonly onConfirm: (name: string) => void;
}) {
  const { actions } = props;
  const [name, setName] = useState(props.name);
  const [isMissing, setMissing] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setMissing(isBlank(name));
    if (!isBlank(name)) props.onConfirm(name.trim());
  };
  return (
    <ActionDialog actions={actions} title={props.title}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text size="sm">{props.text}</Text>
          <TextInput
            label={start.boardNameLabel}
            value={name}
            maxLength={maxBoardNameLength}
            autoComplete="off"
            data-autofocus
            disabled={actions.isBusy}
            error={isMissing ? start.boardNameMissing : undefined}
            onChange={(event) => {
              setName(event.currentTarget.value);
              setMissing(false);
            }}
          />
          <Problem text={actions.problem} />
          <Group justify="flex-end">
            <Button variant="default" disabled={actions.isBusy} onClick={actions.close}>
              {common.cancel}
            </Button>
            <Button type="submit" loading={actions.isBusy}>
              {props.confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </ActionDialog>
  );
}

/** Asks before this device's copy is deleted, and offers to save it first. */
function DeleteDialog(props: {
  readonly actions: BoardActions;
  readonly title: string;
  readonly text: readonly string[];
  readonly confirm: string;
  readonly onConfirm: () => void;
}) {
  const { actions } = props;
  return (
    <ActionDialog actions={actions} title={props.title}>
      <Stack gap="md">
        {props.text.map((paragraph) => (
          <Text key={paragraph} size="sm">
            {paragraph}
          </Text>
        ))}
        <Problem text={actions.problem} />
        <Group justify="flex-end">
          <Button variant="subtle" disabled={actions.isBusy} onClick={actions.save}>
            {boardTexts.keepCopy}
          </Button>
          <Button variant="default" data-autofocus disabled={actions.isBusy} onClick={actions.close}>
            {common.cancel}
          </Button>
          <Button color="red" loading={actions.isBusy} onClick={props.onConfirm}>
            {props.confirm}
          </Button>
        </Group>
      </Stack>
    </ActionDialog>
  );
}

function ActionDialog(props: {
  readonly actions: BoardActions;
  readonly title: string;
  readonly children: React.ReactNode;
}) {
  return (
    <Modal
      opened
      onClose={props.actions.close}
      title={props.title}
      closeButtonProps={{ 'aria-label': common.close, disabled: props.actions.isBusy }}
    >
      {props.children}
    </Modal>
  );
}

function Problem({ text }: { readonly text: string | undefined }) {
  if (text === undefined || text === '') return null;
  return (
    <Alert color="red" role="alert">
      {text}
    </Alert>
  );
}
