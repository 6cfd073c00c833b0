import type { ModalProps } from '@mantine/core';
import { useLayoutEffect } from 'react';
import { common } from '../texts.ts';
import { Modal } from './Modal.tsx';

/**
 * A dialog that is mounted only while it is open: at its end the focus returns to its previous element. If that is gone (the row
 * that the dialog has removed), the part of the page around it gets the focus, as a dialog below this one.
 */
export function Dialog(props: Omit<ModalProps, 'opened' | 'returnFocus' | 'closeButtonProps'>) {
  useLayoutEffect(() => {
    const before = document.activeElement;
    const around = before?.parentElement?.closest('[tabindex="-1"]');
    return () => {
      const next = [before, around].find((element) => element?.isConnected);
      if (next instanceof HTMLElement) next.focus();
    };
  }, []);
  return <Modal {...props} opened returnFocus={false} closeButtonProps={{ 'aria-label': common.close }} />;
}
