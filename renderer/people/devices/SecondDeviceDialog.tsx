import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { DeviceLinking } from '#app/session/changes/device-linking.ts';
import type { SessionView } from '#app/session/view/view.ts';
import { isBlank } from '#shared/board/values/blank.ts';
import { Dialog } from '../../ui/components/Dialog.tsx';
import { common } from '../../ui/texts.ts';
import { deviceKind } from './device-kind.ts';
import { focused } from './focus.ts';
import { Linked, LinkForm, linkProblem, NameField, Waiting } from './link-steps.tsx';
import { codeProblem, secondDialog as texts } from './texts.ts';

/** Makes this device one of the person whose other device shows a code. */
export function SecondDeviceDialog(props: {
  readonly linking: DeviceLinking;
  readonly view: Pick<SessionView, 'link' | 'me' | 'people' | 'health'>;
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
        <Linked text={texts.linked({ name: me.name })} onClose={close} />
      </Dialog>
    );
  }
  return (
    <Dialog onClose={close} title={texts.title}>
      {link.step === 'asking' ? (
        <Stack gap="md">
          <Waiting
            text={texts.waiting({ name: people.find(({ id }) => id === link.of)?.name ?? '' })}
            health={view.health}
          />
          <Group justify="flex-end">
            <Button variant="default" ref={focused} onClick={close}>
              {common.cancel}
            </Button>
          </Group>
        </Stack>
      ) : (
        <Form
          linking={linking}
          problem={linkProblem(link, 'member/link-ask', texts.ended)}
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
  const submit = (): void => {
    setNameMissing(isBlank(name));
    if (isBlank(code)) return setCodeError(codeProblem('empty'));
    if (isBlank(name)) return setCodeError(undefined);
    const entered = linking.ask(code, name.trim());
    setCodeError(entered === 'asked' ? undefined : codeProblem(entered));
  };
  return (
    <LinkForm problem={problem} submitLabel={texts.link} onSubmit={submit} onCancel={onCancel}>
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
      <NameField name={name} isMissing={isNameMissing} isFirst={false} onName={setName} />
    </LinkForm>
  );
}
