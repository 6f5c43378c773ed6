import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { claimDataFolder } from '../../../src-main/storage/data-folder.ts';
import { CORE_FILE, type CoreProcess, newRequestId, service, startCoreProcess } from '../../support/core-process.ts';
import { giveSlotTo } from '../../support/slot.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Runs a command with the most permissive umask. */
const CARELESS = ['sh', '-c', 'umask 000; exec "$@"', 'sh'];

const modeOf = (path: string): number => statSync(path).mode & 0o777;

/** The paths in a folder, including its own, to which other users have any access. */
function openToOthers(folder: string): string[] {
  const inside = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  return [folder, ...inside].filter((path) => (modeOf(path) & 0o077) !== 0);
}

function start(data: string, args: readonly string[] = []): CoreProcess {
  const core = startCoreProcess({ data, slot: null, under: CARELESS, args });
  onTestFinished(async () => {
    core.child.kill('SIGKILL');
    await core.ended;
  });
  return core;
}

function init(data: string, ...args: string[]): { status: number | null; said: string } {
  const [command = '', ...words] = [...CARELESS, process.execPath, CORE_FILE, 'init', '--data', data, '--slot', '1'];
  const { status, stdout } = spawnSync(command, [...words, ...args], { encoding: 'utf8' });
  return { status, said: stdout };
}

function openedFolder(mode = 0o755): string {
  const data = join(temporaryFolder(), 'data');
  giveSlotTo(data);
  chmodSync(data, mode);
  return data;
}

async function refusal(core: CoreProcess): Promise<string> {
  const { value } = await core.waitFor('fault');
  expect(value.kind).toBe('data-folder-exposed');
  expect((await core.ended).code).toBe(2);
  return value.detail;
}

describe('a kiosk’s files', () => {
  test('are private under any umask', async () => {
    const data = join(temporaryFolder(), 'data');
    expect(init(data).status).toBe(0);
    expect(openToOthers(data)).toEqual([]);
    const core = start(data);
    await core.waitFor('ready');
    await core.call('takeTicket', { requestId: newRequestId(), serviceId: service('empadronament'), language: 'ca' });
    await core.stop();
    expect(openToOthers(data)).toEqual([]);
  });

  test('make an empty folder private at its first use, a mount point too', () => {
    const [data, journal] = [join(temporaryFolder(), 'data'), join(temporaryFolder(), 'journal')];
    for (const folder of [data, journal]) mkdirSync(folder);
    for (const folder of [data, journal]) chmodSync(folder, 0o755);
    mkdirSync(join(journal, 'lost+found'));
    expect(init(data, '--journal', journal).status).toBe(0);
    expect([modeOf(data), modeOf(journal)]).toEqual([0o700, 0o700]);
  });
});

describe('a data folder that others can reach', () => {
  test.each(['750', '705', '710', '720', '701', '702'])('is refused: mode %s', (octal) => {
    const data = openedFolder(Number.parseInt(octal, 8));
    expect(claimDataFolder(data)).toMatchObject({ ok: false, error: { kind: 'data-folder-exposed' } });
  });

  test('is refused with the command that closes it, and is left unchanged', async () => {
    const data = openedFolder();
    const before = readFileSync(join(data, 'torn.db'));
    const detail = await refusal(start(data));
    const [, command = ''] = /\b(chmod -R go= '[^']+')/.exec(detail) ?? [];
    expect(command).toContain(data);
    expect(readFileSync(join(data, 'torn.db'))).toEqual(before);
    expect(modeOf(data)).toBe(0o755);

    expect(spawnSync('sh', ['-c', command]).status).toBe(0);
    const mended = start(data);
    await mended.waitFor('ready');
    await mended.stop();
    expect(openToOthers(data)).toEqual([]);
  });

  test('is refused behind a link too', async () => {
    const data = openedFolder();
    const link = join(temporaryFolder(), 'link');
    symlinkSync(data, link);
    expect(await refusal(start(link))).toContain(link);
  });

  test('is refused when a technician gives it a slot', () => {
    const data = openedFolder();
    const { status, said } = init(data);
    expect(status).toBe(2);
    expect(said).toContain('data-folder-exposed');
  });

  test('is refused even if it contains only the journal', async () => {
    const [data, journal] = [join(temporaryFolder(), 'data'), join(temporaryFolder(), 'journal')];
    expect(init(data, '--journal', journal).status).toBe(0);
    chmodSync(journal, 0o755);
    expect(await refusal(start(data, ['--journal', journal]))).toContain(`chmod -R go= '${journal}'`);
  });

  test('and contains other files than a kiosk’s is never closed: the program asks for another folder', async () => {
    const home = join(temporaryFolder(), 'home');
    mkdirSync(home);
    chmodSync(home, 0o755);
    writeFileSync(join(home, 'letter.txt'), '');
    const detail = await refusal(start(home));
    expect(detail).not.toContain('chmod');
    expect(modeOf(home)).toBe(0o755);
    expect(existsSync(join(home, 'lock.db'))).toBe(false);
  });
});
