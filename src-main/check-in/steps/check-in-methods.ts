import type { CheckInMethod, TypedCheckIn } from '../../contract/shared/check-in.ts';
import { SCANNER_READS, type ScannerCondition } from '../../domain/device-conditions.ts';
import type { Office } from '../../office/steps/office.ts';

export interface MethodsPlace {
  office: Pick<Office, 'profile'>;
  /** `null`: the office has no code reader. */
  scanner: () => ScannerCondition | null;
}

export const scans = ({ office, scanner }: MethodsPlace): boolean =>
  office.profile.checkIn?.ways.includes('scan') === true && isReading(scanner());
const isReading = (scanner: ScannerCondition | null): boolean => scanner !== null && SCANNER_READS[scanner];

export const takesCodesFromHome = ({ office }: Pick<MethodsPlace, 'office'>): boolean =>
  office.profile.fromHome !== undefined;

/** Returns the office's methods; scanning is left out while the reader does not work. */
export const usableMethods = (place: MethodsPlace): CheckInMethod[] =>
  (place.office.profile.checkIn?.ways ?? ['no-code']).filter((method) => method !== 'scan' || scans(place));

/**
 * Returns the only method, for which the screen of methods is skipped. `null` if there are several methods or none, or if the only one is
 * scanning, because the screen of methods then shows the reader.
 */
export function onlyTyped(methods: readonly CheckInMethod[]): TypedCheckIn | null {
  const [only, ...more] = methods;
  return only === undefined || only === 'scan' || more.length > 0 ? null : only;
}
