import { execFileSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { discardTyped, type Screen } from '../../../../build/image/installer/console.ts';
import { compareCopies, layCopies, note } from '../../../../build/image/installer/copy-journal.ts';
import { openedByCode } from '../../../../build/image/installer/data-of-disk.ts';
import {
  type Device,
  isForeign,
  runningAmong,
  stickAmong,
  sticksFor,
  whyNotErased,
} from '../../../../build/image/installer/disks.ts';
import { type Holdings, mayErase, NOTHING_COPIED } from '../../../../build/image/installer/holdings.ts';
import { isReleased, showCode } from '../../../../build/image/installer/install.ts';
import { archivesIn, KEPT, lookAt, MARK, OWN } from '../../../../build/image/installer/look.ts';
import { isSecure } from '../../../../build/image/installer/machine.ts';
import {
  diskDefinitions,
  LEAST_DISK_BYTES,
  stickDefinitions,
  uuidsOf,
} from '../../../../build/image/installer/partitions.ts';
import { newRecoveryCode } from '../../../../build/image/installer/recovery-code.ts';
import { resetData } from '../../../../build/image/installer/reset.ts';
import { renewalOf } from '../../../../build/image/installer/slots.ts';
import { wordsFor } from '../../../../build/image/installer/words.ts';
import { stickWords } from '../../../../config/locales/stick-words.ts';
import { openDatabase } from '../../../../src-main/storage/database.ts';
import { writeIdentity } from '../../../../src-main/storage/identity.ts';
import { findJournal } from '../../../../src-main/technician/store/left-behind.ts';
import { must } from '../../../support/must.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const disk = (changed: Partial<Device>): Device => ({
  path: '/dev/sda',
  type: 'disk',
  size: LEAST_DISK_BYTES,
  ro: false,
  tran: 'sata',
  model: null,
  serial: null,
  fstype: null,
  pttype: null,
  label: null,
  partlabel: null,
  parttype: null,
  partuuid: null,
  ...changed,
});
const part = (changed: Partial<Device>): Device => disk({ path: '/dev/sda1', type: 'part', tran: null, ...changed });

it('a disk inside the machine may be erased, and no other device', () => {
  expect(whyNotErased(disk({}))).toBeNull();
  expect(whyNotErased(disk({ children: [part({ partlabel: 'torn-stick' })] }))).toBe('is-the-stick');
  expect(whyNotErased(disk({ size: LEAST_DISK_BYTES - 1 }))).toBe('too-small');
  expect(whyNotErased(disk({ ro: true }))).toBe('read-only');
  expect(whyNotErased(disk({ tran: 'usb' }))).toBe('on-usb');
  expect(whyNotErased(disk({ path: '/dev/zram0' }))).toBe('no-disk');
  expect(whyNotErased(disk({ type: 'rom' }))).toBe('no-disk');
});

it('a disk with partitions or a file system that no stick made is foreign, and an empty disk is not', () => {
  const ours = part({ partlabel: 'torn-data' });
  expect(isForeign(disk({}))).toBe(false);
  expect(isForeign(disk({ pttype: 'gpt', children: [ours, part({ partlabel: 'torn-a' })] }))).toBe(false);
  expect(isForeign(disk({ pttype: 'dos' }))).toBe(true);
  expect(isForeign(disk({ fstype: 'ext4' }))).toBe(true);
  expect(isForeign(disk({ pttype: 'gpt', children: [part({ partlabel: 'torn-esp' })] }))).toBe(true);
  expect(isForeign(disk({ pttype: 'gpt', children: [ours, part({ partlabel: 'photos' })] }))).toBe(true);
});

