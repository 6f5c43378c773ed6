// Shows the built renderer in a window without a core. The screenshot tests give the page its states through preload.cjs.
const { app, BrowserWindow, net, protocol } = require('electron');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const folder = process.argv.at(-1);

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

process.on('uncaughtException', (error) => {
  process.stderr.write(`${error.stack}\n`);
  app.exit(1);
});

protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);

app.whenReady().then(() => {
  protocol.handle('app', async (request) => {
    const file = await net.fetch(pathToFileURL(join(folder, new URL(request.url).pathname)).href);
    const headers = new Headers(file.headers);
    headers.set('content-security-policy', POLICY);
    return new Response(file.body, { status: file.status, headers });
  });
  const window = new BrowserWindow({
    width: 1080,
    height: 1080,
    useContentSize: true,
    frame: false,
    webPreferences: {
      preload: join(__dirname, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      backgroundThrottling: false,
    },
  });
  window.loadURL('app://torn/index.html');
});

app.on('window-all-closed', () => app.quit());
