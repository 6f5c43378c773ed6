import { monitorEventLoopDelay } from 'node:perf_hooks';
import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { MAX_INFLATED_BYTES } from '../../../src-main/contract/centre/events-upload.ts';
import { pathOf } from '../../../src-main/contract/centre/operations.ts';
import { channelAt } from '../../support/booking.ts';
import { officeAt } from '../../support/city-office.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { OFFICE, startTestCentre, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();

const HEADER = 'reference,officeId,serviceId,start\n';
const filled = (piece: string, header = HEADER): string =>
  header + piece.repeat(Math.floor((MAX_INFLATED_BYTES - header.length) / piece.length));

const FILES: Readonly<Record<string, { text: string; answer: number }>> = {
  'one row of commas': { text: filled(',', ''), answer: 413 },
  'many rows of commas': { text: filled(`${','.repeat(4_000)}\n`), answer: 413 },
  'empty lines': { text: filled('\n'), answer: 413 },
  'a quote that does not end': { text: `${HEADER}"${'x,'.repeat(2_000_000)}`, answer: 400 },
  'rows that are refused unasked': { text: HEADER + 'x,!,z,w\n'.repeat(2_000), answer: 200 },
};

const aTurn = () => new Promise((resolve) => setTimeout(resolve, 2));

/** The longest time in milliseconds during which `work` blocked the event loop. */
async function longestPause(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  // The monitor needs a turn of the event loop before and after: it measures the time between two turns of its timer.
  await aTurn();
  await work();
  await aTurn();
  delay.disable();
  return delay.max / 1e6;
}

test('four megabytes of commas as CSV do not delay other requests', async () => {
  const centre = await startTestCentre(await postgres.newDatabase());
  await officeAt(centre, OFFICE).publish();
  const web = await channelAt(centre, 'web', OFFICE);
  const bodies = Object.entries(FILES).map(([name, file]) => ({ name, ...file, packed: gzipSync(file.text) }));
  // For comparison, one call parses the file as a whole.
  const atOneGoMs = await longestPause(async () => {
    parse(filled(','), { relax_column_count: true });
  });
  const send = (packed: Buffer) =>
    fetch(`${centre.url}${pathOf('importAppointments', { cityId: terrassa })}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${web.token}`, 'content-type': 'text/csv', 'content-encoding': 'gzip' },
      body: new Uint8Array(packed),
    });
  for (const { name, answer, packed } of bodies) {
    let isOver = false;
    let asked = 0;
    const pauseMs = await longestPause(async () => {
      const answered = send(packed).finally(() => {
        isOver = true;
      });
      do {
        expect((await fetch(`${centre.url}/health/live`)).status, name).toBe(200);
        asked += 1;
      } while (!isOver);
      const { status } = await answered;
      expect(status, name).toBe(answer);
    });
    expect(asked, name).toBeGreaterThan(0);
    expect(pauseMs / atOneGoMs, `${name}: ${Math.round(pauseMs)} ms of ${Math.round(atOneGoMs)}`).toBeLessThan(0.5);
  }
});
