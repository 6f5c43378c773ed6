import type { ComponentType } from 'preact';
import type { ScreenName } from '../../src-main/session/contract/view-state.ts';
import type { StaffScreenName } from '../speaking.ts';
import { BookErrandScreen } from './booking/book-errand.tsx';
import { BookHourScreen } from './booking/book-hour.tsx';
import { BookSureScreen } from './booking/book-sure.tsx';
import { BookedScreen } from './booking/booked.tsx';
import { HelpScreen } from './calling/help.tsx';
import { LongWaitScreen } from './calling/long-wait.tsx';
import { AppointmentHourScreen } from './check-in/appointment-hour.tsx';
import { AttendanceProofScreen } from './check-in/attendance-proof.tsx';
import { CheckInScreen } from './check-in/check-in.tsx';
import { CheckInResultScreen } from './check-in/check-in-result.tsx';
import { DocumentKeypadScreen } from './check-in/document-keypad.tsx';
import { LocatorKeypadScreen } from './check-in/locator-keypad.tsx';
import { OtherOfficeScreen } from './office/other-office.tsx';
import type { DrawnScreens, ScreenProps } from './screen-props.ts';
import { AccessScreen } from './session/access.tsx';
import { ClosedScreen } from './session/closed.tsx';
import { IdleScreen } from './session/idle.tsx';
import { LanguageScreen } from './session/language.tsx';
import { MissingScreen } from './session/missing.tsx';
import { NightScreen } from './session/night.tsx';
import { OutOfServiceScreen } from './session/out-of-service.tsx';
import { WordScreen, WordThanksScreen } from './session/word.tsx';
import { AnotherTicketScreen } from './tickets/another-ticket.tsx';
import { DocumentsScreen } from './tickets/documents.tsx';
import { PrinterTroubleScreen } from './tickets/printer-trouble.tsx';
import { PrintingScreen } from './tickets/printing.tsx';
import { ServicesScreen } from './tickets/services.tsx';
import { TakeTicketScreen } from './tickets/take-ticket.tsx';

/**
 * The component of each screen; a screen of the contract without a component does not compile. With a new `key` a component starts afresh:
 * the citizen's input is deleted and the first page is shown.
 */
const DRAWN: DrawnScreens<Exclude<ScreenName, StaffScreenName>> = {
  idle: IdleScreen,
  closed: ClosedScreen,
  night: NightScreen,
  'out-of-service': OutOfServiceScreen,
  language: LanguageScreen,
  access: AccessScreen,
  help: HelpScreen,
  word: WordScreen,
  'word-thanks': WordThanksScreen,
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
  'book-errand': BookErrandScreen,
  'book-hour': BookHourScreen,
  'book-sure': BookSureScreen,
  booked: BookedScreen,
};

let loaded: Partial<DrawnScreens<ScreenName>> = DRAWN;

export const hasStaffScreens = (): boolean => 'technician' in loaded;

/**
 * Loads the screens for technicians and staff.
 * @throws the error of the import, if the file cannot be loaded
 */
export async function fetchStaffScreens(): Promise<void> {
  if (hasStaffScreens()) return;
  const { DRAWN_FOR_STAFF } = await import('./drawn-for-staff.tsx');
  loaded = { ...DRAWN, ...DRAWN_FOR_STAFF };
}

export function CoreScreen<N extends ScreenName>({ state, view }: ScreenProps<N>) {
  const Drawn: ComponentType<ScreenProps<N>> | undefined = loaded[view.screen];
  return Drawn === undefined ? <MissingScreen state={state} view={view} /> : <Drawn state={state} view={view} />;
}
