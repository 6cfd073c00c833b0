/** electron-builder's `beforeBuild`. `false` makes it skip node_modules: all packages are bundled. */
export default async function withoutPackages() {
  return false;
}
