/** Parses a typed host address into its normal form. */

import { isHostAddress, maxHostAddressLength } from '#shared/invite/invite.ts';
import { defaultHostPort } from '#shared/signaling/host-info.ts';
import { parseUrl } from '#shared/url/parse-url.ts';

export type TypedAddress =
  | { readonly ok: true; readonly address: string }
  | { readonly ok: false; readonly fault: AddressFault };

export type AddressFault = 'empty' | 'too-long' | 'scheme' | 'port' | 'malformed';

/**
 * Reads `workshop-pc`, `192.168.1.20:7420`, `[fd00::1]:7420`, `fd00::1`, `http://…` and `https://…`. The default port
 * is Paxboard's own, except for `https`.
 */
export function readTypedAddress(text: string): TypedAddress {
  const typed = text.trim();
  if (typed === '') return fault('empty');
  if (typed.length > maxHostAddressLength) return fault('too-long');
  const [, scheme = 'http', rest = ''] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(typed) ?? [];
  if (!/^https?$/i.test(scheme)) return fault('scheme');
  const [, host = '', path = ''] = /^([^/?#]*)(.*)$/s.exec(rest) ?? [];
  if (/[?#]/.test(path)) return fault('malformed');
  const parts = hostAndPort(host);
  if (parts === undefined) return fault('malformed');
  const { name, port } = parts;
  if (port !== undefined && !isPort(port)) return fault('port');
  const isSecure = /^https$/i.test(scheme);
  const shownPort = port ?? (isSecure ? undefined : String(defaultHostPort));
  const url = `${scheme}://${name}${shownPort === undefined ? '' : `:${shownPort}`}${path}`;
  const address = normalHostAddress(url);
  return address === undefined ? fault('malformed') : { ok: true, address };
}

/** Returns the normal form of an address. @returns undefined if it is not a host's. */
export function normalHostAddress(address: string): string | undefined {
  const url = isHostAddress(address) ? parseUrl(address) : undefined;
  if (url === undefined) return undefined;
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

/** Whether only this computer can use the address. */
export function isLoopbackAddress(address: string): boolean {
  const { hostname = '' } = parseUrl(address) ?? {};
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname.startsWith('127.') ||
    hostname === '[::1]'
  );
}

function hostAndPort(text: string): { readonly name: string; readonly port?: string } | undefined {
  // An IPv6 address without brackets has no port.
  if (/^[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*$/i.test(text)) return { name: `[${text}]` };
  const [, name, port] = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::(.*))?$/i.exec(text) ?? [];
  if (name === undefined) return undefined;
  return port === undefined ? { name } : { name, port };
}

function isPort(text: string): boolean {
  return /^[0-9]{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}

function fault(why: AddressFault): TypedAddress {
  return { ok: false, fault: why };
}
