/** electron-builder's `beforeBuild`: `false` says that node_modules is no concern of its. Everything is bundled. */
export default async function withoutPackages() {
  return false;
}
