import { randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createUpdateWatch } from '../../../../../src-main/centre/machine/updates.ts';
import { ProgramVersion } from '../../../../../src-main/contract/shared/updates.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { must } from '../../../../support/must.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { openTestStore } from '../../../../support/test-store.ts';

const TEN = Date.parse('2026-11-25T09:00:00Z');
const MINUTE = 60_000;

function open(data = temporaryFolder(), folder = temporaryFolder(), isFull = () => false) {
  const clock = createManualClock(TEN);
  const { updates, centre, outbox, close } = openTestStore(data, clock);
  const logged: string[] = [];
  const watch = createUpdateWatch({
    folder,
    dataDir: data,
    hasIdentity: true,
    clock,
    updates: {
      tell: (ended) =>
        isFull() ? { ok: false, error: { kind: 'store-failed', detail: 'no space left' } } : updates.tell(ended),
    },
    allowedVersion: () => centre.allowedVersion(),
    log: { event: (kind) => void logged.push(kind) },
  });
  return {
    data,
    folder,
    centre,
    logged,
    close,
    look() {
      clock.advance(MINUTE);
      watch();
    },
    sent(): string[] {
      return must(outbox.next(100)).flatMap(({ wire }) =>
        wire?.type === 'update-ended' ? [`${wire.payload.from} ${wire.payload.to} ${wire.payload.result}`] : [],
      );
    },
  };
}

const line = (result: string, to = '1.1', updateId: string = randomUUID()): string =>
  `${JSON.stringify({ updateId, at: '2026-11-25T02:10:00.000Z', from: '1.0', to, result })}\n`;

describe('the result of an update of the machine', () => {
  test('is sent to the centre once, however often it is read, also when the database is rebuilt from the journal', () => {
    const first = open();
    writeFileSync(join(first.folder, 'ended'), line('power-cut') + line('done'));
    first.look();
    appendFileSync(join(first.folder, 'ended'), line('repository', ''));
    first.look();
    first.look();
    const all = ['1.0 1.1 power-cut', '1.0 1.1 done', '1.0 null repository'];
    expect(first.sent()).toEqual(all);
    expect(first.logged).toEqual(['update-undone', 'update-done', 'update-undone']);
    first.close();
    for (const name of ['torn.db', 'torn.db-wal', 'torn.db-shm']) rmSync(join(first.data, name), { force: true });
    const again = open(first.data, first.folder);
    again.look();
    expect(again.sent()).toEqual(all);
    expect(again.logged).toEqual([]);
  });

  test('is sent once the disk accepts it, if the disk was full before', () => {
    let isFull = true;
    const kiosk = open(temporaryFolder(), temporaryFolder(), () => isFull);
    writeFileSync(join(kiosk.folder, 'ended'), line('done'));
    kiosk.look();
    expect([kiosk.sent(), kiosk.logged]).toEqual([[], ['store-failed']]);
    isFull = false;
    kiosk.look();
    expect([kiosk.sent(), kiosk.logged]).toEqual([['1.0 1.1 done'], ['store-failed', 'update-done']]);
  });

  test('lines that are cut, foreign or invalid, and a missing file, are skipped', () => {
    const kiosk = open();
    kiosk.look();
    const foreign = ['{"updateId":1}', 'null', '[]', line('<b>').trim(), line('done', '../../etc').trim(), '{"upd'];
    writeFileSync(join(kiosk.folder, 'ended'), `${foreign.join('\n')}\n${line('not-ready')}`);
    kiosk.look();
    expect(kiosk.sent()).toEqual(['1.0 1.1 not-ready']);
  });
});

describe('the version that the centre allows', () => {
  test('is in the file that the updater reads, which is empty once the centre allows none', () => {
    const kiosk = open();
    const allowed = (): string => readFileSync(join(kiosk.data, 'allowed-version'), 'utf8');
    const say = (version: string | null) =>
      kiosk.centre.keepChanges(
        [{ kind: 'version-allowed', version: version === null ? null : ProgramVersion.parse(version) }],
        'cursor',
      );
    say('1.1');
    kiosk.look();
    expect(allowed()).toBe('1.1\n');
    kiosk.close();
    const again = open(kiosk.data);
    again.centre.keepChanges([{ kind: 'version-allowed', version: null }], 'cursor');
    again.look();
    expect(allowed()).toBe('');
  });
});
