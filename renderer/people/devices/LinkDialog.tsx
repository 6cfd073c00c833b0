import { Button, Group, List, Stack, Text, TextInput } from '@mantine/core';
import { Check, Copy } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { DeviceLinking } from '#app/session/changes/device-linking.ts';
import type { Health, SessionView } from '#app/session/view/view.ts';
import { isBlank } from '#shared/board/values/blank.ts';
import { Dialog } from '../../ui/components/Dialog.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { common } from '../../ui/texts.ts';
import { deviceKind } from './device-kind.ts';
import { focused } from './focus.ts';
import { Linked, LinkForm, linkProblem, NameField, Waiting } from './link-steps.tsx';
import { linkDialog as texts } from './texts.ts';

/** Shows a code by which another device becomes one of this person. */
export function LinkDialog(props: {
  readonly linking: DeviceLinking;
  readonly view: Pick<SessionView, 'link' | 'me' | 'people' | 'health'>;
  readonly onClose: () => void;
}) {
  const { linking, view, onClose } = props;
  const { link, me } = view;
  const [name, setName] = useState(me.device ?? deviceKind());
  const close = (): void => {
    linking.cancel();
    onClose();
  };
  const isLinked = link.step === 'linked';
  const device = isLinked ? view.people.find(({ id }) => id === link.device)?.device : undefined;
  return (
    <Dialog onClose={close} title={isLinked ? texts.linkedTitle : texts.title}>
      {link.step === 'offering' && (
        <Offering code={link.code} endsAt={link.endsAt} health={view.health} onCancel={close} />
      )}
      {isLinked && (
        <Linked text={texts.linked({ device: device ?? '' })} onClose={close}>
          <Text size="sm" c="dimmed">
            {texts.unexpected}
          </Text>
        </Linked>
      )}
      {link.step !== 'offering' && !isLinked && (
        <Form
          name={name}
          problem={linkProblem(link, 'member/link-admit', texts.ended)}
          onName={setName}
          onSubmit={() => linking.offer(name.trim())}
          onCancel={close}
        />
      )}
    </Dialog>
  );
}

function Form(props: {
  readonly name: string;
  readonly problem: string | undefined;
  readonly onName: (name: string) => void;
  readonly onSubmit: () => void;
  readonly onCancel: () => void;
}) {
  const { name, problem } = props;
  const [isMissing, setMissing] = useState(false);
  const submit = (): void => {
    setMissing(isBlank(name));
    if (!isBlank(name)) props.onSubmit();
  };
  return (
    <LinkForm
      problem={problem}
      submitLabel={problem === undefined ? texts.show : texts.again}
      onSubmit={submit}
      onCancel={props.onCancel}
    >
      {Object.values(texts.text).map((paragraph) => (
        <Text key={paragraph} size="sm">
          {paragraph}
        </Text>
      ))}
      <NameField name={name} isMissing={isMissing} isFirst onName={props.onName} />
    </LinkForm>
  );
}

function Offering(props: {
  readonly code: string | undefined;
  readonly endsAt: number;
  readonly health: Health;
  readonly onCancel: () => void;
}) {
  const { code, endsAt, health, onCancel } = props;
  const minutes = useMinutesUntil(endsAt);
  const [copied, setCopied] = useState<boolean>();
  const field = useRef<HTMLInputElement>(null);
  return (
    <Stack gap="md">
      {code === undefined ? (
        <Waiting text={texts.saving} health={health} />
      ) : (
        <>
          <List type="ordered" size="sm" spacing={4}>
            {Object.values(texts.steps).map((step) => (
              <List.Item key={step}>{step}</List.Item>
            ))}
          </List>
          <TextInput
            ref={field}
            label={texts.codeLabel}
            description={texts.left({ minutes })}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            dir="ltr"
            readOnly
            value={code}
            classNames={{ input: 'pb-link-code' }}
            onFocus={({ currentTarget }) => currentTarget.select()}
            data-testid="link-code"
          />
          <Waiting text={texts.waiting} health={health} />
          {copied === false && (
            <Text size="sm" role="status">
              {texts.copyFailed}
            </Text>
          )}
        </>
      )}
      <Group justify="flex-end">
        <Button ref={focused} variant="default" onClick={onCancel}>
          {common.cancel}
        </Button>
        {code !== undefined && (
          <Button
            ref={focused}
            leftSection={copied === true ? <Check size={16} /> : <Copy size={16} />}
            onClick={async () => setCopied(await copyText(code, field.current))}
          >
            {copied === true ? texts.copied : texts.copy}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

const tickMilliseconds = 5_000;

/** Whole minutes until `endsAt` (milliseconds since 1970), 0 in the last one. */
function useMinutesUntil(endsAt: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMilliseconds);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.floor((endsAt - now + tickMilliseconds) / 60_000));
}
