/**
 * In the desktop app, Excalidraw saves and opens files like any web page: by a download, for which Electron shows the system's
 * dialog, and by a field for files. Its other way, the File System Access API, needs a permission that Electron does not give to
 * the page of an app without asking it (`fileSystem`). Must be imported before Excalidraw, which chooses the way when it loads.
 */

if (window.paxboard !== undefined) {
  for (const api of ['showOpenFilePicker', 'showSaveFilePicker', 'showDirectoryPicker'])
    Reflect.deleteProperty(window, api);
}
