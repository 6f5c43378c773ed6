const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { app } = require('electron');

const given = process.argv.slice(1).find((arg) => !arg.startsWith('-'));
if (given === undefined) {
  console.error('usage: electron [switches] APP-FOLDER [arguments]');
  app.exit(2);
} else {
  const folder = resolve(given);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  app.setName(manifest.productName ?? manifest.name);
  app.setVersion(manifest.version ?? '0.0.0');
  app.setAppPath(folder);
  app.setPath('userData', join(app.getPath('appData'), app.getName()));
  // The app is loaded in this turn of the event loop, because an app must register its privileged schemes before `ready`.
  require(join(folder, manifest.main));
}
