import { bookingCommands } from '../../booking/commands/booking.ts';
import { hubCommands } from '../../calling/commands/hub.ts';
import { checkInCommands } from '../../check-in/commands/check-in.ts';
import { officeCommands } from '../../office/commands/office.ts';
import { officeTravelCommands } from '../../office/commands/office-travel.ts';
import { otherOfficeCommands } from '../../office/commands/other-office.ts';
import { pauseCommands } from '../../office/commands/pauses.ts';
import { speechCommands } from '../../speech/commands/speech.ts';
import { staffCommands } from '../../staff/commands/staff.ts';
import { deviceCommands } from '../../technician/commands/devices.ts';
import { firstRunCommands } from '../../technician/commands/first-run.ts';
import { networkCommands } from '../../technician/commands/network.ts';
import { operatorCommands } from '../../technician/commands/operator.ts';
import { selfTestCommands } from '../../technician/commands/self-test.ts';
import { technicianCommands } from '../../technician/commands/technician.ts';
import { paperCommands } from '../../tickets/commands/papers.ts';
import { walkInCommands } from '../../tickets/commands/walk-in.ts';
import type { KioskContext } from '../steps/kiosk-context.ts';
import type { Commands } from './command.ts';
import { touchCommands } from './touches.ts';

export const createCommands = (context: KioskContext): Commands => ({
  ...touchCommands(context),
  ...walkInCommands(context),
  ...checkInCommands(context),
  ...otherOfficeCommands(context),
  ...bookingCommands(context),
  ...paperCommands(context),
  ...technicianCommands(context),
  ...staffCommands(context),
  ...deviceCommands(context),
  ...firstRunCommands(context),
  ...hubCommands(context),
  ...networkCommands(context),
  ...officeCommands(context),
  ...officeTravelCommands(context),
  ...selfTestCommands(context),
  ...operatorCommands(context),
  ...pauseCommands(context),
  ...speechCommands(context),
});
