import { Alert, Button, Group, List, Stack, Text, TextInput } from '@mantine/core';
import { Check, Copy, Hourglass } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { DeviceLinking } from '#app/session/changes/device-linking.ts';
import type { SessionView } from '#app/session/view/view.ts';
import { maxNameLength } from '#shared/board/limits.ts';
import { isBlank } from '#shared/board/values/blank.ts';
import { refusalText } from '../../boards/notices/notice-text.ts';
import { Dialog } from '../../ui/components/Dialog.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { common } from '../../ui/texts.ts';
import { deviceKind } from './device-kind.ts';
import { focused } from './focus.ts';
import { linkDialog as texts } from './texts.ts';

/** Shows a code by which another device becomes one of this person. */
export function LinkDialog(props: {
  readonly linking: DeviceLinking;
  readonly view: Pick<SessionView, 'link' | 'me' | 'people'>;
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
      {link.step === 'offering' && <Offering code={link.code} endsAt={link.endsAt} onCancel={close} />}
      {isLinked && (
        <Stack gap="md" data-testid="device-linked">
          <Text size="sm" role="status">
            {texts.linked({ device: device ?? '' })}
          </Text>
          <Text size="sm" c="dimmed">
            {texts.unexpected}
          </Text>
          <Group justify="flex-end">
            <Button ref={focused} onClick={close}>
              {common.close}
            </Button>
          </Group>
        </Stack>
      )}
      {link.step !== 'offering' && !isLinked && (
        <Form
          name={name}
          problem={
            link.step === 'failed'
              ? refusalText(link.reason, { command: 'member/link-admit' })
              : link.step === 'ended'
                ? texts.ended
                : undefined
          }
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
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setMissing(isBlank(name));
    if (!isBlank(name)) props.onSubmit();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {problem !== undefined && (
          <Alert color="yellow" role="alert">
            {problem}
          </Alert>
        )}
        {Object.values(texts.text).map((paragraph) => (
          <Text key={paragraph} size="sm">
            {paragraph}
          </Text>
        ))}
        <TextInput
          label={texts.name}
          value={name}
          maxLength={maxNameLength}
          onChange={({ currentTarget }) => props.onName(currentTarget.value)}
          error={isMissing && texts.nameMissing}
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onCancel}>
            {common.cancel}
          </Button>
          <Button type="submit">{problem === undefined ? texts.show : texts.again}</Button>
        </Group>
      </Stack>
    </form>
  );
}

function Offering(props: {
  readonly code: string | undefined;
  readonly endsAt: number;
  readonly onCancel: () => void;
}) {
  const { code, endsAt, onCancel } = props;
  const minutes = useMinutesUntil(endsAt);
  const [copied, setCopied] = useState<boolean>();
  const field = useRef<HTMLInputElement>(null);
  return (
    <Stack gap="md">
      {code === undefined ? (
        <Waiting text={texts.saving} />
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
          <Waiting text={texts.waiting} />
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

export function Waiting({ text }: { readonly text: string }) {
  return (
    <Group gap="sm" wrap="nowrap" role="status">
      <Hourglass size={16} aria-hidden style={{ flexShrink: 0 }} />
      <Text size="sm">{text}</Text>
    </Group>
  );
}

/** Whole minutes until `endsAt` (milliseconds since 1970), 0 in the last one. */
function useMinutesUntil(endsAt: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 5_000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.floor((endsAt - now + 5_000) / 60_000));
}