it('the disk of the running system is the disk below its root, else the disk with its partition', () => {
  const rootHash = 'a'.repeat(64);
  const kiosk = (path: string, children: Device[]): Device =>
    disk({ path, children: [part({ partlabel: 'torn-a', partuuid: uuidsOf(rootHash).system, children })] });
  const root = disk({ path: '/dev/mapper/root', type: 'crypt' });
  const [first, second] = [kiosk('/dev/sda', []), kiosk('/dev/sdb', [root])];
  expect(runningAmong([first, second], rootHash)).toBe(second);
  expect(runningAmong([disk({}), first], rootHash)).toBe(first);
  expect(runningAmong([first], '')).toBeUndefined();
  const stick = (path: string, children: Device[]): Device =>
    disk({ path, children: [part({ partlabel: 'torn-stick', children })] });
  const started = stick('/dev/sdc', [root]);
  expect(stickAmong([stick('/dev/sda', []), started], rootHash)).toBe(started);
  expect(stickAmong([second, stick('/dev/sdc', [])], rootHash)).toBeUndefined();
});

it('a journal is copied to FAT on USB, and never to the stick of the installation', () => {
  const fat = part({ path: '/dev/sdb1', fstype: 'vfat' });
  const usb = (children: Device[]): Device => disk({ path: '/dev/sdb', tran: 'usb', children });
  expect(sticksFor([disk({ children: [fat] }), usb([fat, part({ fstype: 'ext4' })])])).toEqual([fat]);
  expect(sticksFor([usb([fat, part({ partlabel: 'torn-stick' })])])).toEqual([]);
});

describe('a disk', () => {
  const places = [{ epoch: 1, seq: 7 }];
  const kiosk = (changed: Partial<Extract<Holdings, { kind: 'kiosk' }>>): Holdings => ({
    kind: 'kiosk',
    unsent: 0,
    places,
    kept: [],
    copied: NOTHING_COPIED,
    ...changed,
  });
  const copied = { ...NOTHING_COPIED, places };
  const alone = { kind: 'journal-alone', journal: 'digest', kept: [], copied: NOTHING_COPIED } as const;

  it('is erased when the centre or a stick has all of its events', () => {
    expect(mayErase({ kind: 'none' })).toBe(true);
    expect(mayErase(kiosk({}))).toBe(true);
    expect(mayErase(kiosk({ unsent: 3, copied }))).toBe(true);
    expect(mayErase(kiosk({ kept: ['before-reset-1'], copied: { ...copied, kept: ['before-reset-1'] } }))).toBe(true);
    expect(mayErase({ ...alone, copied: { ...NOTHING_COPIED, alone: 'digest' } })).toBe(true);
  });

  it('is kept while it has events that are nowhere else, or that cannot be read', () => {
    expect(mayErase(kiosk({ unsent: 1 }))).toBe(false);
    expect(mayErase(kiosk({ unsent: 1, places: [{ epoch: 1, seq: 8 }], copied }))).toBe(false);
    expect(mayErase(kiosk({ kept: ['before-reset-1'] }))).toBe(false);
    expect(mayErase({ kind: 'closed' })).toBe(false);
    expect(mayErase(alone)).toBe(false);
    expect(mayErase({ ...alone, copied: { ...NOTHING_COPIED, alone: 'other' } })).toBe(false);
    expect(mayErase({ kind: 'unreadable', detail: '' })).toBe(false);
  });
});

function typing(...answers: string[]): Screen & { said: string[] } {
  const said: string[] = [];
  const next = (question: string): Promise<string> => {
    said.push(question);
    const answer = answers.shift();
    if (answer === undefined) throw new Error(`no answer to ${question}`);
    return Promise.resolve(answer);
  };
  return {
    words: stickWords('en'),
    said,
    say: (text) => void said.push(text),
    ask: next,
    clear: () => void said.push('cleared'),
    close: () => {},
  };
}

