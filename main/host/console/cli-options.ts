/** Parses the flags of the host program. */

import { isIPv4 } from 'node:net';
import { parseArgs } from 'node:util';
import { defaultHostPort } from '#shared/signaling/host-info.ts';
import { everyIPv4Address } from '../host.ts';
import { maxKeptVotes } from '../host-votes.ts';

export type CliOptions =
  | {
      readonly type: 'run';
      readonly port: number;
      readonly host: string;
      readonly open: boolean;
      readonly discovery: DiscoveryOption;
      readonly votes?: VotesOption;
    }
  | { readonly type: 'help' }
  /** `why` is a sentence for the person who typed the flag. */
  | { readonly type: 'wrong'; readonly why: string };

export interface VotesOption {
  /** Boards for which the host keeps a vote, at most. */
  readonly most: number;
  /** The folder that holds them; a usual one of the system if absent. */
  readonly folder?: string;
}

/** `address`: only on this interface, and on `port` (UDP) instead of mDNS's if it is present. */
export type DiscoveryOption =
  | { readonly type: 'network' }
  | { readonly type: 'off' }
  | { readonly type: 'address'; readonly address: string; readonly port?: number };

export const helpText = `Paxboard – a whiteboard and a task list that live on your own machines

  npm start -- [options]

  --port NUMBER   listen on this port (${defaultHostPort}; 0 takes any free one). Browsers keep
                  boards apart by port: use the same one each time.
  --host ADDRESS  listen on this address (${everyIPv4Address}: everyone on your network may
                  connect; 127.0.0.1: only this machine)
  --discovery WAY discover other hosts on the network: "off" for not at all, or the IPv4
                  address of the only interface to use (for tests with a UDP port:
                  127.0.0.1:5399). The default is mDNS on every interface.
  --lend-votes NUMBER
                  keep a vote for up to so many boards (1 to ${maxKeptVotes}), if their people ask
                  for it: either of two people can then go on while the other is away. It keeps
                  no board, and cannot read what it stores.
  --votes-folder FOLDER
                  where to store those votes; a folder of this user's if it is left out
  --no-open       do not open the browser
  --help          print this help
`;

/** @param args the arguments without the program's name. Never throws. */
export function readOptions(args: readonly string[]): CliOptions {
  let values: {
    port?: string;
    host?: string;
    discovery?: string;
    'lend-votes'?: string;
    'votes-folder'?: string;
    'no-open'?: boolean;
    help?: boolean;
  };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', short: 'p' },
        host: { type: 'string' },
        discovery: { type: 'string' },
        'lend-votes': { type: 'string' },
        'votes-folder': { type: 'string' },
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
  const discovery = discoveryFrom(values.discovery);
  if (discovery === undefined) {
    return { type: 'wrong', why: '--discovery takes "off" or an IPv4 address, e.g. 192.168.1.20.' };
  }
  const votes = votesFrom(values['lend-votes'], values['votes-folder']);
  if (votes === 'wrong') {
    return {
      type: 'wrong',
      why: `--lend-votes takes a number from 1 to ${maxKeptVotes}, and --votes-folder a folder beside it.`,
    };
  }
  return {
    type: 'run',
    port,
    host: values.host ?? everyIPv4Address,
    open: values['no-open'] !== true,
    discovery,
    ...(votes === undefined ? {} : { votes }),
  };
}

function discoveryFrom(text: string | undefined): DiscoveryOption | undefined {
  if (text === undefined) return { type: 'network' };
  if (text === 'off') return { type: 'off' };
  const [, address, portText] = /^([0-9.]+)(?::([0-9]{1,5}))?$/.exec(text) ?? [];
  if (address === undefined || !isIPv4(address)) return undefined;
  if (portText === undefined) return { type: 'address', address };
  const port = portFrom(portText);
  return port === undefined || port === 0 ? undefined : { type: 'address', address, port };
}

function votesFrom(
  number: string | undefined,
  folder: string | undefined,
): VotesOption | undefined | 'wrong' {
  if (number === undefined) return folder === undefined ? undefined : 'wrong';
  const most = /^[0-9]{1,3}$/.test(number) ? Number(number) : 0;
  if (most < 1 || most > maxKeptVotes || folder === '') return 'wrong';
  return folder === undefined ? { most } : { most, folder };
}

function portFrom(text: string): number | undefined {
  const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? port : undefined;
}
