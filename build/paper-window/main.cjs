const { app, BrowserWindow, screen } = require('electron');

const MARGIN_PX = 24;
/** 80 mm paper at half the printer's 203 dpi. */
const WIDTH_PX = 320;
const LEAST_HEIGHT_PX = 24;

const url = new URL(app.commandLine.getSwitchValue('paper'));
if (url.protocol !== 'http:' || url.hostname !== '127.0.0.1')
  throw new Error(`not a page of this machine: ${url.href}`);

/** Returns the window's place in the bottom right corner of the screen; its height is the paper's length, at most half the screen. */
function place(paperHeightPx) {
  const area = screen.getPrimaryDisplay().workArea;
  const width = Math.min(WIDTH_PX, Math.round(area.width / 3));
  const height = Math.min(Math.max(LEAST_HEIGHT_PX, paperHeightPx), Math.round(area.height / 2));
  return { x: area.x + area.width - width - MARGIN_PX, y: area.y + area.height - height - MARGIN_PX, width, height };
}

async function show() {
  const window = new BrowserWindow({
    ...place(LEAST_HEIGHT_PX),
    show: false,
    frame: false,
    // Without the focus, the window is not placed by the window manager, and the kiosk keeps the keyboard.
    focusable: false,
    alwaysOnTop: true,
    skipTaskbar: true,
    backgroundColor: '#F3F6F1',
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, enablePreferredSizeMode: true },
  });
  // Touches go through to the kiosk below.
  window.setIgnoreMouseEvents(true);
  const { webContents } = window;
  webContents.on('preferred-size-changed', (_event, { height }) => window.setBounds(place(height)));
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-navigate', (event) => event.preventDefault());
  webContents.session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  webContents.session.webRequest.onBeforeRequest((request, answer) => {
    answer({ cancel: new URL(request.url).host !== url.host });
  });
  await window.loadURL(url.href);
  await webContents.insertCSS('html { overflow: hidden }');
  window.showInactive();
  window.moveTop();
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => app.exit(0));
app
  .whenReady()
  .then(show)
  .catch((error) => {
    console.error(error);
    app.exit(1);
  });
