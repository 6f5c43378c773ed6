import type { CheckInMethod, TypedCheckIn } from '../../contract/shared/check-in.ts';
import { SCANNER_READS, type ScannerCondition } from '../../domain/device-conditions.ts';
import type { Office } from '../../office/steps/office.ts';

export interface MethodsPlace {
  office: Pick<Office, 'profile'>;
  /** Condition of the code reader; `null`: the office has no reader. */
  scanner: () => ScannerCondition | null;
}

/** Whether the office checks in by code and its reader reads now. */
export const scans = ({ office, scanner }: MethodsPlace): boolean =>
  office.profile.checkIn?.ways.includes('scan') === true && isReading(scanner());
const isReading = (scanner: ScannerCondition | null): boolean => scanner !== null && SCANNER_READS[scanner];

/** Whether the office gives turns to citizens at home, who may type the code of their phone's page. */
export const takesCodesFromHome = ({ office }: Pick<MethodsPlace, 'office'>): boolean =>
  office.profile.fromHome !== undefined;

/** The office's methods, without scanning while the reader does not read. */
export const usableMethods = (place: MethodsPlace): CheckInMethod[] =>
  (place.office.profile.checkIn?.ways ?? ['no-code']).filter((method) => method !== 'scan' || scans(place));

/**
 * The only method, for which the screen of methods is skipped; `null` if there are several or the only one is scanning, whose reader the
 * screen shows.
 */
export function onlyTyped(methods: readonly CheckInMethod[]): TypedCheckIn | null {
  const [only, ...more] = methods;
  return only === undefined || only === 'scan' || more.length > 0 ? null : only;
}
