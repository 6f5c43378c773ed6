import { and, type Chapter, heading, none, shown } from '../clause.ts';

export const GENERIC: Chapter = {
  title: 'EN 301 549, 5.2 to 5.9: any product',
  about: 'What every product must do, whatever it is.',
  clauses: [
    shown(
      '5.2',
      'Each help for a disability can be switched on without needing it',
      'jackPrivate',
      'firstKey',
      'settingsByTouch',
    ),
    none('5.3', 'No single biometric trait is the only way', 'The kiosk knows nobody by their body.'),
    none('5.4', 'Conversions keep what makes content accessible', 'The kiosk converts no documents.'),
    heading('5.5', 'Parts that are operated'),
    and(
      shown('5.5.1', 'No grasping, pinching or twisting is needed', 'oneFinger', 'tremblingHand'),
      'Fit a keypad and a slot that need no grasping, pinching or twisting of the wrist.',
    ),
    and(
      shown('5.5.2', 'Parts are told apart without sight and without setting them off', 'goesByKeys', 'fiveKeys'),
      'Fit a keypad whose keys are told apart by touch and are pressed with some force, beside the glass.',
    ),
    heading('5.6', 'Switches that stay as they were put'),
    shown('5.6.1', 'Their state is felt or heard', 'switchHeard', 'announced'),
    shown('5.6.2', 'Their state is seen', 'settingsByTouch'),
    shown('5.7', 'A key that is held down repeats nothing, or only after 2 seconds', 'keyStruckTwice'),
    shown('5.8', 'A key struck twice within half a second counts once', 'keyStruckTwice', 'tremblingHand'),
    shown('5.9', 'Nothing needs two actions at once', 'oneFinger', 'noZoomNeeded'),
  ],
};
