import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { pinnedNode, repositoryRoot } from '../../../build/runtime.ts';
import { pauseAfter, readSideBySide } from '../../../src-central/connectors/rounds.ts';
import { readQueues, readZmsUrl } from '../../../src-central/connectors/zms/settings.ts';
import { zmsQueues } from '../../../src-central/connectors/zms/zms-queues.ts';
import { keepsQueueSource } from '../../contract/queue-source.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { entry, startZms } from '../../support/zms/zms-at-the-wire.ts';

const execute = promisify(execFile);
const LITTLE_MS = 300;

async function startSource(patience?: 'little') {
  const zms = await startZms();
  const source = zmsQueues({ url: new URL(zms.url), authorization: null, ...(patience && { withinMs: LITTLE_MS }) });
  return { ...zms, source, queue: '141', misnamed: '141/../../process' };
}

describe('the queues of ZMS', () => {
  keepsQueueSource(startSource);

  const read = async (status: number, body: unknown) => {
    const { answer, source } = await startSource();
    answer(status, body);
    return source.read('141');
  };
  const meta = { error: false, generated: '2026-11-27T10:00:00+01:00', server: 'Zmsapi-ENV' };

  it('are an error by the envelope, whatever the status and release', async () => {
    const wrong = (exception: string) => ({ meta: { ...meta, error: true, exception }, data: null });
    expect(await read(200, wrong('BO\\Zmsapi\\Exception\\Ticketprinter\\TicketprinterNotEnabled'))).toEqual({
      ok: false,
      error: { kind: 'refused', reason: 'TicketprinterNotEnabled' },
    });
    for (const namespace of ['BO\\Zmsapi\\Exception\\Scope', 'BO\\Zmsbackend\\Exception\\Scope'])
      expect(await read(404, wrong(`${namespace}\\ScopeNotFound`))).toEqual({
        ok: false,
        error: { kind: 'unknown-queue' },
      });
  });

  it('are empty when the list is answered as not found', async () => {
    const empty = { ok: true, value: { waiting: 0, minutes: null } };
    expect(await read(404, { meta: { ...meta, error: true, message: 'Not found' }, data: null })).toEqual(empty);
    expect(await read(200, { meta, data: [] })).toEqual(empty);
  });

  it('have all waiting people ahead when the list contains no entry for a new arrival', async () => {
    const data = [entry(7, { status: 'confirmed' }), entry(8), entry(6, { status: 'missed' })];
    expect(await read(200, { meta, data })).toEqual({ ok: true, value: { waiting: 2, minutes: { from: 10, to: 12 } } });
  });

  it('accept numbers as text and flags as digits, and skip unknown and unreadable entries', async () => {
    const data = [
      entry(7, { status: 'new-status' }),
      'nobody',
      { status: 'queued' },
      entry(8, { waitingTimeEstimate: '12.5', extra: {} }),
    ];
    const body = { meta: { ...meta, error: '0', trace: 'x' }, data, more: 1 };
    expect(await read(200, body)).toEqual({ ok: true, value: { waiting: 1, minutes: { from: 10, to: 13 } } });
  });

  it('are unreachable when the answer has no envelope', async () => {
    for (const body of [[], { data: [] }, { meta: 'x' }, { meta, data: 'x' }, null])
      expect(await read(200, body)).toEqual({ ok: false, error: { kind: 'unreachable' } });
  });

  it('are read with a single request that makes no number, with the name and password of the address', async () => {
    const { url, asked, stand } = await startZms();
    stand({ is: 'queue', waiting: 0, minutes: null });
    const settings = readZmsUrl(url.replace('://', '://torn:s%C3%A9cret@'));
    if (!settings.ok) throw new Error(settings.error.detail);
    await zmsQueues(settings.value).read('141');
    const basic = Buffer.from('torn:sécret').toString('base64');
    expect(asked).toEqual([`GET /terminvereinbarung/api/2/scope/141/queue/ Basic ${basic}`]);
  });

  it.each(['http://zms.example/api/2', 'ftp://zms.example', 'https://torn:50%@zms.example', 'zms', ''])(
    'are not read from the address %j',
    (url) => {
      expect(readZmsUrl(url).ok).toBe(false);
    },
  );

  it('are refused when a file names one of our queues twice, because it would be ambiguous', () => {
    const of = (...serviceIds: (string | undefined)[]) =>
      readQueues(
        JSON.stringify(serviceIds.map((serviceId, scope) => ({ officeId: 'oac', serviceId, scope: scope + 1 }))),
      );
    expect([of('padro', 'padro').ok, of(undefined, undefined).ok, of('padro', undefined).ok]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('are refused when a file names no scope or another field, and no secret is repeated', () => {
    for (const text of ['', '[]', '[{"officeId":"oac","scope":"1/2"}]', '[{"officeId":"oac","scope":1,"x":1}]'])
      expect(readQueues(text).ok, text).toBe(false);
    const refused = readZmsUrl('http://torn:secret@zms.example/');
    expect(JSON.stringify(refused)).not.toContain('secret');
  });

  it('are read in parallel up to a limit: silent ones do not delay the others', async () => {
    const { url, asked, stand, standAt, hangUp } = await startZms();
    stand({ is: 'silent' });
    standAt('20', { is: 'queue', waiting: 3, minutes: null });
    const heard: string[] = [];
    const source = zmsQueues({ url: new URL(url), authorization: null, withinMs: 60_000 });
    const scopes = Array.from({ length: 40 }, (_, at) => `${at + 1}`);
    const { promise: first, resolve } = Promise.withResolvers<void>();
    const all = readSideBySide(source, [...scopes, ...scopes], ({ queue, result }) => {
      heard.push(`${queue} ${result.ok}`);
      resolve();
    });
    await first;
    expect(heard).toEqual(['20 true']);
    expect(asked.length).toBeLessThanOrEqual(21);
    stand({ is: 'away' });
    hangUp();
    await all;
    expect(heard.slice(1).toSorted()).toEqual(
      scopes
        .filter((scope) => scope !== '20')
        .map((scope) => `${scope} false`)
        .toSorted(),
    );
  });

  it('are read again at a fixed interval from the last start, with a minimum pause', () => {
    expect([pauseAfter(30_000, 0), pauseAfter(30_000, 12_000), pauseAfter(5_000, 25_000)]).toEqual([
      30_000, 18_000, 2_000,
    ]);
  });

  it('are printed by the program in one line each, with the reason when one cannot be read', async () => {
    const { url, stand } = await startZms();
    stand({ is: 'queue', waiting: 3, minutes: { from: 8, to: 15 } });
    const file = join(temporaryFolder(), 'queues.json');
    writeFileSync(
      file,
      JSON.stringify([
        { officeId: 'oac', serviceId: 'padro', scope: 141 },
        { officeId: 'oac', scope: '142' },
      ]),
    );
    const program = join(repositoryRoot, 'src-central', 'connectors', 'zms', 'main.ts');
    const { stdout } = await execute(pinnedNode, [program, '--queues', file, '--once'], { env: { ZMS_URL: url } });
    const at = expect.stringMatching(/^\d{4}-.*Z$/);
    const state = { at, officeId: 'oac', waiting: 3, minutes: { from: 8, to: 15 } };
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
        .toSorted((one) => (one.serviceId === null ? 1 : -1)),
    ).toEqual([
      { ...state, serviceId: 'padro' },
      { ...state, serviceId: null },
    ]);
    const away = await execute(pinnedNode, [program, '--queues', file, '--once'], {
      env: { ZMS_URL: 'http://127.0.0.1:9/' },
    });
    expect(away.stdout).toContain('"trouble":{"kind":"unreachable"}');
  });
});
