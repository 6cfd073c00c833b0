import { devices } from './texts.ts';

/** The suggested name of this device, by its kind. */
export function deviceKind(agent: string = navigator.userAgent): string {
  if (/iPad|Tablet|Android(?!.*Mobile)/i.test(agent)) return devices.unnamed.tablet;
  return /Mobi/i.test(agent) ? devices.unnamed.phone : devices.unnamed.computer;
}
