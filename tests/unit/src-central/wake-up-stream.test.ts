import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { WakeUpStream } from '../../../src-central/wake-ups/operations.ts';
import { CityId, KioskId, OfficeId } from '../../../src-main/contract/shared/ids.ts';
import { newSigningKey } from '../../../src-main/signing/keys.ts';

const caller = {
  cityId: CityId.parse('terrassa'),
  officeId: OfficeId.parse('oac'),
  kioskId: KioskId.parse(crypto.randomUUID()),
  slot: 1,
  keyId: newSigningKey().keyId,
};

/** A stream to a client that reads nothing. `faults` collects errors that would otherwise end the replica. */
function silentStream() {
  const answer = new ServerResponse(new IncomingMessage(new Socket()));
  const faults: Error[] = [];
  answer.on('error', (error) => void faults.push(error));
  return { answer, faults, stream: new WakeUpStream(caller, answer) };
}

test.each([
  { after: 'it was closed because its client takes nothing', close: (one: WakeUpStream) => one.comment() },
  { after: 'it has ended', close: (one: WakeUpStream) => one.end() },
])('a stream gets nothing more after $after', async ({ close }) => {
  const { answer, faults, stream } = silentStream();
  stream.comment();
  stream.wake();
  const written = answer.writableLength;
  expect([written > 0, answer.destroyed]).toEqual([true, false]);
  close(stream);
  stream.wake();
  // Node reports a late write in the next turn of the event loop.
  await new Promise((resolve) => setImmediate(resolve));
  expect(faults).toEqual([]);
  expect(answer.destroyed || answer.writableEnded).toBe(true);
});
