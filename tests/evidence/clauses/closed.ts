import { and, type Chapter, heading, none, shown } from '../clause.ts';

const JACK =
  'Fit a 3.5 mm jack, found by touch, in front and within reach, and a keypad with an audio output (config/keypads).';

export const CLOSED: Chapter = {
  title: 'EN 301 549, 5.1: closed functionality',
  about: 'A kiosk is closed: nobody brings a screen reader along. So all of it works without one.',
  clauses: [
    heading('5.1', 'What a closed product must do by itself'),
    none('5.1.1', 'Introduction', 'Informative: asks nothing.'),
    heading('5.1.2', 'In general'),
    shown(
      '5.1.2.1',
      'What is closed is usable without assistive technology',
      'allIsSaid',
      'goesByKeys',
      'keyboardAlone',
    ),
    and(
      shown('5.1.2.2', 'Nothing has to be attached; a headset or loop may be', 'firstKey', 'jackPrivate', 'noDevices'),
      JACK,
    ),
    heading('5.1.3', 'Without sight'),
    shown('5.1.3.1', 'What is seen is heard as far as operation takes it', 'allIsSaid', 'spokenSound', 'allPlaces'),
    and(shown('5.1.3.2', 'Heard from the device or by a usual jack', 'spokenSound', 'jackPrivate'), JACK),
    shown('5.1.3.3', 'What is heard belongs to what is shown', 'nothingElseSaid', 'ringSeen'),
    shown('5.1.3.4', 'Speech can be stopped and repeated', 'hushed', 'repeated', 'pulledOut'),
    shown('5.1.3.5', 'An action ends the speech before it', 'newestEndsOld', 'goesByKeys'),
    shown('5.1.3.6', 'Pictures have words', 'axeAndPixels', 'axeOnTheWay', 'allPlaces'),
    none('5.1.3.7', 'Videos have a described sound', 'The kiosk shows no video.'),
    shown(
      '5.1.3.8',
      'Masked characters are not spoken aloud',
      'typedHeardAlone',
      'personalNotSaid',
      'hiddenUntilTouched',
    ),
    shown('5.1.3.9', 'Personal data is heard in private', 'notAloudUnasked', 'aloudNobodys', 'personalNotSaid'),
    shown('5.1.3.10', 'No other sound over 3 seconds stands in the way', 'shortChime', 'chimesTwice'),
    shown('5.1.3.11', 'The volume of a headset is set without sight', 'settingHeard', 'volumeSteps'),
    and(
      shown('5.1.3.12', 'A loudspeaker’s volume can be set, up to 65 dBA at least', 'settingHeard', 'volumeSteps'),
      'Measure 65 dBA or more at the loudest step, where a listener’s head is.',
    ),
    and(
      shown(
        '5.1.3.13',
        'After each person a loudspeaker is at most at 65 dBA',
        'speechForgotten',
        'anotherPersonsStart',
      ),
      'Set the usual loudness (speech in the profile) so that the usual step measures at most 65 dBA where a listener’s head is.',
    ),
    shown('5.1.3.14', 'Speech is in the language shown', 'languageHeard', 'codesHeard', 'spokenSound'),
    shown('5.1.3.15', 'Errors are told without sight', 'errorHeard', 'mistypedSaid'),
    shown('5.1.3.16', 'What a ticket says is heard', 'ticketHeard', 'announced'),
    shown(
      '5.1.4',
      'Type that cannot be enlarged further has capitals of 0.7° at least, from the distance that the panel names',
      'fitsAndGrows',
      'rulesPlanted',
      'millimetres',
    ),
    shown('5.1.5', 'What is heard is seen too', 'warned', 'secondsToldOnce'),
    heading('5.1.6', 'Without a keyboard'),
    shown('5.1.6.1', 'All functions work without sight by some means', 'goesByKeys', 'fiveKeys', 'keyboardAlone'),
    shown('5.1.6.2', 'The focus can be moved on, without a trap', 'allPlaces', 'keyboardAlone', 'warningHoldsFocus'),
    shown('5.1.7', 'No function asks for a voice', 'keyboardAlone', 'noDevices'),
  ],
};
