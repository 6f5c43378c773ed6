import { createHelpCalls, type HelpCalls } from '../../src-main/calling/steps/help-calls.ts';
import type { Clock } from '../../src-main/ports/clock.ts';

export const helpCallsOf = (clock: Clock, slot = 1): HelpCalls => createHelpCalls({ slot, clock, run: `run-${slot}` });
