import type { StaffScreen } from '../../src-main/staff/contract/staff.ts';
import type { CoreInProcess } from './core-in-process.ts';
import { technicianAt } from './technician-at-screen.ts';

const STAFF_CODE = '7294';

/** Staff at a kiosk's screen. A technician has set their staff code before. */
export async function staffAt(core: CoreInProcess) {
  const technician = technicianAt(core);
  const { does } = technician;
  await technician.enterStatus();
  does('showPage', { page: 'technician-access' });
  does('setStaffCode', { code: STAFF_CODE });
  await core.until(() => {
    const { view } = core.view();
    return view.screen === 'technician-access' && view.stage === 'kept';
  });
  does('finish', {});
  return {
    touch: technician.touch,
    does,
    /** Enters with the staff code or, as the technician, with the PIN. */
    async enter(pin = STAFF_CODE) {
      does('openTechnician', {});
      does('enterPin', { pin });
      await technician.sees(pin === STAFF_CODE ? 'staff' : 'technician');
    },
    /** Throws if another page is shown. */
    page<N extends StaffScreen['screen']>(name: N) {
      const { view } = core.view();
      if (view.screen !== name) throw new Error(view.screen);
      return view as Extract<StaffScreen, { screen: N }>;
    },
  };
}
