import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Screen } from './console.ts';
import { openedByCode } from './data-of-disk.ts';
import { type Device, isForeign, nameOf, stickAmong, whyNotErased } from './disks.ts';
import { type Holdings, mayErase, mayInsist } from './holdings.ts';
import { lookAt } from './look.ts';
import { isSecure, listDevices, mounted, openByCode, openByTpm, rootHash, run, tries } from './machine.ts';
import { DATA_LABEL, diskDefinitions, type Sources, STICK_LABEL } from './partitions.ts';
import { isLastGroup, newRecoveryCode } from './recovery-code.ts';
import { isErase } from './words.ts';

const SCRATCH = '/run';
const OLD = 'torn-old';

export async function install(screen: Screen): Promise<void> {
  if (!isSecure()) return screen.say(screen.words('insecure'));
  const devices = listDevices();
  const stick = stickAmong(devices, rootHash());
  if (stick === undefined) throw new Error('the stick is missing');
  const disks = devices.filter((device) => whyNotErased(device) !== 'no-disk');
  for (const [at, device] of disks.entries()) {
    const why = whyNotErased(device);
    screen.say(
      `${why === null ? at + 1 : '-'}. ${nameOf(device)}${why === null ? '' : `: ${screen.words(`refused.${why}`)}`}`,
    );
  }
  if (disks.every((device) => whyNotErased(device) !== null)) return screen.say(screen.words('noDisk'));
  const disk = disks[Number(await screen.ask(screen.words('which'))) - 1];
  if (disk === undefined || whyNotErased(disk) !== null) return screen.say(screen.words('nothingDone'));
  const holdings = await holdingsOf(disk, screen);
  if (!(await isReleased(disk, holdings, screen))) return;
  screen.say(screen.words('erases', { disk: nameOf(disk) }));
  screen.say(screen.words('installing'));
  const code = newRecoveryCode();
  lay(disk, sourcesOn(stick), code);
  await mounted(espOf(disk.path), '', (esp) => {
    // The disk starts the kiosk without showing the menu; holding a key shows it.
    writeFileSync(join(esp, 'loader', 'loader.conf'), 'timeout 0\neditor no\n');
    run('sync', ['--file-system', esp]);
  });
  await showCode(code, screen);
  screen.say(screen.words('installed'));
}

/** Shows the recovery code until a person types its last group, so that a key pressed too early does not remove it. */
export async function showCode(code: string, screen: Screen): Promise<void> {
  let typed: string;
  do {
    screen.say(screen.words('codeIs'));
    screen.say(code);
    typed = await screen.ask(screen.words('codeWritten'));
  } while (!isLastGroup(code, typed));
  screen.clear();
}

/**
 * Decides whether the disk may be erased, and shows the reason if not. The person must type a word first if events could be lost or if
 * another system made the disk's partitions.
 */
export async function isReleased(disk: Device, holdings: Holdings, screen: Screen): Promise<boolean> {
  const { words } = screen;
  if (!mayErase(holdings)) {
    screen.say(whyKept(holdings, screen));
    if (!mayInsist(holdings)) return false;
  }
  if (isForeign(disk)) screen.say(words('foreign', { disk: nameOf(disk) }));
  if (mayErase(holdings) && !isForeign(disk)) return true;
  if (isErase(await screen.ask(words('insist', { disk: nameOf(disk) })))) return true;
  screen.say(words('nothingDone'));
  return false;
}

async function holdingsOf(disk: Device, screen: Screen): Promise<Holdings> {
  const data = (disk.children ?? []).find(({ partlabel }) => partlabel === DATA_LABEL);
  if (data === undefined) return { kind: 'none' };
  const mapped =
    openByTpm(data.path, OLD) ??
    (await openedByCode(screen, screen.words('closed'), (code) => openByCode(data.path, OLD, code)));
  if (mapped === null) return { kind: 'closed' };
  try {
    // After a power cut ext4 may have a journal that a read-only mount cannot replay.
    tries('fsck', ['-p', mapped]);
    return await mounted(mapped, 'ro', (folder) => lookAt(folder, SCRATCH));
  } catch (error) {
    return { kind: 'unreadable', detail: String(error) };
  } finally {
    tries('cryptsetup', ['close', OLD]);
  }
}

function whyKept(holdings: Holdings, { words }: Screen): string {
  const entry = words('menu.copy');
  switch (holdings.kind) {
    case 'kiosk':
      return holdings.unsent > 0 ? words('unsent', { number: holdings.unsent, entry }) : words('kept', { entry });
    case 'journal-alone':
      return holdings.journal === holdings.copied.alone ? words('kept', { entry }) : words('journalAlone', { entry });
    case 'unreadable':
      return words('unreadable', { detail: holdings.detail, entry });
    case 'closed':
      return words('stillClosed');
    case 'none':
      return words('nothingDone');
  }
}

function sourcesOn(stick: Device): Sources {
  const parts = stick.children ?? [];
  const pathOf = (label: string): string => {
    const part = parts.find(({ partlabel }) => partlabel === label);
    if (part === undefined) throw new Error(`the stick has no ${label}`);
    return part.path;
  };
  return {
    rootHash: rootHash(),
    esp: pathOf('torn-esp'),
    system: pathOf(STICK_LABEL),
    verity: pathOf(`${STICK_LABEL}-hash`),
  };
}

const espOf = (disk: string): string =>
  (listDevices().find(({ path }) => path === disk)?.children ?? []).find(({ partlabel }) => partlabel === 'torn-esp')
    ?.path ?? '';

function lay(disk: Device, sources: Sources, code: string): void {
  const folder = mkdtempSync(join(SCRATCH, 'torn-install-'));
  try {
    const definitions = join(folder, 'disk.d');
    mkdirSync(definitions);
    for (const [name, text] of Object.entries(diskDefinitions(sources))) writeFileSync(join(definitions, name), text);
    const keyFile = join(folder, 'code');
    writeFileSync(keyFile, code, { mode: 0o600 });
    run('systemd-repart', [
      '--empty=force',
      '--dry-run=no',
      '--pretty=no',
      '--seed=random',
      `--definitions=${definitions}`,
      `--key-file=${keyFile}`,
      '--tpm2-device=auto',
      '--tpm2-pcrs=7',
      disk.path,
    ]);
    tries('udevadm', ['settle']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
