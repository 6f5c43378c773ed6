import type { OfficeHours } from '../../booking/ports/office-hours.ts';
import type { HelpCalls } from '../../calling/steps/help-calls.ts';
import type { OfficeTravel } from '../../office/ports/office-travel.ts';
import type { StaffAccess } from '../../staff/steps/staff-access.ts';
import type { CentreNotes } from '../../technician/ports/centre-notes.ts';
import type { Devices } from '../../technician/ports/devices.ts';
import type { Diagnostics } from '../../technician/ports/machine.ts';
import type { TechnicianRecord } from '../../technician/steps/technician-record.ts';
import { isStaff, isTechnician, type Session } from './session.ts';

interface LeavingParts {
  record: TechnicianRecord;
  devices: Pick<Devices, 'leave'>;
  diagnostics: Pick<Diagnostics, 'forget'>;
  staffAccess: Pick<StaffAccess, 'leave'>;
  travel: Pick<OfficeTravel, 'leave'>;
  notes: Pick<CentreNotes, 'drop'>;
  help: Pick<HelpCalls, 'leave' | 'withdraw' | 'staffLooks'>;
  hours: Pick<OfficeHours, 'release'>;
}

/**
 * A change of the session from `before` to `now`. `isAtDevices`: `now` shows the page of devices. `isTimeUp`: a tick made the change; if
 * the session ended, it ended because the screen was not touched.
 */
interface Left {
  before: Session;
  now: Session;
  isAtDevices: boolean;
  isTimeUp: boolean;
}

export function createLeaving(parts: LeavingParts): (left: Left) => void {
  const { record, devices, diagnostics, staffAccess, travel, notes, help, hours } = parts;
  let wasAtDevices = false;
  return ({ before, now, isAtDevices, isTimeUp }) => {
    const leaves = (at: Session['place']['at']) => before.place.at === at && now.place.at !== at;
    if (wasAtDevices && !isAtDevices) devices.leave();
    wasAtDevices = isAtDevices;
    if (leaves('technician-test')) diagnostics.forget();
    if (leaves('technician-access')) staffAccess.leave();
    if (leaves('technician-first-run')) notes.drop();
    if (leaves('technician-office') || leaves('technician-first-run')) travel.leave();
    // A citizen who leaves by a touch withdraws the call for help; a session that times out does not, because the citizen may still be
    // there.
    if (before.help !== null && before.sessionId !== now.sessionId) {
      if (isTimeUp) help.leave(before.help);
      else help.withdraw(before.help);
    }
    const held = holdOf(before);
    if (held !== null && before.place.at === 'book-sure' && holdOf(now) !== held) hours.release(held);
    help.staffLooks(showsCalls(now));
    const how = isTimeUp ? 'time-up' : 'done';
    if (isTechnician(before) && !isTechnician(now)) record.acted(before.sessionId, 'leave', how);
    if (isStaff(before) && !isStaff(now)) record.acted(before.sessionId, 'staff-leave', how);
  };
}

/** Whether the screen shows calls for help and alarms; only the first page of the staff's view does. */
const showsCalls = ({ place }: Session): boolean => place.at === 'staff';

/** The secret by which the centre recognises the appointment time that the citizen on this screen holds or has booked; otherwise `null`. */
const holdOf = ({ place }: Session): string | null => ('hold' in place ? place.hold : null);
