import type { TechnicianPage } from '../../src-main/technician/contract/technician.ts';
import type { PictogramName } from '../components/pictogram.tsx';
import type { StaffScreenName } from '../speaking.ts';
import { TechnicianOfficeScreen } from './office/technician-office.tsx';
import type { DrawnScreens } from './screen-props.ts';
import { StaffFaultScreen, TechnicianFaultScreen } from './session/fault.tsx';
import { StaffScreen } from './staff/staff.tsx';
import { StaffNumberScreen } from './staff/staff-number.tsx';
import { StaffServedScreen } from './staff/staff-served.tsx';
import { StaffServiceScreen } from './staff/staff-service.tsx';
import { StaffUnprintedScreen } from './staff/staff-unprinted.tsx';
import { TechnicianScreen } from './technician/technician.tsx';
import { TechnicianAboutScreen } from './technician/technician-about.tsx';
import { TechnicianAccessScreen } from './technician/technician-access.tsx';
import { TechnicianDataScreen } from './technician/technician-data.tsx';
import { TechnicianDevicesScreen } from './technician/technician-devices.tsx';
import { TechnicianFirstRunScreen } from './technician/technician-first-run.tsx';
import { TechnicianLogScreen } from './technician/technician-log.tsx';
import { TechnicianNetworkScreen } from './technician/technician-network.tsx';
import { TechnicianPairingScreen } from './technician/technician-pairing.tsx';
import { TechnicianPinScreen } from './technician/technician-pin.tsx';
import { TechnicianTestScreen } from './technician/technician-test.tsx';
import { TechnicianWelcomeScreen } from './technician/technician-welcome.tsx';

const BUTTON_PAGES: readonly (readonly [TechnicianPage, PictogramName])[] = [
  ['technician-test', 'good'],
  ['technician-devices', 'printer'],
  ['technician-office', 'house'],
  ['technician-network', 'queue'],
  ['technician-data', 'data'],
  ['technician-log', 'list'],
  ['technician-access', 'key'],
  ['technician-about', 'about'],
  ['technician-first-run', 'again'],
];

/** The screens for technicians and staff, which the page loads when the first of them is shown. */
export const DRAWN_FOR_STAFF: DrawnScreens<StaffScreenName> = {
  'technician-pin': TechnicianPinScreen,
  'technician-welcome': TechnicianWelcomeScreen,
  'technician-first-run': TechnicianFirstRunScreen,
  technician: (props) => <TechnicianScreen pages={BUTTON_PAGES} {...props} />,
  'technician-devices': TechnicianDevicesScreen,
  'technician-pairing': TechnicianPairingScreen,
  'technician-office': TechnicianOfficeScreen,
  'technician-network': TechnicianNetworkScreen,
  'technician-data': TechnicianDataScreen,
  'technician-log': TechnicianLogScreen,
  'technician-about': TechnicianAboutScreen,
  'technician-test': TechnicianTestScreen,
  'technician-access': TechnicianAccessScreen,
  'technician-fault': TechnicianFaultScreen,
  'staff-fault': StaffFaultScreen,
  staff: StaffScreen,
  'staff-service': (props) => <StaffServiceScreen key={props.view.service.serviceId} {...props} />,
  'staff-number': StaffNumberScreen,
  'staff-served': StaffServedScreen,
  'staff-unprinted': StaffUnprintedScreen,
};
