import type { KioskContext } from '../kiosk-context.ts';
import { checkInCommands } from './check-in.ts';
import type { Commands } from './command.ts';
import { deviceCommands } from './devices.ts';
import { firstRunCommands } from './first-run.ts';
import { hubCommands } from './hub.ts';
import { networkCommands } from './network.ts';
import { officeCommands } from './office.ts';
import { officeTravelCommands } from './office-travel.ts';
import { operatorCommands } from './operator.ts';
import { otherOfficeCommands } from './other-office.ts';
import { pauseCommands } from './pauses.ts';
import { printingCommands } from './printing.ts';
import { selfTestCommands } from './self-test.ts';
import { speechCommands } from './speech.ts';
import { staffCommands } from './staff.ts';
import { technicianCommands } from './technician.ts';
import { touchCommands } from './touches.ts';
import { walkInCommands } from './walk-in.ts';

export const createCommands = (context: KioskContext): Commands => ({
  ...touchCommands(context),
  ...walkInCommands(context),
  ...checkInCommands(context),
  ...otherOfficeCommands(context),
  ...printingCommands(context),
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
