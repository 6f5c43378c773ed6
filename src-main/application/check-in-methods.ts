import type { CheckInMethod, TypedCheckIn } from '../contract/shared/check-in.ts';
import { SCANNER_READS, type ScannerCondition } from '../domain/device-conditions.ts';
import type { Office } from './office.ts';

export interface MethodsPlace {
  office: Pick<Office, 'profile'>;
  /** How the reader of codes is; `null` in an office without one. */
  scanner: () => ScannerCondition | null;
}

/** A code that is held before the reader is read at this moment. */
export const scans = ({ office, scanner }: MethodsPlace): boolean =>
  office.profile.checkIn?.ways.includes('scan') === true && isReading(scanner());
const isReading = (scanner: ScannerCondition | null): boolean => scanner !== null && SCANNER_READS[scanner];

/** Without a reader that reads nobody is sent to it. */
export const usableMethods = (place: MethodsPlace): CheckInMethod[] =>
  (place.office.profile.checkIn?.ways ?? ['no-code']).filter((method) => method !== 'scan' || scans(place));

/** The one method there is, which nobody has to choose; `null` where several are, or a reader that the screen names. */
export function onlyTyped(methods: readonly CheckInMethod[]): TypedCheckIn | null {
  const [only, ...more] = methods;
  return only === undefined || only === 'scan' || more.length > 0 ? null : only;
}
