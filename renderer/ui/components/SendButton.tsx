import { Button, type ButtonProps } from '@mantine/core';
import type { ComponentProps } from 'react';
import { Hint } from '../hints/Hint.tsx';
import { sendKeys } from '../keys/send-key.ts';
import { common } from '../texts.ts';

/** The button of a text of several lines. Its field handles the shortcut (`onSendKey`, `submitsForm`). */
export function SendButton(props: ButtonProps & Pick<ComponentProps<'button'>, 'type' | 'onClick'>) {
  return (
    <Hint label={common.sendKeys}>
      <Button {...props} aria-keyshortcuts={sendKeys} />
    </Hint>
  );
}
