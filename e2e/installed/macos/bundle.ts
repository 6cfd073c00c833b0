/** Reads what macOS says about an app. Pure. */

import * as v from 'valibot';

const declaration = v.object({
  CFBundleShortVersionString: v.string(),
  CFBundleURLTypes: v.optional(v.array(v.object({ CFBundleURLSchemes: v.array(v.string()) })), []),
  CFBundleDocumentTypes: v.optional(
    v.array(v.object({ CFBundleTypeExtensions: v.optional(v.array(v.string()), []) })),
    [],
  ),
});

export interface Bundle {
  readonly version: string;
  /** Of links, without a colon. */
  readonly schemes: readonly string[];
  /** Of files, without a dot. */
  readonly extensions: readonly string[];
}

/** @param text an Info.plist as `plutil -convert json` prints it. @throws Error if it lacks the version. */
export function readBundle(text: string): Bundle {
  const found = v.parse(declaration, JSON.parse(text));
  return {
    version: found.CFBundleShortVersionString,
    schemes: found.CFBundleURLTypes.flatMap((type) => type.CFBundleURLSchemes),
    extensions: found.CFBundleDocumentTypes.flatMap((type) => type.CFBundleTypeExtensions),
  };
}

/**
 * JavaScript for `osascript`, with a link and a file as arguments: prints the apps that the Finder would open them with.
 * https://developer.apple.com/documentation/appkit/nsworkspace/urlforapplication(toopen:)
 */
export const openersScript = `
ObjC.import('AppKit');
function opener(url) {
  const app = $.NSWorkspace.sharedWorkspace.URLForApplicationToOpenURL(url);
  return app.isNil() ? '' : app.path.js;
}
function run([link, file]) {
  return JSON.stringify({
    links: opener($.NSURL.URLWithString(link)),
    files: opener($.NSURL.fileURLWithPath(file)),
  });
}
`;

const openers = v.object({ links: v.string(), files: v.string() });

/** @param text the output of {@link openersScript}. @param app the path of the app. @returns the kinds of items that it opens. */
export function openedBy(text: string, app: string): readonly ('links' | 'files')[] {
  const found = v.parse(openers, JSON.parse(text));
  return (['links', 'files'] as const).filter((kind) => found[kind] === app);
}
