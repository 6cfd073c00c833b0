import { expect, it } from 'vitest';
import { onSendKey, submitsForm } from './send-key.ts';

const enter = {
  key: 'Enter',
  ctrlKey: true,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  repeat: false,
  isComposing: false,
};

/** How often a press sends, and whether the field still gets the key. */
function press(pressed: Partial<typeof enter>): { readonly sent: number; readonly isText: boolean } {
  let sent = 0;
  let isText = true;
  onSendKey(() => {
    sent += 1;
  })({
    nativeEvent: { ...enter, ...pressed },
    currentTarget: { form: null },
    preventDefault: () => {
      isText = false;
    },
  });
  return { sent, isText };
}

it('Ctrl+Enter and Cmd+Enter send, and begin no line', () => {
  expect(press({})).toEqual({ sent: 1, isText: false });
  expect(press({ ctrlKey: false, metaKey: true })).toEqual({ sent: 1, isText: false });
});

it.each([
  ['Enter alone', { ctrlKey: false }],
  ['with Shift', { shiftKey: true }],
  ['with Alt', { altKey: true }],
  ['the repetition of a held key', { repeat: true }],
  ['a key of an input method', { isComposing: true }],
  ['another key', { key: 's' }],
])('%s does not send', (_, pressed) => {
  expect(press(pressed)).toEqual({ sent: 0, isText: true });
});

it('in a form it submits, with the checks of the form', () => {
  let submitted = 0;
  const form = { requestSubmit: () => (submitted += 1) };
  const currentTarget = { form: form as unknown as HTMLFormElement };
  submitsForm({ nativeEvent: enter, currentTarget, preventDefault: () => undefined });
  submitsForm({
    nativeEvent: { ...enter, ctrlKey: false },
    currentTarget,
    preventDefault: () => undefined,
  });
  expect(submitted).toBe(1);
});
