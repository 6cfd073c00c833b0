/** The options of `npm run dist`, and the messages of its failures. */

const kindsOf = {
  linux: ['AppImage', 'deb', 'rpm'],
  darwin: ['dmg', 'zip'],
  win32: ['nsis'],
};
const knownArchs = ['x64', 'arm64'];
const folderKind = 'dir';

/**
 * @returns {{ archs: string[], kinds: string[], problem?: undefined } | { problem: string }}
 */
export function readOptions(args, platform) {
  const possible = kindsOf[platform];
  if (possible === undefined) {
    return { problem: `Installers can be built on Linux, Windows and macOS; this is ${platform}.` };
  }
  const archs = [];
  const kinds = [];
  for (const arg of args) {
    const arch = knownArchs.find((known) => arg === `--${known}`);
    const kind = [...possible, folderKind].find((known) => arg.toLowerCase() === known.toLowerCase());
    if (arch !== undefined) archs.push(arch);
    else if (kind !== undefined) kinds.push(kind);
    else return { problem: unknown(arg, possible) };
  }
  return {
    archs: archs.length > 0 ? [...new Set(archs)] : knownArchs,
    kinds: kinds.length > 0 ? [...new Set(kinds)] : possible,
  };
}

function unknown(arg, possible) {
  const kinds = [...possible, folderKind].join(', ');
  const flags = knownArchs.map((arch) => `--${arch}`).join(' and ');
  return `Unknown argument "${arg}". The arguments are ${flags} and, on this system, ${kinds}.`;
}

const rpmAdvice =
  'rpm packages need the program rpmbuild: install it with `apt-get install rpm` or `dnf install rpm-build`.';

/**
 * Checks programs that the build cannot download, before it takes minutes.
 *
 * @param {(program: string) => boolean} isInstalled
 */
export function missingRequirement(kinds, isInstalled) {
  if (!kinds.includes('rpm') || isInstalled('rpmbuild')) return undefined;
  return `${rpmAdvice}\nTo skip rpm packages: npm run dist -- AppImage deb`;
}

export function targetsOf(Platform, Arch, { archs, kinds }) {
  return Platform.current().createTarget(kinds, ...archs.map((arch) => Arch[arch]));
}

const networkCodes = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

export function failureMessage(error) {
  const messages = messagesOf(error);
  const text = messages.join('\n');
  const why = messages[0].split('\n')[0];
  if (isNetworkFailure(error, text)) {
    return (
      `Electron's runtime or a program that builds installers could not be downloaded: ${why}\n` +
      'They are downloaded from github.com. Try again with access to it; earlier downloads are kept.'
    );
  }
  if (/rpmbuild/.test(text)) {
    return rpmAdvice;
  }
  if (error?.code === 'ENOSPC') return 'The disk is full.';
  return `The installers could not be built: ${why}`;
}

function isNetworkFailure(error, text) {
  for (let at = error, depth = 0; at !== undefined && at !== null && depth < 8; at = at.cause, depth += 1) {
    if (networkCodes.has(at.code) || at.name === 'HTTPError' || at.name === 'RequestError') return true;
  }
  return new RegExp(
    `\\b(?:${[...networkCodes].join('|')})\\b|Response code \\d{3}|status code \\d{3}|cannot resolve https?:`,
  ).test(text);
}

function messagesOf(error) {
  const messages = [];
  for (let at = error, depth = 0; at !== undefined && at !== null && depth < 8; at = at.cause, depth += 1) {
    messages.push(at instanceof Error ? at.message : String(at));
  }
  return messages.length > 0 ? messages : ['no reason was given'];
}
