/** Reads an invite file that the app was opened with. */

import { open } from 'node:fs/promises';
import { maxInviteFileBytes, readInviteFile } from '#shared/invite/file.ts';
import { inviteFile as texts } from '../texts.ts';

export type InviteFromFile =
  | { readonly ok: true; readonly link: string }
  /** `why` is for a person. */
  | { readonly ok: false; readonly why: string };

/** Never rejects, and never reads more than the maximum size of an invite. */
export async function inviteFromFile(file: string): Promise<InviteFromFile> {
  let text: string;
  try {
    text = await readBounded(file);
  } catch (error) {
    return {
      ok: false,
      why: texts.unreadable({ reason: error instanceof Error ? error.message : String(error) }),
    };
  }
  const read = readInviteFile(text);
  return read.ok ? read : { ok: false, why: texts[read.problem] };
}

async function readBounded(file: string): Promise<string> {
  const handle = await open(file);
  try {
    // A pipe or a device could block the app forever.
    if (!(await handle.stat()).isFile()) throw new Error('it is not a file');
    const bytes = Buffer.alloc(maxInviteFileBytes + 1);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
    return bytes.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
