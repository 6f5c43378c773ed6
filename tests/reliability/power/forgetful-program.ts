// Usage: node forgetful-program.ts DATABASE. A line `REQUEST-ID` in, a line `told REQUEST-ID NUMBER` out.
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { RequestId, TicketId } from '../../../src-main/contract/kiosk-api.ts';
import { ServiceId } from '../../../src-main/contract/office-profile.ts';
import { openForgetfulStore } from './forgetful-store.ts';

const store = openForgetfulStore(process.argv[2] ?? '');
if (!store) throw new Error('the database does not open');
for await (const line of createInterface({ input: process.stdin })) {
  const issued = store.issue({
    ticketId: TicketId.parse(randomUUID()),
    requestId: RequestId.parse(line),
    series: 'A',
    serviceId: ServiceId.parse('empadronament'),
    way: 'walk-in',
    language: 'ca',
    followToken: null,
  });
  if (!issued.ok) throw new Error(issued.error.kind);
  process.stdout.write(`told ${line} ${issued.value.number}\n`);
}
store.close();