describe('the installer', () => {
  const isErased = async (holdings: Holdings, changed: Partial<Device>, ...answers: string[]): Promise<string> => {
    const screen = typing(...answers);
    return `${await isReleased(disk(changed), holdings, screen)}: ${screen.said.length}`;
  };

  it('asks for a typed word before it erases a disk that it did not make or cannot read, and for no word on an empty disk', async () => {
    expect(await isErased({ kind: 'none' }, {})).toBe('true: 0');
    expect(await isErased({ kind: 'none' }, { pttype: 'gpt' }, '')).toMatch(/^false/);
    expect(await isErased({ kind: 'none' }, { pttype: 'gpt' }, 'Esborra')).toMatch(/^true/);
    for (const holdings of [{ kind: 'closed' }, { kind: 'unreadable', detail: '' }] as const) {
      expect(await isErased(holdings, {}, '1')).toMatch(/^false/);
      expect(await isErased(holdings, {}, 'borra')).toMatch(/^true/);
    }
    expect(
      await isErased({ kind: 'kiosk', unsent: 1, places: [], kept: [], copied: NOTHING_COPIED }, { pttype: 'gpt' }),
    ).toBe('false: 1');
  });

  it('shows the recovery code until its last group is typed back', async () => {
    const screen = typing('', 'bbbbbb', ' CCCCCC ');
    await showCode('bbbbbb-cccccc', screen);
    expect(screen.said.filter((text) => text === 'bbbbbb-cccccc')).toHaveLength(3);
    expect(screen.said.slice(-2)).toEqual([stickWords('en')('codeWritten'), 'cleared']);
  });

  it('opens the data only with the right recovery code, and asks five times at most', async () => {
    const open = (code: string): string | null => (code === 'right' ? '/dev/mapper/data' : null);
    expect(await openedByCode(typing('wrong', 'RIGHT'), 'code', open)).toBe('/dev/mapper/data');
    expect(await openedByCode(typing(''), 'code', open)).toBeNull();
    expect(await openedByCode(typing('1', '2', '3', '4', '5', 'right'), 'code', open)).toBeNull();
  });

  it('discards keys that were typed before a question', () => {
    const pipe = join(temporaryFolder(), 'keys');
    execFileSync('mkfifo', [pipe]);
    const held = openSync(pipe, 'r+');
    writeSync(held, '\n\n');
    discardTyped(pipe);
    writeSync(held, 'x');
    const left = Buffer.alloc(8);
    expect(left.toString('utf8', 0, readSync(held, left))).toBe('x');
    closeSync(held);
  });
});

/** A data partition as a power cut leaves it: the last event is in the write-ahead log alone. */
function dataWithOneUnsent(): string {
  const [live, data] = [temporaryFolder(), temporaryFolder()];
  const opened = must(openDatabase(join(live, 'torn.db')));
  opened.pragma('wal_checkpoint(TRUNCATE)');
  opened.exec(
    `INSERT INTO event (epoch, seq, event_id, type, v, at_ms, payload) VALUES (1, 1, zeroblob(16), 'kiosk-started', 1, 0, '{}')`,
  );
  mkdirSync(join(data, 'lib', 'torn'), { recursive: true });
  for (const name of ['torn.db', 'torn.db-wal']) copyFileSync(join(live, name), join(data, 'lib', 'torn', name));
  opened.close();
  return data;
}

