import type { ComponentType } from 'preact';
import type { ScreenName } from '../../src-main/session/contract/view-state.ts';
import type { TechnicianPage } from '../../src-main/technician/contract/technician.ts';
import type { PictogramName } from '../components/pictogram.tsx';
import { HelpScreen } from './calling/help.tsx';
import { LongWaitScreen } from './calling/long-wait.tsx';
import { AppointmentHourScreen } from './check-in/appointment-hour.tsx';
import { AttendanceProofScreen } from './check-in/attendance-proof.tsx';
import { CheckInScreen } from './check-in/check-in.tsx';
import { CheckInResultScreen } from './check-in/check-in-result.tsx';
import { DocumentKeypadScreen } from './check-in/document-keypad.tsx';
import { LocatorKeypadScreen } from './check-in/locator-keypad.tsx';
import { OtherOfficeScreen } from './office/other-office.tsx';
import { TechnicianOfficeScreen } from './office/technician-office.tsx';
import type { ScreenProps } from './screen-props.ts';
import { AccessScreen } from './session/access.tsx';
import { ClosedScreen } from './session/closed.tsx';
import { StaffFaultScreen, TechnicianFaultScreen } from './session/fault.tsx';
import { IdleScreen } from './session/idle.tsx';
import { LanguageScreen } from './session/language.tsx';
import { NightScreen } from './session/night.tsx';
import { OutOfServiceScreen } from './session/out-of-service.tsx';
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
import { AnotherTicketScreen } from './tickets/another-ticket.tsx';
import { DocumentsScreen } from './tickets/documents.tsx';
import { PrinterTroubleScreen } from './tickets/printer-trouble.tsx';
import { PrintingScreen } from './tickets/printing.tsx';
import { ServicesScreen } from './tickets/services.tsx';
import { TakeTicketScreen } from './tickets/take-ticket.tsx';

/** The technician's pages with a button on the status page. */
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

/**
 * The component of each screen; a screen of the contract without one does not compile. A `key` resets what the person is typing or reading.
 */
const DRAWN: { readonly [N in ScreenName]: ComponentType<ScreenProps<N>> } = {
  idle: IdleScreen,
  closed: ClosedScreen,
  night: NightScreen,
  'out-of-service': OutOfServiceScreen,
  language: LanguageScreen,
  access: AccessScreen,
  help: HelpScreen,
  documents: DocumentsScreen,
  services: (props) => <ServicesScreen key={props.view.group?.groupId ?? props.view.visitType} {...props} />,
  printing: PrintingScreen,
  'take-ticket': TakeTicketScreen,
  'printer-trouble': PrinterTroubleScreen,
  'check-in': CheckInScreen,
  'locator-keypad': (props) => <LocatorKeypadScreen key={props.state.sessionId} {...props} />,
  'document-keypad': (props) => (
    <DocumentKeypadScreen key={`${props.state.sessionId} ${props.view.kinds.join()}`} {...props} />
  ),
  'appointment-hour': AppointmentHourScreen,
  'check-in-result': (props) => <CheckInResultScreen key={props.view.result} {...props} />,
  'another-ticket': AnotherTicketScreen,
  'long-wait': LongWaitScreen,
  'other-office': OtherOfficeScreen,
  'attendance-proof': AttendanceProofScreen,
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

export function CoreScreen<N extends ScreenName>({ state, view }: ScreenProps<N>) {
  const Drawn: ComponentType<ScreenProps<N>> = DRAWN[view.screen];
  return <Drawn state={state} view={view} />;
}
