import { Modal as MantineModal, type ModalProps } from '@mantine/core';
import { useLayoutEffect, useRef } from 'react';
import { useEscape } from './escape.ts';
import { useReturnFocus } from './return-focus.ts';

/**
 * A dialog. Escape closes only the one on top. The focus returns (`return-focus.ts`) unless `returnFocus` is false.
 *
 * A closing dialog stays for two frames or more (Mantine). It shows its last content, which its owner has often dropped by then,
 * and is inert, so that keys and clicks reach the page below (`closing.ts`).
 */
export function Modal(props: ModalProps) {
  const { opened } = props;
  useEscape(opened, props.closeOnEscape === false ? undefined : props.onClose);
  useReturnFocus(opened && props.returnFocus !== false);
  const last = useRef(props);
  useLayoutEffect(() => {
    if (props.opened) last.current = props;
  }, [props]);
  const shown = opened ? props : last.current;
  return (
    <MantineModal {...shown} opened={opened} inert={!opened} closeOnEscape={false} returnFocus={false} />
  );
}
