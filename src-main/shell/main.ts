import { join, resolve } from 'node:path';
import { app, type BrowserWindow, powerSaveBlocker, session } from 'electron';
import { COMPILED_BUILD } from '../session/contract/build-kind.ts';
import { allowancesOf } from './allowances.ts';
import { KIOSK_PAGE, listAppFiles } from './app-files.ts';
import { registerAppScheme, serveAppScheme } from './app-scheme.ts';
import { parseArguments, type ShellArguments, USAGE } from './arguments.ts';
import { coreCommand } from './core-command.ts';
import { type CoreLink, type Shown, startCore } from './core-link.ts';
import { tellLight } from './light.ts';
import { closeChromium, lockApplication, lockSession } from './lockdown.ts';
import { createLog } from './log.ts';
import { type Page, runPage } from './page.ts';
import { tellServiceManager } from './service-manager.ts';
import { serviceStatus } from './service-status.ts';
import { refusedSwitches } from './switches.ts';
import { openWindow } from './window.ts';

const EXIT_FAULT = 1;
const EXIT_REFUSED = 3;

// Only the kiosk's own user can read Electron's files, whatever the inherited umask.
process.umask(0o077);

// Errors of stderr are ignored, because the program that reads the log may end before the shell.
process.stderr.on('error', () => undefined);
const log = createLog((line) => process.stderr.write(line));

for (const kind of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(kind, (error: unknown) => {
    log.event('shell-fault', { kind, reason: error instanceof Error ? error.stack : String(error) });
    app.exit(EXIT_FAULT);
  });

const allowed = allowancesOf(COMPILED_BUILD, app.isPackaged, process.env);

function refuseStart(sentence: string): void {
  process.stderr.write(`torn: ${sentence}\n`);
  app.exit(EXIT_REFUSED);
}

function main(): void {
  const argv = process.argv.slice(1);
  const refused = refusedSwitches([...process.execArgv, ...argv], process.env.NODE_OPTIONS ?? '', allowed);
  const sandboxIsOff = app.commandLine.hasSwitch('no-sandbox');
  // Electron also turns its sandbox off for an environment variable, ELECTRON_DISABLE_SANDBOX, which `refusedSwitches` does not see.
  if (sandboxIsOff && !allowed.sandboxOff && refused.length === 0) refused.push('its sandbox off');
  if (refused.length > 0) {
    refuseStart(`will not start with ${refused.join(', ')}`);
    return;
  }
  const { electron } = process.versions;
  if (COMPILED_BUILD.kind === 'official' && COMPILED_BUILD.electron !== electron) {
    refuseStart(`was made for Electron ${COMPILED_BUILD.electron} and will not start with ${electron}`);
    return;
  }
  const given = parseArguments(argv, process.cwd());
  if (!given.ok) {
    refuseStart(`${given.error.detail}. Usage: torn ${USAGE}`);
    return;
  }
  if (sandboxIsOff) log.event('sandbox-off', { reason: 'TORN_SANDBOX=off' });
  if (allowed.debugging) log.event('test-build');
  // Electron does not apply `user-data-dir` itself. The folder must be set before `requestSingleInstanceLock`, which keeps its lock there.
  const electronFolder = app.commandLine.getSwitchValue('user-data-dir');
  if (electronFolder !== '') app.setPath('userData', resolve(electronFolder));
  if (!app.requestSingleInstanceLock()) {
    log.event('second-instance-ends');
    app.exit(0);
    return;
  }
  closeChromium();
  registerAppScheme();
  lockApplication(log);
  run(given.value);
}

function run(given: ShellArguments): void {
  const applicationFolder = app.getAppPath();
  const installation = {
    packaged: app.isPackaged,
    applicationFolder,
    resourcesFolder: process.resourcesPath,
    keepsEnvironment: allowed.environment,
  };
  let link: CoreLink | null = null;
  let page: Page | null = null;
  let window: BrowserWindow | null = null;
  let shown: Shown = { kind: 'shell', screen: { screen: 'starting' } };
  const serviceManager = tellServiceManager(process.env.NOTIFY_SOCKET, () =>
    serviceStatus({ coreIsWell: link?.isWell() ?? false, pageIsAlive: page?.isAlive() ?? false, shown }),
  );
  const light = tellLight(process.env.RUNTIME_DIRECTORY);
  const command = coreCommand(given, installation, process.env);
  const core: CoreLink = startCore(
    { ...command, environment: { ...command.environment, KIOSK_ELECTRON: process.versions.electron } },
    {
      onShow(next) {
        shown = next;
        page?.show(next);
        light(next.kind !== 'view' || next.view.view.screen !== 'night');
        serviceManager.look();
      },
      onSound: (sound) => page?.sound(sound),
    },
    log,
  );
  link = core;

  let stopping = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (stopping) return;
    stopping = true;
    log.event('shell-stopping');
    void core.stop().then(() => app.exit(0));
  });

  app.on('second-instance', () => {
    log.event('second-instance-refused');
    window?.show();
    window?.focus();
  });

  void app.whenReady().then(() => {
    // The handlers are registered once Electron is ready, because Electron has then set its own handlers, with which a second signal would
    // kill the shell half-way.
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => app.quit());
    window = openKioskWindow(applicationFolder);
    window.on('close', (event) => {
      if (!stopping) event.preventDefault();
    });
    page = runPage(window, core, log);
    page.show(shown);
    powerSaveBlocker.start('prevent-display-sleep');
    log.event('shell-started', { version: app.getVersion(), electron: process.versions.electron });
  });
}

function openKioskWindow(applicationFolder: string): BrowserWindow {
  const files = listAppFiles(join(applicationFolder, 'out', 'renderer'));
  if (!files.has(KIOSK_PAGE)) throw new Error('out/renderer has no index.html');
  // The page's session is kept in memory only, so that the page writes nothing about a visit to disk.
  const pageSession = session.fromPartition('torn', { cache: false });
  lockSession(session.defaultSession, log);
  serveAppScheme(pageSession, files);
  const preloadFile = join(applicationFolder, 'out', 'shell', 'preload.cjs');
  return openWindow({ preloadFile, session: pageSession, devTools: allowed.debugging }, log);
}

main();
