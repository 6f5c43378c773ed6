import { describe, expect, it, onTestFinished } from 'vitest';
import { openPostgres } from '../../../src-central/database/postgres.ts';
import { DOCUMENT_HASH_SCHEME } from '../../../src-main/contract/centre/appointments.ts';
import { keyedHash } from '../../../src-main/signing/keyed-hash.ts';
import { at, cacheOf, channelAt, DAY_MINUTES, DNI, NIE, startOffices } from '../../support/booking.ts';
import { SERVICE_ID } from '../../support/city-office.ts';
import { heldDatabase } from '../../support/held-database.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { slowHashNow } from '../../support/slow-hash.ts';
import { startTestCentre, type TestCentre, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const HERE = 'oac-dido';

async function start() {
  const centre = await startTestCentre(await postgres.newDatabase());
  const { here } = await startOffices(centre, [HERE, 'oficina-territori']);
  const web = await channelAt(centre, 'web', HERE);
  return { centre, here, web };
}

const keyOf = async ({ database }: TestCentre): Promise<string> => {
  const [row] = await database.query<{ key: string }>('SELECT key FROM office_key WHERE office_id = $1', [HERE]);
  return row?.key ?? '';
};
const kept = async ({ database }: TestCentre) => {
  const [row] = await database.query('SELECT document_hash, slow_hash FROM appointment');
  return row;
};

/** Writes what the previous release stores when a channel sends a document number: a fast hash and the time of storing. */
async function orderAtOlderReplica(centre: TestCentre, number: string | null): Promise<void> {
  centre.clock.ms += 1_000;
  const hash = number === null ? null : keyedHash(await keyOf(centre), 'document', number);
  await centre.database.query(
    'UPDATE appointment SET document_hash = $2, changed_at = $3::timestamptz WHERE city_id = $1',
    [terrassa, hash, new Date(centre.clock.ms).toISOString()],
  );
}

describe('document numbers that a previous release stored as a fast hash', () => {
  it('are withheld from kiosks until they are hashed slowly after a kiosk’s poll, and the kiosk then receives them', async () => {
    const { centre, here, web } = await start();
    const { appointmentId } = await web.book('W-1', { documentNumber: NIE });
    await orderAtOlderReplica(centre, DNI);
    const cache = await cacheOf(centre, here);
    const held = JSON.stringify(cache.held.get(appointmentId));
    expect(held).not.toContain(keyedHash(await keyOf(centre), 'document', DNI));
    const hash = slowHashNow(await keyOf(centre), DNI);
    // A fast centre may have finished the slow hash before this first read.
    expect([null, hash]).toContain(cache.held.get(appointmentId)?.document?.hash ?? null);
    for (let polls = 0; polls < 500 && !cache.held.get(appointmentId)?.document; polls += 1) await cache.poll();
    expect(cache.held.get(appointmentId)).toMatchObject({ document: { scheme: DOCUMENT_HASH_SCHEME, hash } });
    expect(await kept(centre)).toEqual({ document_hash: null, slow_hash: `${DOCUMENT_HASH_SCHEME}:${hash}` });
  });

  it('are hashed with their current value, even when a channel replaces the number during hashing', async () => {
    const database = heldDatabase(openPostgres(await postgres.newDatabase(), { connections: 5, onTrouble: () => {} }));
    const centre = await startTestCentre(database);
    onTestFinished(() => database.release());
    const { here } = await startOffices(centre, [HERE, 'oficina-territori']);
    const web = await channelAt(centre, 'web', HERE);
    await web.book('W-1', { documentNumber: NIE });
    await orderAtOlderReplica(centre, DNI);
    database.hold('SET slow_hash = $5, slow_hash_at = changed_at, document_hash = NULL');
    await cacheOf(centre, here);
    await expect.poll(() => database.waiting()).toBe(1);
    await orderAtOlderReplica(centre, NIE);
    database.release();
    await expect.poll(async () => (await kept(centre))?.document_hash).toBeNull();
    const slow_hash = `${DOCUMENT_HASH_SCHEME}:${slowHashNow(await keyOf(centre), NIE)}`;
    expect(await kept(centre)).toEqual({ document_hash: null, slow_hash });
  });

  it('look normal to their channel: known, unchanged by the same file, and kept by an order without them', async () => {
    const { centre, web } = await start();
    const file = `reference;officeId;serviceId;start;documentNumber\nW-1;${HERE};${SERVICE_ID};${at(60)};${DNI}`;
    await web.import(file);
    await orderAtOlderReplica(centre, DNI);
    expect((await web.read('W-1')).body).toMatchObject({ knownBy: { document: true } });
    expect(await web.import(file)).toMatchObject({ unchanged: 1, refused: [] });
    expect((await web.book('W-1', { start: at(90) })).knownBy.document).toBe(true);
    const slow_hash = `${DOCUMENT_HASH_SCHEME}:${slowHashNow(await keyOf(centre), DNI)}`;
    expect(await kept(centre)).toEqual({ document_hash: null, slow_hash });
  });

  it('stay deleted after an older replica deleted them, because its last write counts', async () => {
    const { centre, web } = await start();
    await web.book('W-1', { documentNumber: DNI });
    await orderAtOlderReplica(centre, null);
    expect((await web.read('W-1')).body).toMatchObject({ knownBy: { document: false } });
    expect((await web.book('W-1', { documentNumber: DNI })).knownBy.document).toBe(true);
  });

  it('are deleted with their day, even when an older replica deleted only the fields it knew', async () => {
    const { centre, here, web } = await start();
    await web.book('W-1', { documentNumber: DNI });
    await centre.database.query('UPDATE appointment SET locator = NULL, document_hash = NULL WHERE city_id = $1', [
      terrassa,
    ]);
    centre.clock.ms += DAY_MINUTES * 60_000;
    await cacheOf(centre, here);
    expect(await kept(centre)).toEqual({ document_hash: null, slow_hash: null });
  });
});

describe('the number of a cancelled appointment', () => {
  it('is known again when the appointment is booked again', async () => {
    const { centre, web } = await start();
    await web.book('W-1', { documentNumber: DNI });
    centre.clock.ms += 1_000;
    await web.cancel('W-1');
    expect((await web.book('W-1')).knownBy.document).toBe(true);
  });
});
