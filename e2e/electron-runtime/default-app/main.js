/**
 * A stand-in for Electron's default app, which the package of the test runtime does not have: starts the app in the folder
 * that the command line names, as `electron FOLDER` does.
 */

const { existsSync, readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { app } = require('electron');

// As the default app does: modules to load before the app.
const args = process.argv.slice(1);
for (let at = args.indexOf('-r'); at >= 0; at = args.indexOf('-r')) {
  const [, module] = args.splice(at, 2);
  require(resolve(module));
}
const folder = args.find((arg) => !arg.startsWith('-'));
const description = folder === undefined ? undefined : join(resolve(folder), 'package.json');
if (description === undefined || !existsSync(description)) {
  process.stderr.write(`There is no app in ${folder ?? 'the command line'}.\n`);
  app.exit(1);
} else {
  const { name, productName, version, desktopName, main } = JSON.parse(readFileSync(description, 'utf8'));
  app.setName(productName ?? name);
  if (version !== undefined) app.setVersion(version);
  if (desktopName !== undefined) app.setDesktopName(desktopName);
  app.setAppPath(resolve(folder));
  process.defaultApp = true;
  require(join(resolve(folder), main));
}