describe('the data of a disk', () => {
  it('without a kiosk hold nothing; with a journal but no database, they hold something that cannot be counted', () => {
    const data = temporaryFolder();
    expect(lookAt(data, temporaryFolder())).toEqual({ kind: 'none' });
    mkdirSync(join(data, 'lib', 'torn', 'journal'), { recursive: true });
    writeFileSync(join(data, 'lib', 'torn', 'journal', '2026-11-30.journal'), '');
    const alone = lookAt(data, temporaryFolder());
    expect(alone).toMatchObject({ kind: 'journal-alone' });
    expect(mayErase(alone)).toBe(false);
    note(data, archivesIn(data), temporaryFolder());
    expect(mayErase(lookAt(data, temporaryFolder()))).toBe(true);
    writeFileSync(join(data, 'lib', 'torn', 'journal', '2026-12-01.journal'), '');
    expect(mayErase(lookAt(data, temporaryFolder()))).toBe(false);
  });

  it('count what a power cut left in the write-ahead log, and stay as they are', () => {
    const data = dataWithOneUnsent();
    const bytes = () => ['torn.db', 'torn.db-wal'].map((name) => readFileSync(join(data, 'lib', 'torn', name)));
    const before = bytes();
    const seen = lookAt(data, temporaryFolder());
    expect(seen).toMatchObject({ kind: 'kiosk', unsent: 1, places: [{ epoch: 1, seq: 1 }] });
    expect(bytes()).toEqual(before);
    note(data, archivesIn(data), temporaryFolder());
    expect(mayErase(lookAt(data, temporaryFolder()))).toBe(true);
  });

  it('keep their disk when the database is rotten', () => {
    const data = dataWithOneUnsent();
    writeFileSync(join(data, 'lib', 'torn', 'torn.db'), 'no database at all');
    expect(lookAt(data, temporaryFolder())).toMatchObject({ kind: 'unreadable' });
  });
});

it('a copy has the database and its log too, and a replaced kiosk’s reader finds the newest copy', async () => {
  const [data, stick] = [dataWithOneUnsent(), temporaryFolder()];
  const journal = join(data, 'lib', 'torn', 'journal');
  const incarnations = ['0b7c9a52-6f0e-4c1c-8d5a-3f2b1e0d9c8b', '1b7c9a52-6f0e-4c1c-8d5a-3f2b1e0d9c8b'] as const;
  const copyAs = (incarnation: string): string => {
    writeIdentity(journal, { slot: 1, incarnation, epoch: 1, floors: { counters: [], sessions: [] } });
    const archives = archivesIn(data);
    const places = layCopies(stick, archives);
    compareCopies(stick, archives, places);
    return join(stick, places[0] ?? '');
  };
  copyAs(incarnations[0]);
  copyAs(incarnations[0]);
  copyAs(incarnations[1]);
  writeFileSync(join(journal, '2026-11-30.journal'), 'new');
  const newest = copyAs(incarnations[0]);
  for (const name of ['torn.db', 'torn.db-wal']) expect(existsSync(join(newest, name))).toBe(true);
  const found = await findJournal(stick, incarnations[0]);
  expect(found).toEqual({ state: 'found', folder: join(newest, 'journal') });
  expect(await findJournal(stick, incarnations[1])).toMatchObject({ state: 'found' });
  expect(readdirSync(join(stick, 'torn-journal-earlier', incarnations[0]))).toHaveLength(2);
  writeFileSync(join(newest, 'torn.db-wal'), 'rotten');
  const place = relative(stick, newest);
  expect(() => compareCopies(stick, archivesIn(data), [place])).toThrow('torn.db-wal was copied wrongly');
});

