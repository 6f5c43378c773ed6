import type { ComponentType } from 'preact';
import type { TechnicianPage } from '../../src-main/contract/kiosk/screens/technician.ts';
import type { ScreenName } from '../../src-main/contract/kiosk/view-state.ts';
import type { PictogramName } from '../components/pictogram.tsx';
import { AccessScreen } from './access.tsx';
import { AnotherTicketScreen } from './another-ticket.tsx';
import { AppointmentHourScreen } from './appointment-hour.tsx';
import { AttendanceProofScreen } from './attendance-proof.tsx';
import { CheckInScreen } from './check-in.tsx';
import { CheckInResultScreen } from './check-in-result.tsx';
import { ClosedScreen } from './closed.tsx';
import { DocumentKeypadScreen } from './document-keypad.tsx';
import { DocumentsScreen } from './documents.tsx';
import { StaffFaultScreen, TechnicianFaultScreen } from './fault.tsx';
import { HelpScreen } from './help.tsx';
import { IdleScreen } from './idle.tsx';
import { LanguageScreen } from './language.tsx';
import { LocatorKeypadScreen } from './locator-keypad.tsx';
import { LongWaitScreen } from './long-wait.tsx';
import { NightScreen } from './night.tsx';
import { OtherOfficeScreen } from './other-office.tsx';
import { OutOfServiceScreen } from './out-of-service.tsx';
import { PrinterTroubleScreen } from './printer-trouble.tsx';
import { PrintingScreen } from './printing.tsx';
import type { ScreenProps } from './screen-props.ts';
import { ServicesScreen } from './services.tsx';
import { StaffScreen } from './staff.tsx';
import { StaffNumberScreen } from './staff-number.tsx';
import { StaffServedScreen } from './staff-served.tsx';
import { StaffServiceScreen } from './staff-service.tsx';
import { StaffUnprintedScreen } from './staff-unprinted.tsx';
import { TakeTicketScreen } from './take-ticket.tsx';
import { TechnicianScreen } from './technician.tsx';
import { TechnicianAboutScreen } from './technician-about.tsx';
import { TechnicianAccessScreen } from './technician-access.tsx';
import { TechnicianDataScreen } from './technician-data.tsx';
import { TechnicianDevicesScreen } from './technician-devices.tsx';
import { TechnicianFirstRunScreen } from './technician-first-run.tsx';
import { TechnicianLogScreen } from './technician-log.tsx';
import { TechnicianNetworkScreen } from './technician-network.tsx';
import { TechnicianOfficeScreen } from './technician-office.tsx';
import { TechnicianPairingScreen } from './technician-pairing.tsx';
import { TechnicianPinScreen } from './technician-pin.tsx';
import { TechnicianTestScreen } from './technician-test.tsx';
import { TechnicianWelcomeScreen } from './technician-welcome.tsx';

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
