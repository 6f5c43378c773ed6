import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TicketSaid } from '../../../src-main/calling/contract/kiosks.ts';
import { openOfficeKiosks } from '../../../src-main/calling/store/office-kiosks.ts';
import { Snapshot } from '../../../src-main/contract/centre/configuration.ts';
import { TicketId } from '../../../src-main/contract/shared/ids.ts';
import type { TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import { newSigningKey } from '../../../src-main/signing/keys.ts';
import type { LineNumber } from '../../../src-main/tickets/ports/store.ts';
import { newRequestId, service } from '../../support/core-process.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';
import { openTicketStore } from '../../support/store.ts';

const TEN = Date.parse('2026-11-24T09:00:00Z');
const SERIES = ['A', 'B'] as const;

export type Given = Pick<TicketRecord, 'ticketId' | 'series' | 'number' | 'serviceDay' | 'label'>;

/**
 * A kiosk's store on a disk that can be copied and restored. With `knows.contest` the kiosk issues nothing while
 * another kiosk has its slot.
 */
export function createDisk(slot: number, clock: ManualClock, knows: { contest: boolean }) {
  const root = mkdtempSync(join(tmpdir(), 'torn-twice-'));
  const [data, copy] = [join(root, 'data'), join(root, 'copy')];
  mkdirSync(data, { mode: 0o700 });
  const kiosks = () => openOfficeKiosks(data);
  const mayCount = () => !knows.contest || kiosks().contest()?.slot !== slot;
  const open = () => openTicketStore(data, clock, slot, { mayCount });
  let kept = open();
  return {
    kiosks,
    store: () => kept,
    /** Issues a ticket; `null`: the store refuses it. */
    give(series: string, given?: LineNumber): Given | null {
      const issued = kept.store.issue({
        ticketId: TicketId.parse(randomUUID()),
        requestId: newRequestId(),
        series,
        followToken: null,
        serviceId: service('empadronament'),
        visitType: 'walk-in' as const,
        language: 'ca' as const,
        ...(given === undefined ? {} : { given }),
      });
      return issued.ok ? issued.value : null;
    },
    restart(): void {
      kept.close();
      kept = open();
    },
    takeCopy(): void {
      kept.close();
      rmSync(copy, { recursive: true, force: true });
      cpSync(data, copy, { recursive: true });
      kept = open();
    },
    putBack(): void {
      kept.close();
      rmSync(data, { recursive: true });
      mkdirSync(data, { mode: 0o700 });
      cpSync(copy, data, { recursive: true });
      kept = open();
    },
    end(): void {
      kept.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
export type Disk = ReturnType<typeof createDisk>;

export const newClock = (): ManualClock => createManualClock(TEN);
export const seriesOf = (no: number): string => SERIES[no % SERIES.length] ?? 'A';

export const saidOf = ({ ticketId, label, serviceDay }: Given, slot: number, atMs: number): TicketSaid =>
  TicketSaid.parse({
    ticket: {
      ticketId,
      slot,
      label,
      serviceDay,
      serviceId: 'empadronament',
      language: 'ca',
      appointment: null,
      asked: { preferential: false, comeAndFetch: false },
      issuedAtMs: atMs,
      withdrawnAtMs: null,
      isVoided: false,
      served: [],
    },
    acts: [],
  });

const KEY = newSigningKey().publicKey;

/** The snapshot that a centre with these tickets sends. */
export function snapshotOf(given: readonly Given[]): Snapshot {
  const last = new Map<string, Given>();
  for (const one of given) {
    const name = `${one.series} ${one.serviceDay}`;
    if ((last.get(name)?.number ?? 0) < one.number) last.set(name, one);
  }
  return Snapshot.parse({
    officeId: 'demonstration',
    profiles: [],
    pauses: [],
    voided: [],
    cursor: '1',
    centreKeys: [KEY],
    storeEpoch: '00000000-0000-4000-8000-000000000001',
    reached: [...last.values()].map(({ series, serviceDay, number }) => ({ series, serviceDay, number })),
  });
}