it('a factory reset leaves a kiosk’s first data, and journal, database and mark of a copy, time after time', () => {
  const [data, fresh] = [dataWithOneUnsent(), temporaryFolder()];
  const put = (place: string): void => {
    mkdirSync(dirname(join(data, place)), { recursive: true });
    writeFileSync(join(data, place), place);
  };
  writeFileSync(join(fresh, 'first'), '');
  note(data, [], temporaryFolder());
  const gone = [
    'lib/torn/settings.json',
    'lib/torn/backups/torn.db',
    join(OWN, 'system-connections', 'wifi'),
    'log/line',
  ];
  for (const place of ['lib/torn/journal/a.journal', ...gone]) put(place);
  const wal = readFileSync(join(data, 'lib', 'torn', 'torn.db-wal'));
  resetData(data, fresh);
  put('lib/torn/journal/a.journal');
  resetData(data, fresh);
  const left = readdirSync(data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const before = ['journal/a.journal', 'torn.db', 'torn.db-wal'].map((name) => join(KEPT, 'before-reset-1', name));
  expect(left.map((entry) => relative(data, join(entry.parentPath, entry.name))).toSorted()).toEqual(
    ['first', MARK, ...before, join(KEPT, 'before-reset-2', 'journal', 'a.journal')].toSorted(),
  );
  expect(readFileSync(join(data, KEPT, 'before-reset-1', 'torn.db-wal')).equals(wal)).toBe(true);
  expect(JSON.parse(readFileSync(join(data, MARK), 'utf8'))).toEqual(NOTHING_COPIED);
  expect(mayErase(lookAt(data, temporaryFolder()))).toBe(false);
  note(data, archivesIn(data), temporaryFolder());
  expect(mayErase(lookAt(data, temporaryFolder()))).toBe(true);
});

it('a kiosk’s disk has two slots and encrypted data; a stick has no partition that an installed system would find', () => {
  const rootHash = `${'a'.repeat(32)}${'b'.repeat(32)}`;
  const sources = { rootHash, esp: '/dev/sdb1', system: '/dev/sdb2', verity: '/dev/sdb3' };
  const [, system = '', verity = '', slotB = '', , data = ''] = Object.values(diskDefinitions(sources));
  expect(system).toContain('UUID=aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa');
  expect(verity).toContain('UUID=bbbbbbbb-bbbb-bbbb-bbbb-bbbbbbbbbbbb');
  expect(slotB).not.toContain('CopyBlocks');
  expect(data).toContain('Encrypt=key-file+tpm2');
  expect(Object.values(stickDefinitions(sources)).join('')).not.toMatch(/UUID|root-x86-64/);
  expect(() => diskDefinitions({ ...sources, rootHash: '' })).toThrow('root hash');
});

it('a new version is written to the slot that the newest version does not use, and an older version is refused', () => {
  const hash = (letter: string): string => letter.repeat(64);
  const version = (version: string, letter: string) => ({
    file: `torn_${version}.efi`,
    version,
    rootHash: hash(letter),
  });
  const slot = (label: 'torn-a' | 'torn-b', letter: string) => ({ label, uuid: uuidsOf(hash(letter)).system });
  const slots = [slot('torn-a', 'c'), slot('torn-b', 'b')];
  const renewal = (stick: ReturnType<typeof version>, there: ReturnType<typeof version>[]) =>
    renewalOf(stick, there, slots, (one, other) => one > other);
  const there = [version('3', 'c'), version('2', 'b')];
  expect(renewal(version('4', 'd'), there)).toEqual({ kind: 'into', slot: slots[1], goes: ['torn_2.efi'] });
  expect(renewal(version('4', 'd'), [version('2', 'b')])).toEqual({ kind: 'into', slot: slots[0], goes: [] });
  expect(renewal(version('1', 'd'), there)).toEqual({ kind: 'older' });
  expect(renewal(version('2', 'b'), there)).toEqual({ kind: 'there' });
});

it('a machine is secure when its firmware says so, in the byte after the attributes', () => {
  const file = join(temporaryFolder(), 'SecureBoot');
  expect(isSecure(file)).toBe(false);
  for (const [byte, expected] of [
    [0, false],
    [1, true],
  ] as const) {
    writeFileSync(file, Buffer.from([6, 0, 0, 0, byte]));
    expect(isSecure(file)).toBe(expected);
  }
});

it('a recovery code has six groups, and each installation its own', () => {
  expect(newRecoveryCode()).toMatch(/^([b-v]{6}-){5}[b-v]{6}$/);
  expect(newRecoveryCode()).not.toBe(newRecoveryCode());
});

it('the console speaks the signed command line’s language, else Catalan', () => {
  expect(wordsFor('ro quiet torn.language=es')('erase')).toBe('borra');
  expect(wordsFor('ro torn.language=xx')('erase')).toBe('esborra');
  expect(wordsFor(readFileSync('/proc/cmdline', 'utf8'))('erase')).toBe('esborra');
});
