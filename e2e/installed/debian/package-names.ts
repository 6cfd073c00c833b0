/** Reads names of packages from the output of `dpkg`. Pure. */

/** One line for each known package: the format for `dpkg-query --showformat`. */
export const packageFormat = `\${db:Status-Status}\\t\${Package}\\t\${Provides}\\n`;

/** @param text in {@link packageFormat}. @returns the installed packages, and the names that they provide. */
export function installedNames(text: string): ReadonlySet<string> {
  const lines = text.split('\n').map((line) => line.split('\t'));
  return new Set(
    lines.flatMap(([status, name = '', provides = '']) =>
      status === 'installed' ? [name, ...namesIn(provides)] : [],
    ),
  );
}

/**
 * @param text a list like "libgtk-3-0 (>= 3.24), libc6 | libc6.1".
 * @returns the names without versions. Of alternatives only the first: a test installs no others.
 */
export function namesIn(text: string): readonly string[] {
  return text.split(',').flatMap((one) => /^\s*([\w.+-]+)/.exec(one)?.[1] ?? []);
}
