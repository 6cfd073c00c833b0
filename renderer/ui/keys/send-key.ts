/** The key that sends a text of several lines, in which Enter begins a line: Ctrl+Enter, on a Mac Cmd+Enter. */

/** For `aria-keyshortcuts` of the button that does the same. */
export const sendKeys = 'Control+Enter Meta+Enter';

type Pressed = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey' | 'repeat' | 'isComposing'
>;

/** A held key sends once. */
export function isSendKey(pressed: Pressed): boolean {
  const { key, ctrlKey, metaKey, shiftKey, altKey, repeat, isComposing } = pressed;
  return key === 'Enter' && (ctrlKey || metaKey) && !shiftKey && !altKey && !repeat && !isComposing;
}

/** The used part of React's event of a key in a field. */
interface FieldEvent {
  readonly nativeEvent: Pressed;
  readonly currentTarget: Pick<HTMLTextAreaElement, 'form'>;
  readonly preventDefault: () => void;
}

/** A handler for `onKeyDown` of a field. */
export function onSendKey(send: () => void): (event: FieldEvent) => void {
  return (event) => {
    if (!isSendKey(event.nativeEvent)) return;
    event.preventDefault();
    send();
  };
}

/** A handler for `onKeyDown` of a field whose form has a button that submits it. */
export function submitsForm(event: FieldEvent): void {
  onSendKey(() => event.currentTarget.form?.requestSubmit())(event);
}
