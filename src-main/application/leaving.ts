import type { Devices } from '../ports/devices.ts';
import type { Diagnostics } from '../ports/machine.ts';
import type { OfficeTravel } from '../ports/office-travel.ts';
import { isStaff, isTechnician, type Session } from './session.ts';
import type { StaffAccess } from './staff-access.ts';
import type { TechnicianRecord } from './technician-record.ts';

interface LeavingParts {
  record: TechnicianRecord;
  devices: Pick<Devices, 'leave'>;
  diagnostics: Pick<Diagnostics, 'forget'>;
  staffAccess: Pick<StaffAccess, 'leave'>;
  travel: Pick<OfficeTravel, 'leave'>;
}

/** One step of the session. `isAtDevices`: its page stands now. `isTimeUp`: nobody touched. */
interface Left {
  before: Session;
  now: Session;
  isAtDevices: boolean;
  isTimeUp: boolean;
}

/** Ends what ends with a page that is left, and tells that a visit is over. */
export function createLeaving({
  record,
  devices,
  diagnostics,
  staffAccess,
  travel,
}: LeavingParts): (left: Left) => void {
  let wasAtDevices = false;
  return ({ before, now, isAtDevices, isTimeUp }) => {
    const leaves = (at: Session['place']['at']) => before.place.at === at && now.place.at !== at;
    if (wasAtDevices && !isAtDevices) devices.leave();
    wasAtDevices = isAtDevices;
    if (leaves('technician-test')) diagnostics.forget();
    if (leaves('technician-access')) staffAccess.leave();
    if (leaves('technician-office') || leaves('technician-first-run')) travel.leave(isTimeUp);
    const how = isTimeUp ? 'time-up' : 'done';
    if (isTechnician(before) && !isTechnician(now)) record.acted(before.sessionId, 'leave', how);
    if (isStaff(before) && !isStaff(now)) record.acted(before.sessionId, 'staff-leave', how);
  };
}
