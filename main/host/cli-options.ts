/** The flags of the host program. */

import { parseArgs } from 'node:util';
import { defaultHostPort } from '#shared/signaling/host-info.ts';
import { everyIPv4Address } from './host.ts';

export type CliOptions =
  | { readonly type: 'run'; readonly port: number; readonly host: string; readonly open: boolean }
  | { readonly type: 'help' }
  /** `why` is a sentence for the person who typed it. */
  | { readonly type: 'wrong'; readonly why: string };

export const helpText = `Paxboard – a whiteboard and a task list that live on your own machines

  npm start -- [options]

  --port NUMBER   listen on this port (${defaultHostPort}; 0 takes any free one). Browsers keep
                  boards apart by port: use the same one each time.
  --host ADDRESS  listen on this address (${everyIPv4Address}: everyone on your network may
                  connect; 127.0.0.1: only this machine)
  --no-open       do not open the browser
  --help          say this
`;

/** @param args Without the program's name. Never throws. */
export function readOptions(args: readonly string[]): CliOptions {
  let values: { port?: string; host?: string; 'no-open'?: boolean; help?: boolean };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', short: 'p' },
        host: { type: 'string' },
        'no-open': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
      strict: true,
      allowPositionals: false,
    }));
  } catch (error) {
    return { type: 'wrong', why: error instanceof Error ? error.message : String(error) };
  }
  if (values.help) return { type: 'help' };
  const port = values.port === undefined ? defaultHostPort : portFrom(values.port);
  if (port === undefined) {
    return { type: 'wrong', why: `"${values.port}" is not a port: --port takes a number from 0 to 65535.` };
  }
  if (values.host === '') return { type: 'wrong', why: '--host takes an address, e.g. 127.0.0.1.' };
  return { type: 'run', port, host: values.host ?? everyIPv4Address, open: values['no-open'] !== true };
}

function portFrom(text: string): number | undefined {
  const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? port : undefined;
}
