import { openDialogs } from '../closing.ts';
import { isFreeKey } from './free-keys.ts';

/** Whether no modal dialog is open, and the focus is at no element, or at one that does not use the key itself. */
export function isStrayKey(event: KeyboardEvent): boolean {
  const { target } = event;
  if (openDialogs(document).some((dialog) => dialog.ariaModal === 'true')) return false;
  return isFreeKey(target instanceof Element && target !== document.body ? target : undefined, event);
}
