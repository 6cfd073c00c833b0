/** Texts about a person's devices: in the list of people, and the dialogs that link them. */

import type { EnteredCode } from '#app/session/changes/device-linking.ts';
import { catalog } from '#shared/texts/catalog.ts';

export const devices = catalog('people.devices', {
  title: 'Your devices',
  explanation: 'With several devices linked you are one person here: one name, one role, the same cards.',
  guest:
    'A guest’s tab cannot be linked to your other devices: it stores no key, so it comes back as another device. Install Paxboard on this computer to link it.',
  list: 'Devices of {name}',
  menu: 'Actions for {device} of {name}',
  unnamed: { phone: 'Phone', tablet: 'Tablet', computer: 'Computer' },
});

export const linkDialog = catalog('people.devices.link', {
  open: 'Link another of your devices…',
  title: 'Link another of your devices',
  text: {
    effect:
      'The other device becomes yours: it takes your name, your colour and your role, and your cards are its cards. It keeps its own copy and its own vote.',
    care: 'It can then do on this board all that you can, also remove this device. So enter the code on a device of your own only.',
  },
  name: 'Name of this device',
  nameMissing: 'Enter a name, so that you can tell your devices apart.',
  show: 'Show a code',
  saving: 'The code is shown once the other devices have stored the offer.',
  codeLabel: 'Code',
  steps: {
    open: 'Open this board on your other device, in Paxboard there: a guest’s tab in a browser cannot be linked. If that device is not on the board yet, send it an edit link first.',
    enter: 'Open People there, choose “This is my second device…”, and enter this code.',
  },
  left: '{minutes, plural, =0 {The code ends in less than a minute.} one {The code ends in about a minute.} other {The code ends in about # minutes.}} It works once.',
  waiting: 'Waiting for the other device. Leave this window open.',
  copy: 'Copy code',
  copied: 'Copied',
  copyFailed: 'The browser did not allow copying. Type the code on the other device.',
  linkedTitle: 'The devices are linked',
  linked: '“{device}” is a device of yours now.',
  unexpected: 'Is that not your device? Unlink or remove it at once, in the list of people.',
  ended: 'The code has ended. No device was linked.',
  again: 'Show a new code',
});

export const secondDialog = catalog('people.devices.second', {
  open: 'This is my second device…',
  title: 'This is my second device',
  text: 'On your first device open this board, then People, and choose “Link another of your devices…”. Enter the code that it shows. This device then takes the name, the colour and the role that you have there.',
  code: 'Code',
  placeholder: 'XXXX-XXXX-XXXX',
  link: 'Link this device',
  waiting: 'Waiting for the first device of {name}. Its window with the code has to stay open.',
  linkedTitle: 'The devices are linked',
  linked: 'This device is one of {name} now.',
  ended: 'The first device did not complete the link. Show a new code there, and enter it here.',
  problems: {
    empty: 'Enter the code that your first device shows.',
    'not-a-code': 'A code has twelve letters and digits. Compare it with your first device.',
    unknown:
      'No device on this board has this code now. Compare it with your first device; a code ends after ten minutes, and works once.',
    own: 'This code is for your other device.',
  },
});

export function codeProblem(problem: Exclude<EnteredCode, 'asked'> | 'empty'): string {
  return secondDialog.problems[problem];
}

export const unlinking = catalog('people.devices.unlinking', {
  open: 'Unlink…',
  title: 'Unlink “{device}”?',
  text: {
    effect:
      '“{device}” stays on the board as a person of its own, with the role that it had before. Cards and comments belong to the device by which they were recorded.',
    again: 'The devices can be linked again.',
  },
  confirm: 'Unlink',
});

export const removingDevice = catalog('people.devices.removing', {
  open: 'Remove this device…',
  title: 'Remove “{device}” of {name}?',
  stays: '{name} stays on the board with the other devices, and keeps the cards of this one.',
  openPerson: 'Remove with all devices…',
  titlePerson: 'Remove {name} with all devices?',
});
