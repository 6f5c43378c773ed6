import { randomUUID } from 'node:crypto';
import type { Enrolment } from '../../src-main/centre/ports/centre-memory.ts';
import { CityId, KioskId, OfficeId, StoreEpoch } from '../../src-main/contract/shared/ids.ts';

export const testEnrolment = (change: Partial<Enrolment> = {}): Enrolment => ({
  kioskId: KioskId.parse(randomUUID()),
  cityId: CityId.parse('terrassa'),
  officeId: OfficeId.parse('demonstration'),
  environment: 'test',
  storeEpoch: StoreEpoch.parse(randomUUID()),
  centreKeys: [],
  keySinceMs: 0,
  ...change,
});
