import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { DeviceLinking } from '#app/session/changes/device-linking.ts';
import type { SessionView } from '#app/session/view/view.ts';
import { maxNameLength } from '#shared/board/limits.ts';
import { isBlank } from '#shared/board/values/blank.ts';
import { refusalText } from '../../boards/notices/notice-text.ts';
import { Dialog } from '../../ui/components/Dialog.tsx';
import { common } from '../../ui/texts.ts';
import { deviceKind } from './device-kind.ts';
import { focused } from './focus.ts';
import { Waiting } from './LinkDialog.tsx';
import { codeProblem, linkDialog, secondDialog as texts } from './texts.ts';

/** Makes this device one of the person whose other device shows a code. */
export function SecondDeviceDialog(props: {
  readonly linking: DeviceLinking;
  readonly view: Pick<SessionView, 'link' | 'me' | 'people'>;
  readonly onClose: () => void;
}) {
  const { linking, view, onClose } = props;
  const { link, me, people } = view;
  const close = (): void => {
    linking.cancel();
    onClose();
  };
  if (link.step === 'linked') {
    return (
      <Dialog onClose={close} title={texts.linkedTitle}>
        <Stack gap="md" data-testid="device-linked">
          <Text size="sm" role="status">
            {texts.linked({ name: me.name })}
          </Text>
          <Group justify="flex-end">
            <Button ref={focused} onClick={close}>
              {common.close}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    );
  }
  return (
    <Dialog onClose={close} title={texts.title}>
      {link.step === 'asking' ? (
        <Stack gap="md">
          <Waiting text={texts.waiting({ name: people.find(({ id }) => id === link.of)?.name ?? '' })} />
          <Group justify="flex-end">
            <Button variant="default" ref={focused} onClick={close}>
              {common.cancel}
            </Button>
          </Group>
        </Stack>
      ) : (
        <Form
          linking={linking}
          problem={
            link.step === 'failed'
              ? refusalText(link.reason, { command: 'member/link-ask' })
              : link.step === 'ended'
                ? texts.ended
                : undefined
          }
          onCancel={close}
        />
      )}
    </Dialog>
  );
}

function Form(props: {
  readonly linking: DeviceLinking;
  readonly problem: string | undefined;
  readonly onCancel: () => void;
}) {
  const { linking, problem, onCancel } = props;
  const [code, setCode] = useState('');
  const [name, setName] = useState(deviceKind());
  const [codeError, setCodeError] = useState<string>();
  const [isNameMissing, setNameMissing] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setNameMissing(isBlank(name));
    if (isBlank(code)) return setCodeError(codeProblem('empty'));
    if (isBlank(name)) return setCodeError(undefined);
    const entered = linking.ask(code, name.trim());
    setCodeError(entered === 'asked' ? undefined : codeProblem(entered));
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {problem !== undefined && (
          <Alert color="yellow" role="alert">
            {problem}
          </Alert>
        )}
        <Text size="sm">{texts.text}</Text>
        <TextInput
          label={texts.code}
          placeholder={texts.placeholder}
          value={code}
          maxLength={60}
          dir="ltr"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          classNames={{ input: 'pb-link-code-field' }}
          onChange={({ currentTarget }) => setCode(currentTarget.value)}
          error={codeError}
          data-autofocus
        />
        <TextInput
          label={texts.name}
          value={name}
          maxLength={maxNameLength}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          error={isNameMissing && linkDialog.nameMissing}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {common.cancel}
          </Button>
          <Button type="submit">{texts.link}</Button>
        </Group>
      </Stack>
    </form>
  );
}
