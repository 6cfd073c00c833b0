import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { isBlank } from '#shared/board/values/blank.ts';
import { maxPeerNameLength } from '#shared/invite/handshake.ts';
import { Dialog } from '../../ui/components/Dialog.tsx';
import { common } from '../../ui/texts.ts';
import { lendDialog as texts } from './texts.ts';

/** Asks for the consent of the person at this computer, and for its name. */
export function LendDialog(props: {
  readonly myName: string;
  readonly isBusy: boolean;
  readonly problem: string | undefined;
  readonly onLend: (name: string) => void;
  readonly onClose: () => void;
}) {
  const { isBusy, problem } = props;
  const [name, setName] = useState(texts.nameOf({ person: props.myName }).slice(0, maxPeerNameLength));
  const [isMissing, setMissing] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setMissing(isBlank(name));
    if (!isBlank(name) && !isBusy) props.onLend(name.trim());
  };
  return (
    <Dialog onClose={() => !isBusy && props.onClose()} title={texts.title}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {Object.values(texts.text).map((paragraph) => (
            <Text key={paragraph} size="sm">
              {paragraph}
            </Text>
          ))}
          {window.paxboard !== undefined && <Text size="sm">{texts.tray}</Text>}
          <TextInput
            label={texts.name}
            value={name}
            maxLength={maxPeerNameLength}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            error={isMissing && texts.nameMissing}
            data-autofocus
          />
          {problem !== undefined && (
            <Alert color="red" role="alert">
              {problem}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" disabled={isBusy} onClick={props.onClose}>
              {common.cancel}
            </Button>
            <Button type="submit" loading={isBusy}>
              {texts.confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
